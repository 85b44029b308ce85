/// How many durations fell between which bounds, and their sum.
public struct LatencyHistogram: Hashable, Sendable {
    /// Upper bounds in nanoseconds, ascending.
    public let bounds: [Int64]
    /// One more than there are bounds: the last counts what was longer than all of them.
    private var counts: [UInt64]
    public private(set) var totalNanoseconds: UInt64 = 0

    public init(bounds: [Int64]) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "\(bounds) don't ascend")
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// How many durations were noted.
    public var count: UInt64 { counts.reduce(0, &+) }

    /// For each bound how many were no longer than it.
    public var cumulative: [UInt64] {
        var sum: UInt64 = 0
        return counts.dropLast().map { count in
            sum &+= count
            return sum
        }
    }

    /// Counts one; a negative duration counts as none at all.
    public mutating func note(nanoseconds: Int64) {
        let duration = max(0, nanoseconds)
        counts[bounds.firstIndex { duration <= $0 } ?? bounds.count] &+= 1
        totalNanoseconds &+= UInt64(duration)
    }
}
