import Synchronization

/// How long the writer's transactions took until they were on disk; any thread may look.
public final class CommitTimes: Sendable {
    /// What was noted since the database was opened.
    public struct Reading: Hashable, Sendable {
        public fileprivate(set) var durations = LatencyHistogram(bounds: CommitTimes.bounds)
        /// Transactions of which nothing was written.
        public fileprivate(set) var failures: UInt64 = 0
        /// Why the last transaction failed; nil where it went well.
        public fileprivate(set) var lastFailure: StorageError?

        /// Before the first transaction.
        public init() {}
    }

    /// From a fast disk's quarter of a millisecond to what a cashier takes for a fault.
    static let bounds: [Int64] = [
        250_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000,
        100_000_000, 250_000_000, 1_000_000_000,
    ]

    private let current = Mutex(Reading())

    init() {}

    public var reading: Reading { current.withLock { $0 } }

    /// A transaction's begin, for ``succeeded(since:)``.
    static func now() -> SuspendingClock.Instant { SuspendingClock.now }

    func succeeded(since began: SuspendingClock.Instant) {
        let (seconds, attoseconds) = (SuspendingClock.now - began).components
        let duration = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        current.withLock { reading in
            reading.durations.note(nanoseconds: duration)
            reading.lastFailure = nil
        }
    }

    func failed(_ error: StorageError) {
        current.withLock { reading in
            reading.failures &+= 1
            reading.lastFailure = error
        }
    }
}
