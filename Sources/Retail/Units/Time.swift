/// A moment in milliseconds since 1970 UTC.
public struct Instant: Hashable, Comparable, Sendable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }

    public func adding(milliseconds more: Int64) -> Instant {
        Instant(milliseconds: Saturating.add(milliseconds, more))
    }
}

/// A moment as a receipt shows it: UTC with the store's offset beside it.
public struct LocalTime: Hashable, Sendable {
    public let instant: Instant
    /// Seconds east of UTC.
    public let offsetSeconds: Int32

    public init(_ instant: Instant, offsetSeconds: Int32) {
        self.instant = instant
        self.offsetSeconds = offsetSeconds
    }
}

/// A day in the books: the number of days since 1970-01-01.
///
/// The day a sale belongs to is the store's, by its cut-off hour, never the UTC day.
public struct BusinessDate: Hashable, Comparable, Sendable {
    public let days: Int32

    public init(days: Int32) { self.days = days }

    public static func < (a: Self, b: Self) -> Bool { a.days < b.days }
}
