import CRDT
import Replication
import Synchronization

/// The metrics of a node's part in its mesh; `docs/operations.md` says what to alert on.
extension Metric {
    static let peersKnown = Metric(
        "tillmesh_peers_known", .gauge, "Other members that ring or keep books.")
    static let peersLinked = Metric("tillmesh_peers_linked", .gauge, "Members that are met now.")
    static let peerLinked = Metric(
        "tillmesh_peer_linked", .gauge, "1 where this member is met now, else 0.")
    static let peerRoundTrip = Metric(
        "tillmesh_peer_round_trip_seconds", .gauge, "The last ping's way there and back.")
    static let peerClock = Metric(
        "tillmesh_peer_clock_offset_seconds", .gauge, "Its wall clock less ours.")
    static let peerBehind = Metric(
        "tillmesh_peer_behind_operations", .gauge,
        "Operations here that it isn't known to have; absent until it said what it has.")
    static let peerQueue = Metric(
        "tillmesh_peer_queue_bytes", .gauge, "What waits to be sent to it.")
    static let missing = Metric(
        "tillmesh_missing_operations", .gauge,
        "Operations that a member met has and this one hasn't."
    )
    static let outOfReach = Metric(
        "tillmesh_logs_out_of_reach", .gauge,
        "Logs of which operations are missing that no member met holds.")
    static let onlyHere = Metric(
        "tillmesh_unconfirmed_operations", .gauge,
        "This node's own operations that no other is known to have.")
    static let salesOnlyHere = Metric(
        "tillmesh_sales_only_here", .gauge, "Receipts among these.")
    static let delivered = Metric(
        "tillmesh_delivered_operations_total", .counter,
        "Operations that members sent, those that were here already included.")

    /// All of them, in the order in which they are reported.
    public static let ofMesh = [
        peersKnown, peersLinked, peerLinked, peerRoundTrip, peerClock, peerBehind, peerQueue,
        missing, outOfReach, onlyHere, salesOnlyHere, delivered,
    ]
}

/// How the mesh stands, member by member, for monitoring.
struct MeshFigures: Sendable {
    /// Another member that rings or keeps books.
    struct Other: Sendable {
        let node: NodeID
        /// 0: it is no lane.
        let lane: UInt8
        /// What waits to be sent to it.
        let queuedBytes: Int
    }

    let report: MeshReport
    /// Ascending by name.
    let others: [Other]

    /// Adds the metrics of ``Metric/ofMesh``; none of a member that no longer belongs to the store.
    func tell(_ health: inout HealthReport) {
        health.add(.peersKnown, .integer(others.count))
        health.add(.peersLinked, .integer(report.peers.count))
        for other in others { tell(other, &health) }
        health.add(.missing, .count(report.missing))
        health.add(.outOfReach, .count(report.outOfReach))
        health.add(.onlyHere, .count(report.unconfirmed))
        health.add(.salesOnlyHere, .count(report.salesOnlyHere))
        health.add(.delivered, .count(report.delivered))
    }

    private func tell(_ other: Other, _ health: inout HealthReport) {
        let labels: [HealthReport.Label] = [
            .init("peer", other.node.short), .init("lane", "\(other.lane)"),
        ]
        let peer = report.peers.first { $0.node == other.node }
        health.add(.peerLinked, .truth(peer != nil), labels)
        guard let peer else { return }
        if let time = peer.roundTripMilliseconds {
            health.add(.peerRoundTrip, Self.seconds(Int64(clamping: time)), labels)
        }
        if let offset = peer.clockOffsetMilliseconds {
            health.add(.peerClock, Self.seconds(offset), labels)
        }
        if let behind = peer.behind { health.add(.peerBehind, .count(behind), labels) }
        health.add(.peerQueue, .integer(other.queuedBytes), labels)
    }

    /// A clock that is off by more than three centuries is off by three centuries.
    private static func seconds(_ milliseconds: Int64) -> HealthReport.Value {
        let (nanoseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        return .nanoseconds(overflow ? (milliseconds < 0 ? .min : .max) : nanoseconds)
    }
}

extension MeshNode {
    /// What monitoring is told; waits for nothing but a moment's lock.
    var figures: MeshFigures {
        let (report, membership, queued) = held.withLock { held in
            (held.report, held.membership, held.queuedBytes)
        }
        let numbers = membership.laneNumbers(of: store)
        let others = membership.members.sorted().filter {
            $0 != node && membership.isActive($0) && !membership.isDormant($0)
        }
        return MeshFigures(
            report: report,
            others: others.map {
                MeshFigures.Other(
                    node: $0, lane: numbers[$0]?.lane ?? 0, queuedBytes: queued[$0] ?? 0)
            })
    }
}

extension MeshService {
    /// Adds how the mesh stands to what monitoring is told.
    public func tell(_ health: inout HealthReport) { node.figures.tell(&health) }
}

extension NodeService {
    /// Has monitoring told of a mesh, too, for as long as there is one.
    public func tellMesh(of seat: MeshSeat) {
        health?.add { report in seat.service?.tell(&report) }
    }
}
