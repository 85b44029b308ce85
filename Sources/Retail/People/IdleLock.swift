/// Locks a lane that nobody touched for a while; the sale stays.
public struct IdleLock: Hashable, Sendable {
    /// 15 minutes unless the store says otherwise.
    public static let defaultMilliseconds: Int64 = 900_000

    public let afterMilliseconds: Int64
    private var lastTouch: Instant

    public init(now: Instant, afterMilliseconds: Int64 = Self.defaultMilliseconds) {
        self.afterMilliseconds = max(afterMilliseconds, 1000)
        lastTouch = now
    }

    /// A key, a scan, a sign-on.
    public mutating func touch(now: Instant) { lastTouch = max(lastTouch, now) }

    /// When it locks if nothing happens.
    public var locksAt: Instant { lastTouch.adding(milliseconds: afterMilliseconds) }

    public func isLocked(now: Instant) -> Bool { locksAt <= now }
}
