/// How offsets go on after a zone file's last transition: its footer, a POSIX TZ string.
///
/// - Source: RFC 8536 §3.3 and §3.3.1; POSIX.1-2017 §8.3.
struct ZoneRule: Hashable, Sendable {
    /// A day of every year.
    enum Day: Hashable, Sendable {
        /// `Jn`: 1 to 365, 29 February never counted.
        case julian(Int64)
        /// `n`: 0 to 365.
        case ordinal(Int64)
        /// `Mm.w.d`: the w-th (5: last) weekday d (0: Sunday) of month m.
        case weekday(month: UInt8, week: Int64, day: Int64)
    }

    /// A moment of every year, on the wall clock of what held before it.
    struct Change: Hashable, Sendable {
        var day: Day
        /// Seconds after midnight; may lie outside the day.
        var time: Int64
    }

    struct Daylight: Hashable, Sendable {
        var offset: Int32
        var start: Change
        var end: Change
    }

    let standard: Int32
    let daylight: Daylight?

    /// The offset at a moment in seconds since 1970 UTC.
    func offset(at seconds: Int64) -> Int32 {
        guard let daylight else { return standard }
        let day = (seconds + Int64(standard)).dividedDown
        let year = CivilDate(BusinessDate(days: Int32(clamping: day))).year
        let start = daylight.start.seconds(in: year) - Int64(standard)
        let end = daylight.end.seconds(in: year) - Int64(daylight.offset)
        let isDaylight =
            start < end
            ? start <= seconds && seconds < end : !(end <= seconds && seconds < start)
        return isDaylight ? daylight.offset : standard
    }
}

extension ZoneRule.Change {
    /// Seconds from 1970 to the change, both on the wall clock.
    func seconds(in year: Int32) -> Int64 { day.days(in: year) * Instant.secondsPerDay + time }
}

extension ZoneRule.Day {
    /// Days from 1970-01-01 to this day of a year.
    func days(in year: Int32) -> Int64 {
        switch self {
        case .julian(let number):
            let leapDay: Int64 = CivilDate.isLeap(year) && number > 59 ? 1 : 0
            return Self.days(year, 1) + number - 1 + leapDay
        case .ordinal(let number):
            return Self.days(year, 1) + number
        case .weekday(let month, let week, let day):
            let first = Self.days(year, month)
            // 1970-01-01 was a Thursday, day 4 of the week.
            let weekday = ((first + 4) % 7 + 7) % 7
            let offset = (day - weekday + 7) % 7 + (week - 1) * 7
            let isPast = offset >= Int64(CivilDate.days(inMonth: month, of: year))
            return first + offset - (isPast ? 7 : 0)
        }
    }

    /// Days from 1970-01-01 to the first of a month.
    private static func days(_ year: Int32, _ month: UInt8) -> Int64 {
        CivilDate(year: min(max(year, 1), 9999), month: month, day: 1)?.daysSinceEpoch ?? 0
    }
}
