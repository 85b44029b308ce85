/// A positive-negative counter: one pair of grow-only totals per log.
///
/// The value is the sum over logs of `raised - lowered`. Merging takes the larger total of
/// each pair, so merge is commutative, associative and idempotent.
///
/// - Source: Shapiro et al., INRIA RR-7506 (2011), specification 7.
public struct PNCounter: Hashable, Sendable {
    /// What one log has added and taken in all.
    public struct Totals: Hashable, Sendable {
        public let raised: UInt64
        public let lowered: UInt64

        public init(raised: UInt64, lowered: UInt64) {
            self.raised = raised
            self.lowered = lowered
        }
    }

    /// A total or the value doesn't fit its integer; nothing was changed.
    public struct Overflow: Error, Hashable, Sendable {
        public init() {}
    }

    // Never iterated where order shows: a sum and a maximum don't depend on it.
    private var totals: [LogID: Totals] = [:]

    public init() {}

    /// The totals of a log; zeros for one that did nothing.
    public subscript(log: LogID) -> Totals { totals[log] ?? Totals(raised: 0, lowered: 0) }

    /// The logs that did something, ascending.
    public var logs: [LogID] { totals.keys.sorted() }

    /// Adds a change of either sign to the totals of the log that made it.
    public mutating func add(_ delta: Int64, at log: LogID) throws(Overflow) {
        let old = self[log]
        let (raised, tooHigh) = old.raised.addingReportingOverflow(
            delta > 0 ? delta.magnitude : 0)
        let (lowered, tooLow) = old.lowered.addingReportingOverflow(
            delta < 0 ? delta.magnitude : 0)
        guard !tooHigh, !tooLow else { throw Overflow() }
        if delta != 0 { totals[log] = Totals(raised: raised, lowered: lowered) }
    }

    /// The sum over all logs.
    ///
    /// - Throws: ``Overflow`` when it doesn't fit 64 bits with a sign.
    public func value() throws(Overflow) -> Int64 {
        // 128 bits hold the sum of more logs than a memory does, in any order.
        var sum: Int128 = 0
        for pair in totals.values { sum += Int128(pair.raised) - Int128(pair.lowered) }
        guard let value = Int64(exactly: sum) else { throw Overflow() }
        return value
    }

    public mutating func merge(_ other: PNCounter) {
        totals.merge(other.totals) { ours, theirs in
            Totals(
                raised: max(ours.raised, theirs.raised), lowered: max(ours.lowered, theirs.lowered))
        }
    }

    /// Stops where a log is kept that did nothing.
    public func checkInvariants() {
        for log in logs {
            precondition(
                self[log].raised > 0 || self[log].lowered > 0, "empty totals of \(log.text)")
        }
    }
}
