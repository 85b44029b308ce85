import Retail
import Synchronization

/// Lets the writer's thread work with the register, and everyone else read the terms.
final class RegisterDoor: Sendable {
    // Touched on the writer's thread only, so the lock is never waited for; nil once closed.
    private let register: Mutex<Register?>
    private let current: Mutex<Current>

    private struct Current {
        var terms: LaneTerms
        var nextPublication: Instant?
    }

    init(_ register: Register) {
        current = Mutex(
            Current(terms: register.terms, nextPublication: register.nextPublication))
        self.register = Mutex(register)
    }

    /// The store's rules as of the last command.
    var terms: LaneTerms { current.withLock { $0.terms } }

    /// When a publication that is here becomes visible.
    var nextPublication: Instant? { current.withLock { $0.nextPublication } }

    /// Works with the register; call it on the writer's thread.
    func enter<Answer>(_ work: (inout Register) -> Answer) -> Answer {
        guard let answer = enterIfOpen(work) else {
            preconditionFailure("a command came after the node was closed")
        }
        return answer
    }

    /// The same for work that nobody waits for and that may be queued behind the end; nil then.
    func enterIfOpen<Answer>(_ work: (inout Register) -> Answer) -> Answer? {
        register.withLock { register in
            guard var open = register.take() else { return nil }
            defer { register = open }
            let answer = work(&open)
            current.withLock {
                $0 = Current(terms: open.terms, nextPublication: open.nextPublication)
            }
            return answer
        }
    }

    /// Whether it wasn't closed yet; it stays so during a job of the writer's thread.
    var isOpen: Bool { register.withLock { $0 != nil } }

    /// Lets the register go, and with it the database and the lock.
    func close() { register.withLock { $0 = nil } }
}
