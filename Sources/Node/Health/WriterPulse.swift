import Synchronization

/// Asks the writer's thread how it is, without ever waiting for it.
///
/// One question is out at a time: a thread that hangs is not buried under more of them.
final class WriterPulse: Sendable {
    /// What it answered last, and since when it owes an answer.
    struct Reading: Sendable {
        fileprivate(set) var answer: Result<WriterFigures, PerformError>?
        /// On the monotonic clock; nil: it has answered.
        fileprivate(set) var askedAt: Int64?
    }

    private let node: RunningNode
    private let current = Mutex(Reading())

    init(_ node: RunningNode) { self.node = node }

    var reading: Reading { current.withLock { $0 } }

    /// Asks, unless an earlier question is still out.
    ///
    /// - Parameters:
    ///   - now: on the monotonic clock.
    ///   - then: called on the writer's thread when the answer can be read.
    func ask(now: Int64, then: @escaping @Sendable () -> Void) {
        let isFree = current.withLock { reading in
            guard reading.askedAt == nil else { return false }
            reading.askedAt = now
            return true
        }
        guard isFree else { return }
        node.writer.run { [self] in
            let answer = node.enter { register in
                Result { () throws(PerformError) in try register.figures() }
            }
            current.withLock { reading in
                reading.answer = answer
                reading.askedAt = nil
            }
            then()
        }
    }
}
