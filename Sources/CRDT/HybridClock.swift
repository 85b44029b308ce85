/// Gives one log its strictly increasing stamps (protocol.md §3).
///
/// Wall time is a parameter; a stamp from a clock that runs far ahead doesn't pull ours with it.
public struct HybridClock: Hashable, Sendable {
    /// How far ahead of our wall clock a received stamp may be and still advance us.
    public static let aheadMillisecondsMax: UInt64 = 2_000
    /// The largest wall time that fits a stamp.
    public static let wallMillisecondsMax: UInt64 = 1 << 48 - 1

    /// Why no stamp can be given; each needs a person, not another try.
    public enum Failure: Error, Hashable, Sendable {
        /// The wall clock's time doesn't fit 48 bits.
        case wallOutOfRange(milliseconds: UInt64)
        /// The last stamp was the greatest there is.
        case exhausted(last: HLC)
    }

    /// The last stamp given; zero before the first.
    public private(set) var last: HLC
    /// The greatest stamp received that was not too far ahead when it came.
    public private(set) var received: HLC

    /// Goes on behind the last stamp of the log.
    public init(last: HLC = HLC(raw: 0), received: HLC = HLC(raw: 0)) {
        self.last = last
        self.received = received
    }

    /// Takes note of a stamp from elsewhere.
    ///
    /// - Returns: Whether it was at most 2 s ahead of the wall clock; otherwise nothing changes.
    @discardableResult
    public mutating func receive(_ stamp: HLC, wallMilliseconds: UInt64) -> Bool {
        let isAhead = stamp.milliseconds > wallMilliseconds
        guard !isAhead || stamp.milliseconds - wallMilliseconds <= Self.aheadMillisecondsMax else {
            return false
        }
        received = max(received, stamp)
        return true
    }

    /// The next stamp: above the last, the wall clock's, and all received that were in time.
    ///
    /// - Throws: ``Failure`` when no such stamp exists; the clock stays as it was.
    public mutating func next(wallMilliseconds: UInt64) throws(Failure) -> HLC {
        guard wallMilliseconds <= Self.wallMillisecondsMax else {
            throw .wallOutOfRange(milliseconds: wallMilliseconds)
        }
        let (above, overflow) = max(last, received).raw.addingReportingOverflow(1)
        guard !overflow else { throw .exhausted(last: max(last, received)) }
        last = HLC(raw: max(above, wallMilliseconds << 16))
        return last
    }
}
