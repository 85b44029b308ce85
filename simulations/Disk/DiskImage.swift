import CRDT
import Encoding
import Ledger
import Replica
import Replication

/// What a disk holds: a value, so that a transaction that fails is simply forgotten.
struct DiskImage {
    struct SumKey: Hashable {
        let scope: ScopeID
        let table: TableName
    }

    var operations: [Bytes32: SignedOperation] = [:]
    var logs: [LogID: [SignedOperation]] = [:]
    var rows: [TableName: [[Value]: Row]] = [:]
    var sums: [SumKey: TableSum] = [:]
    var local: [LocalWrite.Table: [[UInt8]: [UInt8]]] = [:]
    var starts: [LogID: LogStart] = [:]
    var base: [TableName: [[Value]: Row]] = [:]
    var baseSums: [SumKey: TableSum] = [:]
    /// The hashes of operations that were forgotten.
    var forgotten: Set<Bytes32> = []

    mutating func write(_ transaction: Transaction) throws(MemoryStore.Failure) {
        for restoring in transaction.restorings { try restore(restoring) }
        for signed in transaction.operations { try append(signed) }
        for late in transaction.signatures { try sign(late) }
        for write in transaction.rows { try Self.change(write, in: &rows) }
        for sum in transaction.sums {
            sums[SumKey(scope: sum.scope, table: sum.table)] = sum
        }
        for write in transaction.local {
            local[write.table, default: [:]][write.key] = write.value
        }
        for pruning in transaction.prunings { try prune(pruning) }
        for write in transaction.base { try Self.change(write, in: &base) }
    }

    private mutating func prune(_ pruning: Pruning) throws(MemoryStore.Failure) {
        let start = pruning.start
        guard operations[start.anchor.hash] != nil else {
            throw .contradiction("a log's beginning at an operation that isn't here")
        }
        let gone = logs[start.log, default: []].filter { $0.operation.seq <= start.anchor.seq }
        for signed in gone {
            operations[signed.hash] = nil
            forgotten.insert(signed.hash)
        }
        logs[start.log]?.removeAll { $0.operation.seq <= start.anchor.seq }
        starts[start.log] = start
        for write in pruning.base { try Self.change(write, in: &base) }
        for sum in pruning.sums {
            baseSums[SumKey(scope: sum.scope, table: sum.table)] = sum
        }
    }

    private mutating func restore(_ restoring: Restoring) throws(MemoryStore.Failure) {
        let log = restoring.log
        var below = restoring.start?.anchor.hash ?? .zero
        for signed in restoring.operations {
            guard signed.operation.prev == below, forgotten.remove(signed.hash) != nil else {
                throw .contradiction("operation \(signed.operation.seq) wasn't forgotten")
            }
            operations[signed.hash] = signed
            below = signed.hash
        }
        guard starts[log]?.anchor.hash == below else {
            throw .contradiction("a run that doesn't end where its log begins")
        }
        starts[log] = restoring.start
        logs[log, default: []] += restoring.operations
        for write in restoring.base { try Self.change(write, in: &base) }
        for sum in restoring.sums {
            baseSums[SumKey(scope: sum.scope, table: sum.table)] = sum
        }
    }

    private mutating func append(_ signed: SignedOperation) throws(MemoryStore.Failure) {
        let operation = signed.operation
        guard operations[signed.hash] == nil else {
            throw .contradiction("operation \(operation.seq) is here already")
        }
        let isChained =
            operation.seq == 1 || operations[operation.prev] != nil
            || starts[operation.log]?.anchor.hash == operation.prev
        guard isChained else {
            throw .contradiction("operation \(operation.seq) without the one before")
        }
        operations[signed.hash] = signed
        logs[operation.log, default: []].append(signed)
    }

    private mutating func sign(_ late: LateSignature) throws(MemoryStore.Failure) {
        guard let stored = operations[late.hash] else {
            throw .contradiction("a signature of nothing")
        }
        let signed = SignedOperation(
            operation: stored.operation, hash: stored.hash, signature: late.signature)
        operations[late.hash] = signed
        logs[late.log]?.removeAll { $0.hash == late.hash }
        logs[late.log, default: []].append(signed)
    }

    private static func change(
        _ write: RowWrite, in rows: inout [TableName: [[Value]: Row]]
    ) throws(MemoryStore.Failure) {
        let table = write.row.table
        let key = Array(write.row.key)
        let isThere = rows[table]?[key] != nil
        switch write {
        case .insert(let row):
            guard !isThere else { throw .contradiction("a row of \(table.rawValue) twice") }
            rows[table, default: [:]][key] = row
        case .replace(let row):
            guard isThere else { throw .contradiction("no row of \(table.rawValue) to replace") }
            rows[table, default: [:]][key] = row
        case .delete:
            guard isThere else { throw .contradiction("no row of \(table.rawValue) to delete") }
            rows[table]?[key] = nil
        }
    }

    /// The last operation of each branch of each log.
    var heads: [StoreSummary.Head] {
        logs.keys.sorted().flatMap { log -> [StoreSummary.Head] in
            let all = logs[log, default: []]
            let continued = Set(all.map(\.operation.prev))
            return all.filter { !continued.contains($0.hash) }
                .sorted { $0.hash < $1.hash }
                .map {
                    StoreSummary.Head(
                        log: log, seq: $0.operation.seq, hash: $0.hash, hlc: $0.operation.hlc)
                }
        }
    }
}
