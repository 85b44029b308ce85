/// Measured values in ascending order.
struct Percentiles {
    private let sorted: [UInt64]

    init(_ values: [UInt64]) {
        precondition(!values.isEmpty, "nothing was measured")
        sorted = values.sorted()
    }

    /// The smallest value that at least this many hundredths of the values don't exceed; the
    /// baselines' C does the same.
    subscript(hundredths: Int) -> UInt64 {
        sorted[max(1, (sorted.count * hundredths + 99) / 100) - 1]
    }

    /// The two that a child process reports.
    var figures: [(String, UInt64)] { [("p50", self[50]), ("p99", self[99])] }
}

/// The middle value; of an even number of values the mean of the middle two.
func median(_ values: [Double]) -> Double {
    precondition(!values.isEmpty, "the median of nothing")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
