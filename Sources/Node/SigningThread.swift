public import Encoding
public import Replication
import Synchronization

/// Signs on a thread of its own, while whoever asked goes on with something else.
public final class SigningThread: Sendable {
    private let thread = SerialThread(name: "signer")

    public init() {}

    /// Begins to sign, and returns at once.
    public func begin(_ task: SigningTask) -> Pending {
        let pending = Pending(task)
        thread.run { pending.run() }
        return pending
    }

    /// Signatures that are on their way.
    public final class Pending: Sendable {
        private enum State {
            case waiting(SigningTask)
            case begun
            case done([Bytes64])
        }

        private let state: Mutex<State>
        private let done = DoneSignal()

        fileprivate init(_ task: SigningTask) { state = Mutex(.waiting(task)) }

        /// Waits for them; signs here where the thread hasn't come to it yet.
        public func wait() -> [Bytes64] {
            run()
            done.await()
            return state.withLock { if case .done(let signatures) = $0 { signatures } else { [] } }
        }

        fileprivate func run() {
            let task = state.withLock { state -> SigningTask? in
                guard case .waiting(let task) = state else { return nil }
                state = .begun
                return task
            }
            guard let task else { return }
            let signatures = task.run()
            state.withLock { $0 = .done(signatures) }
            done.raise()
        }
    }
}
