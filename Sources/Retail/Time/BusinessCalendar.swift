/// Which day of the books a moment belongs to, in one store.
///
/// A business day begins at the cut-off hour on the store's wall clock. Days meet end to end and
/// never go back, whatever daylight saving does that night.
public struct BusinessCalendar: Hashable, Sendable {
    public let zone: Zone
    /// 0 to 12; a later one counts as 12.
    public let cutoffHour: UInt8

    public init(zone: Zone, cutoffHour: UInt8) {
        self.zone = zone
        self.cutoffHour = min(cutoffHour, 12)
    }

    /// The day of the books at this moment.
    public func businessDate(at instant: Instant) -> BusinessDate {
        let wall = instant.seconds + Int64(zone.offsetSeconds(at: instant))
        let guess = (wall - Int64(cutoffHour) * 3600).dividedDown
        // A zone can move the wall clock across the cut-off; beginnings decide.
        for days in [guess + 1, guess, guess - 1] {
            let date = BusinessDate(days: Int32(clamping: days))
            if start(of: date).seconds <= instant.seconds { return date }
        }
        return BusinessDate(days: Int32(clamping: guess - 2))
    }

    /// The moment at which a day of the books begins, which is the end of the day before.
    public func start(of date: BusinessDate) -> Instant {
        zone.instant(on: date, secondOfDay: Int64(cutoffHour) * 3600)
    }

    /// The last birth date of someone who is old enough on this day.
    public func bornOnOrBefore(age: UInt8, on date: BusinessDate) -> CivilDate {
        CivilDate(date).subtracting(years: Int32(age))
    }
}
