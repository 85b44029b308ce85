import Node
import Synchronization

/// What became of facts that the writer's thread was given.
final class Recorded: Sendable {
    private let result = Mutex<Result<Void, PerformError>?>(nil)
    private let gate = Gate()

    func give(_ result: Result<Void, PerformError>) {
        self.result.withLock { $0 = result }
        gate.open()
    }

    /// Waits until it is known.
    func wait() throws(PerformError) {
        gate.wait()
        try result.withLock { $0 }?.get()
    }
}
