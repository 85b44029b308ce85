import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import Storage

/// A node's change of key, which a crash may cut anywhere (protocol.md §4, Rotation).
///
/// The new key is on disk before the old one says anything of it. Whether it is the node's then is
/// for the log to say: where the rotation stands in it the change is finished at the next opening,
/// else it is forgotten.
struct Rotation {
    let directory: DataDirectory
    let store: SQLiteStore

    /// The identity that a data directory goes on with; the caller holds its lock.
    static func settled(_ directory: DataDirectory) throws -> IdentityFile {
        let file = try IdentityFile.read(directory)
        guard FileSystem.exists(directory.nextIdentity) else { return file }
        let next = try IdentityFile.read(at: directory.nextIdentity)
        if next.node != file.node {
            let rotation = Rotation(
                directory: directory,
                store: try SQLiteStore(
                    path: directory.database, tables: Tables.all,
                    projection: Replica.projectionVersion))
            if let entry = try rotation.entry(from: file, to: next) {
                try rotation.finish(from: file, to: next, entry)
                return next
            }
        }
        try FileSystem.remove(directory.nextIdentity)
        return file
    }

    /// The rotation in the old key's control logs; nil where it was never committed.
    private func entry(
        from old: IdentityFile, to next: IdentityFile
    ) throws -> SignedOperation? {
        for head in try store.summary().heads
        where head.log.author == old.node && head.log.scope == old.store.control {
            for signed in try store.operations(of: head.log, from: head.seq, limit: 2)
            where signed.operation.kind == Kind.memberRotated.rawValue {
                guard let rotated = try? MemberRotated(decoding: signed.operation.payload),
                    rotated.node == next.node
                else { continue }
                return signed
            }
        }
        return nil
    }

    /// Opens the new key's logs, hands its credential on, and puts it in the old one's place; each
    /// step may have been done before.
    func finish(
        from old: IdentityFile, to next: IdentityFile, _ entry: SignedOperation
    ) throws {
        try openLogs(from: old, to: next)
        if var secrets = try MeshSecrets.read(directory) {
            if secrets.credential.entries.last?.hash != entry.hash {
                secrets.credential = Credential(entries: secrets.credential.entries + [entry])
            }
            try secrets.write(directory)
        }
        try next.write(directory)
        try FileSystem.remove(directory.nextIdentity)
    }

    /// The new key's first operations name the ends of the old one's logs, so that drawers and
    /// reports are looked up behind them.
    private func openLogs(from old: IdentityFile, to next: IdentityFile) throws {
        let summary = try store.summary()
        guard
            !summary.heads.contains(where: {
                $0.log.author == next.node && $0.log.scope == old.store
            })
        else { return }
        var replica = try Replica(
            Replica.Place(
                node: next.node, scope: next.store,
                incarnation: Incarnation(Bytes8(words: [SystemRandom().next()])),
                root: next.root),
            identity: next.identity, store: store)
        for scope in [next.store.control, next.store] {
            let last = summary.heads.filter {
                $0.log.author == old.node && $0.log.scope == scope
            }.max { $0.hlc < $1.hlc }
            let previous = last.map { OperationID(log: $0.log, seq: $0.seq, hash: $0.hash) }
            let commit = try replica.commit(
                payloads: [
                    (.logOpened, LogOpened(previous: previous, reason: "new key").encoded())
                ], in: scope, now: UInt64(max(0, SystemClock.wall().milliseconds)), store: store)
            try store.apply(commit.transaction)
            replica.confirm(commit)
        }
    }
}

extension Register {
    /// Gives this node another key; the logs of the old one end, and those of the new begin.
    ///
    /// - Returns: the names before and after.
    /// - Throws: ``DecisionError``. Where the disk fails after the old key's last word this
    ///   register commits nothing more, and the next opening finishes what is left.
    mutating func rotate() throws(DecisionError) -> (old: NodeID, new: NodeID) {
        do {
            return try rotated()
        } catch let error as DecisionError {
            throw error
        } catch let error as StorageError {
            throw .storage(error)
        } catch let error as FileError {
            throw .file(error)
        } catch {
            throw .other("\(error)")
        }
    }

    private mutating func rotated() throws -> (old: NodeID, new: NodeID) {
        guard drawer == nil, baskets.state.open == nil, owed.isEmpty else {
            throw DecisionError.isSelling
        }
        guard try meshSecrets().credential.entries.count < Credential.entriesMax else {
            throw DecisionError.rotatedTooOften
        }
        let (old, next) = (file, file.with(try Identity(seed: random.bytes(32))))
        guard replica.membership.mayName(next.node),
            let payload = MemberRotated(from: old.node, to: next.identity)
        else { throw DecisionError.other("the new key can't be used; try again") }
        try next.write(at: directory.nextIdentity)
        let signed = try decide([(.memberRotated, payload.encoded())])
        hasEnded = true
        try Rotation(directory: directory, store: store).finish(from: old, to: next, signed[0])
        try goOn(as: next)
        return (old.node, next.node)
    }

    /// Takes up the new key's logs, as an opening would.
    private mutating func goOn(as next: IdentityFile) throws {
        file = next
        let life = try Life(directory, next, store)
        replica = try life.resume(
            Replica(try life.lastPlace(), identity: next.identity, store: store))
        try renumber()
        hasEnded = false
    }
}
