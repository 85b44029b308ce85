/// Locks a lane that nobody touched for a while; the sale stays.
public struct IdleLock: Hashable, Sendable {
    private var lastTouch: Instant

    public init(now: Instant) { lastTouch = now }

    /// A key, a scan, a sign-on.
    public mutating func touch(now: Instant) { lastTouch = max(lastTouch, now) }

    /// Whether the last touch lies at least so many minutes back, as the store sets them.
    public func isLocked(now: Instant, afterMinutes minutes: UInt8) -> Bool {
        lastTouch.adding(milliseconds: Int64(minutes) * 60_000) <= now
    }
}
