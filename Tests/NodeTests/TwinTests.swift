import CRDT
import Encoding
import Glibc
import Node
import Replica
import Replication
import Storage
import Testing

/// Two machines with one key and one life, as copies of a virtual machine have it.
private struct Twins {
    let folders = [TemporaryFolder(), TemporaryFolder()]

    /// Founds a store, and copies its first lane so that nothing tells the copy from it.
    ///
    /// - Parameter lives: how often the database was found to be rolled back before.
    /// - Throws: what a lane refuses.
    init(lives: Int = 0) throws {
        _ = try folders[0].directory.found(ShopFixture.founding())
        for _ in 0..<lives {
            try RunningNode(folders[0].directory).close()
            #expect(unlink(folders[0].directory.generation) == 0)
        }
        // The mesh's own file is made at its first start.
        try Machine(folders[0]).close()
        _ = try Backup.make(of: folders[0].directory, to: folders[1].directory.database) { _ in }
        for name in ["identity", "generation", "mesh"] {
            let bytes = try FileSystem.read(folders[0].path + "/" + name)
            try FileSystem.replace(folders[1].path + "/" + name, with: bytes, mode: 0o600)
        }
        try forgetMachine()
    }

    /// Runs both until they have met, and closes them: what follows from it is on disk then.
    func meet() throws -> (first: Machine, second: Machine) {
        let first = try Machine(folders[0])
        let second = try Machine(folders[1], calling: first.mesh.addresses)
        try eventually("a meeting", on: first.mesh) { first.hasMetTwin && second.hasMetTwin }
        first.close()
        second.close()
        return (first, second)
    }

    /// Takes what tells the machine out of the copy's memory of its life.
    private func forgetMachine() throws {
        let store = try SQLiteStore(
            path: folders[1].directory.database, projection: Replica.projectionVersion)
        let key = Array("life".utf8)
        let row = try #require(try store.local(.session, key: key))
        let parts = try #require(try CBOR.decode(row).asArray)
        let marks = try #require(parts[2].asArray).map { _ in CBOR.null }
        let forgetful: CBOR = [parts[0], parts[1], .array(marks), parts[3]]
        var transaction = Transaction()
        transaction.local = [LocalWrite(.session, key: key, value: forgetful.encoded)]
        try store.apply(transaction)
    }
}

/// One of them while it runs.
private struct Machine {
    let node: RunningNode
    let mesh: MeshService
    let notes = Notes()
    private let directory: DataDirectory

    init(_ folder: TemporaryFolder, calling peers: [String] = []) throws {
        directory = folder.directory
        node = try RunningNode(folder.directory)
        mesh = try StoreLane.start(node, peers: peers) { [notes] in notes.add($0) }
    }

    func close() {
        mesh.close()
        node.close()
    }

    /// The life in which it writes.
    var life: Incarnation {
        get throws {
            let file = try IdentityFile.read(directory)
            let reader = try ShopReader(directory, scope: file.store)
            return try #require(try reader.ownLog(file)).incarnation
        }
    }

    var hasMetTwin: Bool {
        notes.list.contains {
            if case .mesh(_, .twin) = $0 { true } else { false }
        }
    }

    var partings: Int {
        notes.list.count { if case .lifeEnded = $0 { true } else { false } }
    }
}

@Suite(.serialized) struct `Two machines with one key` {
    @Test func `each begin a life of their own when they meet, and only then`() throws {
        let twins = try Twins()
        let first = try Machine(twins.folders[0])
        let alone = try first.life
        let second = try Machine(twins.folders[1], calling: first.mesh.addresses)
        #expect(try second.life == alone || second.partings == 1)
        try eventually("both in lives of their own", on: first.mesh) {
            first.partings == 1 && second.partings == 1
        }
        let lives = [try first.life, try second.life]
        #expect(Set(lives + [alone]).count == 3)
        first.close()
        second.close()
        // As often as they start they meet again: their lives differ already.
        let (again, other) = try twins.meet()
        #expect(try [again.life, other.life] == lives)
        #expect(again.partings == 0 && other.partings == 0)
    }

    @Test func `begin no more lives than others fetch unasked`() throws {
        let twins = try Twins(lives: 16)
        let (first, second) = try twins.meet()
        #expect(try first.life == second.life)
        #expect(first.partings == 0 && second.partings == 0)
    }

    @Test func `a lane that calls itself goes on as it is`() throws {
        let folder = TemporaryFolder()
        _ = try folder.directory.found(ShopFixture.founding())
        let node = try RunningNode(folder.directory)
        defer { node.close() }
        let notes = Notes()
        let port = UInt16(40_000) + UInt16(getpid() % 20_000)
        var settings = MeshSettings.local
        settings.listen = "127.0.0.1:\(port)"
        settings.peers = ["127.0.0.1:\(port)"]
        let mesh = try MeshService(node, settings, software: "test") { notes.add($0) }
        defer { mesh.close() }
        try eventually("its own voice", on: mesh) {
            notes.list.contains { if case .mesh(_, .ownAddress) = $0 { true } else { false } }
        }
        #expect(!notes.list.contains { if case .lifeEnded = $0 { true } else { false } })
    }
}
