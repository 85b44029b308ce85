import Glibc
import Node
import Replica
import Replication
import Retail
import Storage
import Testing

/// A machine that joins a store by a snapshot, on this machine's loopback; it may be cut short.
final class NewLane {
    let folder = TemporaryFolder()
    let notes = Notes()
    private let joining: Joining

    /// Is enrolled, and has nothing of the books yet.
    init(joining first: StoreLane) throws {
        let line = try first.mesh.invite(Guest(lane: 0, label: "", roles: [.lane])).line
        joining = try Joining(line, folder.directory)
        try joining.enrol(label: "new")
    }

    /// Fetches what it needs to sell; where `ends` says so after a step, the program is stopped.
    ///
    /// - Returns: nil where it was stopped.
    func fetch(
        peers: [StoreLane], above: UInt64 = 20,
        _ progress: @escaping @Sendable (JoinProgress) -> Void = { _ in }
    ) throws -> JoinOutcome {
        let node = try RunningNode(joining: folder.directory)
        defer { node.close() }
        let notes = notes
        let mesh = try StoreLane.start(node, peers: peers.flatMap(\.mesh.addresses)) {
            notes.add($0)
        }
        defer { mesh.close() }
        return try mesh.fetch(snapshotAbove: above, progress)
    }

    /// Opens it as a lane that sells.
    func open(peers: [StoreLane]) throws -> (node: RunningNode, mesh: MeshService) {
        _ = try joining.finish()
        let node = try RunningNode(folder.directory)
        let notes = notes
        let mesh = try StoreLane.start(node, peers: peers.flatMap(\.mesh.addresses)) {
            notes.add($0)
        }
        return (node, mesh)
    }

    /// With what it began, as its database says.
    func record() throws -> SnapshotRecord? {
        let reader = try RunningReader(folder.directory).reader
        return try reader.local(.counter, key: SnapshotRecord.key).flatMap { SnapshotRecord($0) }
    }
}

/// A connection to the books of a lane that another process, or nobody, runs.
struct RunningReader {
    let reader: ShopReader

    init(_ directory: DataDirectory) throws {
        let file = try IdentityFile.read(directory)
        reader = try ShopReader(directory, scope: file.store)
    }
}

extension Notes {
    /// What was said of snapshots.
    var snapshots: [SnapshotNote] {
        list.compactMap { if case .snapshot(let note) = $0 { note } else { nil } }
    }
}
