import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Storage

/// Makes snapshots of this node's read model and keeps their parts as files, for newcomers.
///
/// Used by one thread, its desk's. Nothing in it is needed after a restart: then it is emptied.
struct SnapshotSpool {
    /// What a snapshot's parts may come to: a larger one isn't offered.
    static let partsMax = 1024
    /// Snapshots whose parts are kept: a newcomer may be in the middle of the one before.
    static let offersKept = 2

    private let directory: DataDirectory
    private let identity: Identity
    private let store: ScopeID
    private var offers: [SnapshotOffer] = []
    private var isEmptied = false

    init(_ directory: DataDirectory, _ identity: Identity, store: ScopeID) {
        self.directory = directory
        self.identity = identity
        self.store = store
    }

    /// The read model as it is now, cut into parts; nil for one that isn't offered.
    mutating func offer() throws -> SnapshotOffer? {
        try empty()
        let reader = try ShopReader(directory, scope: store)
        let frontier = try reader.summary().frontier
        if let last = offers.last, last.frontier == frontier { return last }
        guard let offer = try make(reader) else { return nil }
        offers = Array((offers + [offer]).suffix(Self.offersKept))
        try clean()
        return offer
    }

    /// A part's bytes; nil where it isn't kept.
    func part(_ digest: Bytes32) throws(FileError) -> [UInt8]? {
        let isKept = offers.contains { $0.parts.contains { $0.digest == digest } }
        guard isKept else { return nil }
        return try FileSystem.read(path(of: digest), limit: SnapshotOffer.partBytesMax)
    }

    /// Reads all tables in one moment of the database.
    private func make(_ reader: ShopReader) throws -> SnapshotOffer? {
        var parts: [SnapshotOffer.Part] = []
        var frontier = Frontier()
        var failure: FileError?
        try reader.snapshot { () throws(StorageError) in
            frontier = try reader.summary().frontier
            for table in TableName.inSnapshot where parts.count <= Self.partsMax && failure == nil {
                var cutter = PartCutter()
                try reader.forEachRow(of: table, in: store) { cutter.add($0) }
                cutter.finish { bytes in
                    let digest = SnapshotOffer.digest(ofPart: bytes)
                    parts.append(.init(length: UInt64(bytes.count), digest: digest))
                    do throws(FileError) {
                        try keep(bytes, as: digest)
                    } catch {
                        failure = error
                    }
                }
            }
        }
        if let failure { throw failure }
        guard parts.count <= Self.partsMax else { return nil }
        return SnapshotOffer(
            frontier: frontier, parts: parts, projection: Replica.projectionVersion,
            signedBy: identity)
    }

    private func keep(_ bytes: [UInt8], as digest: Bytes32) throws(FileError) {
        let path = path(of: digest)
        // The same digest is the same bytes: registers seldom change.
        guard !FileSystem.exists(path) else { return }
        do throws(FileError) {
            // Nothing waits for the disk: after a restart the folder is emptied.
            try FileSystem.append(bytes, to: path, mode: 0o600)
        } catch {
            // Half a part would be taken for a whole one.
            try FileSystem.remove(path)
            throw error
        }
    }

    private func path(of digest: Bytes32) -> String { "\(directory.snapshots)/\(digest.hex)" }

    private mutating func empty() throws(FileError) {
        guard !isEmptied else { return }
        try FileSystem.makeFolder(directory.snapshots)
        try clean()
        isEmptied = true
    }

    /// Removes the files of no kept snapshot.
    private func clean() throws(FileError) {
        let kept = Set(offers.flatMap { $0.parts.map(\.digest.hex) })
        for name in try FileSystem.names(in: directory.snapshots) where !kept.contains(name) {
            try FileSystem.remove("\(directory.snapshots)/\(name)")
        }
    }
}
