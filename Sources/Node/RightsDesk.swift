import CRDT
import Replica
import Replication
import Retail
import Synchronization

/// Commands that wait for rights of other lanes, and who asks for them.
///
/// Used on the writer's thread; only whether anything waits is asked from elsewhere.
final class RightsDesk: Sendable {
    typealias Ending = @Sendable ([Account: RightsQuest.Failure]) -> Void

    private struct Waiting: Sendable {
        var quest: RightsQuest
        let ending: Ending
    }

    private struct Held: Sendable {
        var waiting: [Waiting] = []
        /// How a frame goes to a peer, and who is connected; nil while the mesh is off.
        var mesh: Connection?
    }

    struct Connection: Sendable {
        let send: @Sendable (NodeID, Frame) -> Void
        let connected: @Sendable () -> Set<NodeID>
    }

    private let held = Mutex(Held())

    /// Whether a command waits, so that time matters.
    var isWaiting: Bool { held.withLock { !$0.waiting.isEmpty } }

    /// Connects the desk with the mesh, or takes it away: what waits then ends at the next step.
    func connect(_ mesh: Connection?) { held.withLock { $0.mesh = mesh } }

    /// Begins to ask; `ending` is called on the writer's thread, outside of the register.
    func seek(_ quest: RightsQuest, ending: @escaping Ending) {
        held.withLock { $0.waiting.append(Waiting(quest: quest, ending: ending)) }
    }

    /// Hands a no to whoever asked.
    func take(_ denial: RightsDenial, from node: NodeID) {
        held.withLock { held in
            for index in held.waiting.indices { held.waiting[index].quest.take(denial, from: node) }
        }
    }

    /// Takes every command that waits a step further; on the writer's thread.
    func advance(_ door: RegisterDoor) {
        guard isWaiting else { return }
        for call in door.enter({ advance($0) }) { call() }
    }

    private func advance(_ register: borrowing Register) -> [@Sendable () -> Void] {
        let (all, mesh) = held.withLock { held in
            defer { held.waiting = [] }
            return (held.waiting, held.mesh)
        }
        let now = MeshLoop.now().milliseconds
        let connected = mesh?.connected() ?? []
        var rest: [Waiting] = []
        var calls: [@Sendable () -> Void] = []
        for var waiting in all {
            let ending = waiting.ending
            guard let found = Self.holdings(waiting.quest, register) else {
                // The command reads the same rows, and tells what is wrong with them.
                calls.append { ending([:]) }
                continue
            }
            let step = waiting.quest.step(
                found, request: register.random.bytes16(), now: now
            ) { connected.contains($0) }
            switch step {
            case .ask(let node, let request):
                mesh?.send(node, .ask(request))
                rest.append(waiting)
            case .wait: rest.append(waiting)
            case .done: calls.append { ending([:]) }
            case .failed(let need, let failure): calls.append { ending([need.account: failure]) }
            }
        }
        held.withLock { [rest] in $0.waiting += rest }
        return calls
    }

    /// Who holds what the quest needs; nil where the database can't be read.
    private static func holdings(
        _ quest: RightsQuest, _ register: borrowing Register
    ) -> [Holdings]? {
        var found: [Holdings] = []
        for need in quest.needs {
            guard let holdings = try? register.holdings(of: need.account) else { return nil }
            found.append(holdings)
        }
        return found
    }
}
