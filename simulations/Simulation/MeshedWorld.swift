import CRDT
import Encoding
import Replica
import Replication
import SimulatedStore

/// A machine of a simulated store, as far as its mesh goes.
protocol MeshedLane {
    var mesh: Mesh { get set }
    var replica: Replica { get }
    var store: MemoryStore { get }

    func isUp(_ now: UInt64) -> Bool
}

extension MeshedLane {
    /// What stands behind the end of a log that others know; nil where they have to ask for it.
    func fresh(
        _ log: LogID, _ before: [LogPoint], _ heads: [LogPoint]
    ) throws(MemoryStore.Failure) -> Segment? {
        guard before.count <= 1, heads.count == 1 else { return nil }
        let next = (before.first?.seq ?? 0) + 1
        let run = try store.operations(of: log, from: next, limit: 64)
        guard run.last?.hash == heads[0].hash else { return nil }
        return SegmentCutter.segment(run[...])
    }
}

/// Machines on virtual time, and the network between them.
///
/// Whoever conforms says what a machine makes of its mesh's directives; time, deliveries and events
/// pass here.
protocol MeshedWorld {
    associatedtype Lane: MeshedLane

    var lanes: [Lane] { get set }
    var network: VirtualNetwork { get set }
    /// Virtual milliseconds since the beginning.
    var now: UInt64 { get set }
    var nextTick: UInt64 { get set }

    func meshTime(_ lane: Int) -> MeshTime

    /// What else a machine does at each tick, behind its mesh.
    mutating func ticked(_ lane: Int)

    /// Does what a machine's mesh asks for.
    ///
    /// - Returns: what the mesh must hear of it at once.
    mutating func obey(_ directive: MeshDirective, _ lane: Int) -> [MeshEvent]
}

extension MeshedWorld {
    static var tickEvery: UInt64 { 100 }

    /// Lets the network and the machines run up to a moment.
    mutating func run(to moment: UInt64) {
        while true {
            let delivery = network.next ?? .max
            let next = min(delivery, nextTick)
            guard next <= moment else { break }
            now = max(now, next)
            if delivery <= nextTick, let arrived = network.pop() {
                deliver(arrived)
            } else {
                nextTick += Self.tickEvery
                for lane in lanes.indices where lanes[lane].isUp(now) {
                    step(lane, .tick)
                    ticked(lane)
                }
            }
        }
        now = moment
    }

    private mutating func deliver(_ delivery: VirtualNetwork.Delivery) {
        let (lane, link) = (delivery.end.lane, delivery.end.link)
        guard lanes[lane].isUp(now) else { return }
        switch delivery.what {
        case .frame(let frame), .damaged(let frame): step(lane, .frame(link, frame))
        case .flushed(let bytes): step(lane, .flushed(link, bytes: bytes))
        case .up(let origin): step(lane, .linkUp(link, origin))
        case .down: step(lane, .linkDown(link))
        case .dialFailed(let address): step(lane, .dialFailed(address))
        }
    }

    /// One event of a machine's mesh, and all that follows from it there.
    mutating func step(_ lane: Int, _ event: MeshEvent) {
        var events = [event]
        while !events.isEmpty {
            let directives = lanes[lane].mesh.step(events.removeFirst(), now: meshTime(lane))
            for directive in directives { events += obey(directive, lane) }
        }
        lanes[lane].mesh.checkInvariants()
    }

    /// Looks on a machine's disk for an operation that another named.
    func look(for head: Have.Entry, _ lane: Int) -> [MeshEvent] {
        let isHeld = Self.reading { () throws(MemoryStore.Failure) in
            try lanes[lane].store.holds(head)
        }
        return [.looked(head, isHeld: isHeld)]
    }

    /// The memory's reads don't fail: only writes are given no room.
    static func reading<Value>(
        _ work: () throws(MemoryStore.Failure) -> Value
    ) -> Value {
        do {
            return try work()
        } catch {
            preconditionFailure("the simulated disk contradicts itself: \(error)")
        }
    }
}

/// The state that belongs to each frontier, whoever has it.
struct FrontierStates {
    private var states: [Bytes32: Bytes32] = [:]

    /// Takes a machine's; one frontier has one state.
    mutating func take(_ replica: Replica, of name: String, _ step: Int) throws(Finding) {
        let (frontier, state) = (replica.frontierDigest, replica.stateDigest)
        guard states[frontier, default: state] == state else {
            throw Finding(
                step: step, invariant: .convergence, detail: "\(name): one frontier, two states")
        }
        states[frontier] = state
    }
}
