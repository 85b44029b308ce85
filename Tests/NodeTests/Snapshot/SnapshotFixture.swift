import CRDT
import Crypto
import Encoding
import Glibc
import Ledger
import Node
import Replica
import Replication
import Retail
import Storage
import Testing

extension RunningNode {
    /// Counts so many pieces of milk into stock.
    func receive(_ pieces: Int64) throws {
        let admin = try makeReader().people(withNumber: 1)[0].person
        let line = StockRequest.Line(item: ItemCode("MILK"), quantity: Quantity(units: pieces))
        let request = StockRequest(kind: .received, reason: "test", lines: [line])
        _ = try perform(Command(.moveStock(request), by: admin))
    }
}

extension StoreLane {
    /// One more item in the catalogue.
    func add(item index: Int) throws {
        let code = ItemCode("ITEM-\(index)")
        let change = ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: 1, code: code,
            item: Item(code: code, name: "ITEM \(index)"), codes: [], prices: [])
        try perform(.changeItems([change]))
    }

    /// Changes a byte of each part that lies ready for newcomers.
    func spoilParts() throws {
        let folder = folder.directory.path + "/snapshots"
        let names = try Glob.names(in: folder)
        try #require(!names.isEmpty)
        for name in names {
            var bytes = try FileSystem.read("\(folder)/\(name)")
            bytes[bytes.count / 2] ^= 1
            try FileSystem.replace("\(folder)/\(name)", with: bytes, mode: 0o600)
        }
    }

    /// Changes the rows of stock, not their sums: a disk or a program that went wrong.
    func falsifyStock(by count: Int) throws {
        let database = try Database(path: folder.directory.database, access: .readWrite)
        try database.run("UPDATE stock SET raised = raised + \(count)")
    }

    /// What it would offer now.
    func offer() throws -> (offer: SnapshotOffer, parts: [[UInt8]]) {
        let file = try IdentityFile.read(folder.directory)
        let reader = try node.makeReader()
        var parts: [[UInt8]] = []
        for table in TableName.inSnapshot {
            var cutter = PartCutter()
            try reader.forEachRow(of: table, in: file.store) { cutter.add($0) }
            cutter.finish { parts.append($0) }
        }
        let named = parts.map {
            SnapshotOffer.Part(
                length: UInt64($0.count), digest: SnapshotOffer.digest(ofPart: $0))
        }
        let offer = SnapshotOffer(
            frontier: try reader.summary().frontier, parts: named,
            projection: Replica.projectionVersion, signedBy: file.identity)
        return (try #require(offer), parts)
    }
}

extension NewLane {
    /// Leaves the database as a crash does after so many parts of a lane's snapshot.
    func begin(with lane: StoreLane, parts count: Int) throws {
        let file = try IdentityFile.read(folder.directory)
        let store = try SQLiteStore(
            path: folder.directory.database, tables: Tables.all,
            projection: Replica.projectionVersion)
        let own = try #require(
            store.summary().heads.first { $0.log.author == file.node }?.log.incarnation)
        let place = Replica.Place(
            node: file.node, scope: file.store, incarnation: own, root: file.root)
        var replica = try Replica(place, identity: file.identity, store: store)
        let (offer, parts) = try lane.offer()
        var commits = [replica.begin(offer)]
        while let commit = commits.popLast() {
            try store.apply(commit.transaction)
            replica.confirm(commit)
            guard let record = replica.snapshot, record.loaded.count < count else { return }
            let next = try replica.take(part: parts[record.loaded.count], store: store)
            commits += next.map { [$0] } ?? []
        }
    }
}

/// The files of a folder.
enum Glob {
    static func names(in path: String) throws -> [String] {
        let folder = try #require(opendir(path))
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
