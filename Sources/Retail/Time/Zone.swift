/// A place's offsets from UTC, past and future.
///
/// - Source: RFC 8536; Debian's tzdata has the files.
public struct Zone: Hashable, Sendable {
    /// Moments, in seconds since 1970 UTC, at which the offset changes; ascending.
    let transitions: [Int64]
    /// Seconds east of UTC from each transition on.
    let offsets: [Int32]
    /// The offset before the first transition.
    let first: Int32
    /// What holds after the last transition; nil: its offset stays.
    let rule: ZoneRule?

    init(transitions: [Int64], offsets: [Int32], first: Int32, rule: ZoneRule?) {
        self.transitions = transitions
        self.offsets = offsets
        self.first = first
        self.rule = rule
    }

    /// A zone that never changes.
    public static func fixed(offsetSeconds: Int32) -> Zone {
        Zone(transitions: [], offsets: [], first: offsetSeconds, rule: nil)
    }

    public static let utc = Zone.fixed(offsetSeconds: 0)

    /// Seconds east of UTC at this moment.
    public func offsetSeconds(at instant: Instant) -> Int32 {
        offset(atSeconds: instant.seconds)
    }

    /// The moment with the zone's offset beside it.
    public func local(_ instant: Instant) -> LocalTime {
        LocalTime(instant, offsetSeconds: offsetSeconds(at: instant))
    }

    /// The moment at which a clock on the wall shows this time of this day.
    ///
    /// A time that comes twice is the first; one that is skipped is as much later as was skipped.
    ///
    /// - Parameters:
    ///   - date: the day on the wall calendar.
    ///   - secondOfDay: 0 at midnight.
    /// - Returns: the moment, to the second.
    public func instant(on date: BusinessDate, secondOfDay: Int64 = 0) -> Instant {
        let wall = Int64(date.days) * Instant.secondsPerDay + min(max(secondOfDay, 0), 86_400)
        let before = Int64(offset(atSeconds: wall - Instant.secondsPerDay))
        let after = Int64(offset(atSeconds: wall + Instant.secondsPerDay))
        if Int64(offset(atSeconds: wall - before)) == before { return .seconds(wall - before) }
        if Int64(offset(atSeconds: wall - after)) == after { return .seconds(wall - after) }
        return .seconds(wall - before)
    }

    func offset(atSeconds seconds: Int64) -> Int32 {
        guard let last = transitions.last else { return rule?.offset(at: seconds) ?? first }
        guard seconds < last else { return rule?.offset(at: seconds) ?? offsets[offsets.count - 1] }
        // Binary search: the index of the first transition after the moment.
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }
}

extension Instant {
    static let secondsPerDay: Int64 = 86_400

    /// Whole seconds since 1970, rounded down, within ten thousand years of it.
    var seconds: Int64 {
        let quotient = milliseconds / 1000
        let floor = milliseconds % 1000 < 0 ? quotient - 1 : quotient
        return min(max(floor, -Self.farthest), Self.farthest)
    }

    static func seconds(_ seconds: Int64) -> Instant {
        Instant(milliseconds: Saturating.scale(seconds, by: 1000, over: 1))
    }

    private static let farthest: Int64 = 10_000 * 366 * secondsPerDay
}

extension LocalTime {
    /// The day on the wall calendar.
    public var date: CivilDate { CivilDate(BusinessDate(days: Int32(wallSeconds.dividedDown))) }

    /// Seconds since midnight on the wall clock.
    public var secondOfDay: Int {
        Int(wallSeconds - wallSeconds.dividedDown * Instant.secondsPerDay)
    }

    private var wallSeconds: Int64 { instant.seconds + Int64(offsetSeconds) }
}

extension Int64 {
    /// Whole days in so many seconds, rounded down.
    var dividedDown: Int64 {
        let quotient = self / Instant.secondsPerDay
        return self % Instant.secondsPerDay < 0 ? quotient - 1 : quotient
    }
}
