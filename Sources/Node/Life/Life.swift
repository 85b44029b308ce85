public import CRDT
import Encoding
import Replica
import Replication
import Retail
public import Storage

/// Finds which incarnation a database goes on with, and begins a new one where it may have
/// forgotten something (protocol.md §5, Incarnations).
struct Life {
    private let directory: DataDirectory
    private let file: IdentityFile
    private let store: SQLiteStore
    private let record: LifeRecord?
    private let generation: UInt64
    private let marks: MachineMarks

    init(_ directory: DataDirectory, _ file: IdentityFile, _ store: SQLiteStore) throws {
        self.directory = directory
        self.file = file
        self.store = store
        record = try store.local(.session, key: LifeRecord.key).flatMap { LifeRecord($0) }
        generation = GenerationFile.read(directory)
        marks = MachineMarks.read(directory)
    }

    /// The life in which the last opening left the database.
    func lastPlace() throws -> Replica.Place {
        guard let log = try Self.log(file, record, store.summary().heads.map(\.log)) else {
            throw StorageError.absent(path: store.path)
        }
        return place(log.incarnation)
    }

    /// The node's log of the store that goes on, out of all logs; nil where it never wrote one.
    static func log(_ file: IdentityFile, _ record: LifeRecord?, _ logs: [LogID]) -> LogID? {
        let own = logs.filter { $0.scope == file.store && $0.author == file.node }.sorted()
        return own.first { $0.incarnation == record?.incarnation } ?? own.last
    }

    private func place(_ incarnation: Incarnation) -> Replica.Place {
        Replica.Place(
            node: file.node, scope: file.store, incarnation: incarnation, root: file.root)
    }

    /// Goes on with the last life, or begins another; either way the opening is remembered.
    ///
    /// - Parameter replica: of ``lastPlace()``.
    /// - Returns: the mind to go on with.
    /// - Throws: what the database or the side file refused.
    func resume(_ replica: Replica) throws -> Replica {
        var replica = replica
        let reason = LifeReason.judge(record, generation: generation, marks: marks)
        if let reason { replica = try begin(after: replica, reason) }
        try remember(replica.place.incarnation)
        return replica
    }

    /// Each step is a transaction of its own: a crash in between is a life that never wrote a fact.
    private func begin(after last: Replica, _ reason: LifeReason) throws -> Replica {
        let incarnation = Incarnation(Bytes8(words: [SystemRandom().next()]))
        var replica = try Replica(place(incarnation), identity: file.identity, store: store)
        for scope in [file.store.control, file.store] {
            let previous = last.place.log(in: scope)
            let end = last.frontier[previous].max { $0.seq < $1.seq }
            let opening = LogOpened(
                previous: end.map { OperationID(log: previous, seq: $0.seq, hash: $0.hash) },
                reason: reason.rawValue)
            let commit = try replica.commit(
                payloads: [(.logOpened, opening.encoded())], in: scope,
                now: UInt64(max(0, SystemClock.wall().milliseconds)), store: store)
            try store.apply(commit.transaction)
            replica.confirm(commit)
        }
        return replica
    }

    private func remember(_ incarnation: Incarnation) throws {
        let (next, overflow) = max(generation, record?.generation ?? 0)
            .addingReportingOverflow(1)
        let now = LifeRecord(
            generation: overflow ? .max : next, incarnation: incarnation,
            marks: record.map { marks.completed(by: $0.marks) } ?? marks)
        var transaction = Transaction()
        transaction.local = [now.write]
        // The database first: a crash in between leaves it one ahead, which is no rolling back.
        try store.apply(transaction)
        try GenerationFile.write(now.generation, directory)
    }
}

extension ShopReader {
    /// The log of the store in which a node's present life writes; nil where it never wrote one.
    public func ownLog(_ file: IdentityFile) throws(StorageError) -> LogID? {
        let record = try local(.session, key: LifeRecord.key).flatMap { LifeRecord($0) }
        return Life.log(file, record, try heads().map(\.log))
    }
}
