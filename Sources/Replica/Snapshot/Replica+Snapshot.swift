public import CRDT
import Encoding
import Ledger
public import Replication

/// Why a part changes nothing here.
public enum SnapshotError<Failure: Error>: Error {
    case store(Failure)
    case part(PartFault)
    /// No snapshot is being loaded.
    case none
}

extension SnapshotError: Equatable where Failure: Equatable {}

extension Replica {
    /// The snapshot with which this node began, until all of it was compared.
    public var snapshot: SnapshotRecord? { state.snapshot }

    /// Whether a snapshot may be taken: nothing of the store is here but what this node wrote
    /// itself to open its logs.
    public var mayTakeSnapshot: Bool {
        let others = state.frontier.logs.contains {
            !state.judge.controls.contains($0.scope) && $0.author != place.node
        }
        return !others && state.snapshot == nil
            && !state.sums.entries.contains { $0.table.isInSnapshot }
    }

    /// Remembers an offer whose parts are about to come.
    public func begin(_ offer: SnapshotOffer) -> Commit { recording(SnapshotRecord(offer)) }

    /// Takes the rows of a part.
    ///
    /// - Parameters:
    ///   - bytes: as they came; compared with the offer's digests here.
    ///   - store: where rows are looked for that must not be there yet.
    /// - Returns: the transaction to apply and confirm; nil where the part is here already.
    /// - Throws: ``SnapshotError``; then nothing changes.
    public func take<Disk: Store>(
        part bytes: [UInt8], store: Disk
    ) throws(SnapshotError<Disk.Failure>) -> Commit? {
        guard var record = state.snapshot, record.phase == .loading else { throw .none }
        let digest = SnapshotOffer.digest(ofPart: bytes)
        guard record.offer.parts.contains(where: { $0.digest == digest }) else {
            throw .part(.digest)
        }
        guard record.loaded.insert(digest).inserted else { return nil }
        let rows: [Row]
        do throws(PartFault) {
            rows = try SnapshotPart.rows(bytes)
            guard rows.allSatisfy({ $0.scope == place.scope }) else { throw .scope(offset: 0) }
        } catch {
            throw .part(error)
        }
        guard try !isAnyHere(rows, store) else { throw .part(.twice) }
        var transaction = Transaction()
        transaction.names = rows.flatMap(\.operations)
        transaction.rows = rows.map { .insert($0) }
        return change(rows, isAdded: true, transaction, record)
    }

    private func isAnyHere<Disk: Store>(
        _ rows: [Row], _ store: Disk
    ) throws(SnapshotError<Disk.Failure>) -> Bool {
        do throws(Disk.Failure) {
            for row in rows where try store.row(row.table, key: Array(row.key)) != nil {
                return true
            }
            return false
        } catch {
            throw .store(error)
        }
    }

    /// Notes that another member came to the same sums: from now on it may be sold by them.
    public func agree(with node: NodeID) -> Commit? {
        guard var record = state.snapshot, record.phase == .loading else { return nil }
        record.phase = .history
        record.checkedBy = node
        return recording(record)
    }

    /// Takes away some of a snapshot's rows that turned out wrong, and in the end the record.
    ///
    /// - Returns: nil once nothing is left of it.
    public func drop<Disk: Store>(
        limit: Int = 4096, store: Disk
    ) throws(Disk.Failure) -> Commit? {
        guard let record = state.snapshot, record.phase == .loading else { return nil }
        for table in TableName.inSnapshot {
            let rows = try store.rows(table, keyPrefix: [.scope(place.scope)], limit: limit)
            guard !rows.isEmpty else { continue }
            var transaction = Transaction()
            transaction.rows = rows.map { .delete($0) }
            return change(rows, isAdded: false, transaction, record)
        }
        return recording(nil)
    }

    /// Has the read model made again from the operations, once they are all here.
    public func doubtSnapshot() -> Commit? {
        guard var record = state.snapshot else { return nil }
        record.isDoubted = true
        return recording(record)
    }

    /// Ends the memory of the snapshot: the whole was compared, or made again.
    public func forgetSnapshot() -> Commit { recording(nil) }

    private func recording(_ record: SnapshotRecord?) -> Commit {
        var next = state
        next.snapshot = record
        var transaction = Transaction()
        transaction.local = [record?.write ?? SnapshotRecord.removal]
        return Commit(transaction, state: next)
    }

    private func change(
        _ rows: [Row], isAdded: Bool, _ before: Transaction, _ record: SnapshotRecord
    ) -> Commit {
        var (next, transaction, changes) = (state, before, SumChanges())
        for row in rows {
            let key = Sums.Key(scope: place.scope, table: row.table)
            if isAdded {
                changes.insert(RowHash.of(row), key)
            } else {
                changes.remove(RowHash.of(row), key)
            }
        }
        for (key, change) in changes.sorted {
            next.sums.add(change, key)
            transaction.sums.append(next.sums.value(key))
        }
        next.snapshot = record
        transaction.local = [record.write]
        return Commit(transaction, state: next)
    }
}

extension Row {
    /// The operations that the row names.
    fileprivate var operations: [Bytes32] {
        values.compactMap { if case .operation(let hash) = $0 { hash } else { nil } }
    }
}

extension Replica.State {
    /// Notes that every operation is here up to where the snapshot stood.
    ///
    /// - Parameters:
    ///   - fresh: what the store doesn't have yet.
    ///   - store: where the frontier's operations are looked for.
    /// - Throws: the store's error.
    mutating func completeSnapshot<Disk: Store>(
        _ fresh: [SignedOperation], _ store: Disk
    ) throws(Disk.Failure) {
        guard var record = snapshot, record.phase == .history else { return }
        let entries = record.offer.frontier.entries
        for entry in entries {
            guard frontier[entry.log].contains(where: { $0.seq >= entry.head.seq }) else { return }
            // Of several branches each is waited for.
            guard record.offer.frontier.isForked(entry.log),
                !frontier[entry.log].contains(entry.head),
                !fresh.contains(where: { $0.hash == entry.head.hash })
            else { continue }
            guard try store.operation(entry.head.hash) != nil else { return }
        }
        record.phase = .whole
        // On another branch than the maker's, the rows are of operations that aren't here.
        for entry in entries where !frontier[entry.log].contains(entry.head) {
            guard !fresh.contains(where: { $0.hash == entry.head.hash }) else { continue }
            let stored = try store.operation(entry.head.hash)
            if stored == nil { record.isDoubted = true }
        }
        snapshot = record
    }
}
