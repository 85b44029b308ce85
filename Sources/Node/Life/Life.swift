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
    private let hasLost: Bool

    /// - Parameters:
    ///   - directory: where the side file lies.
    ///   - file: who the node is.
    ///   - store: its database.
    ///   - hasLost: whether transactions are known to be gone from it.
    /// - Throws: what the database refused.
    init(
        _ directory: DataDirectory, _ file: IdentityFile, _ store: SQLiteStore,
        hasLost: Bool = false
    ) throws {
        self.directory = directory
        self.file = file
        self.store = store
        record = try store.local(.session, key: LifeRecord.key).flatMap { LifeRecord($0) }
        generation = GenerationFile.read(directory)
        marks = MachineMarks.read(directory)
        self.hasLost = hasLost
    }

    /// The life in which the last opening left the database.
    func lastPlace() throws -> Replica.Place {
        guard let log = try Self.log(file, record, store.summary().heads.map(\.log)) else {
            throw StorageError.strangeBooks(path: directory.path)
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
        let judged = LifeReason.judge(record, generation: generation, marks: marks)
        guard let reason = hasLost ? .lostTransactions : judged else {
            try remember(replica.place.incarnation)
            return replica
        }
        return try begin(after: replica, reason)
    }

    /// Begins another life, whole or not at all.
    ///
    /// - Parameters:
    ///   - replica: of the life that ends.
    ///   - reason: as its logs' openings say.
    ///   - news: called with what is on disk then.
    /// - Returns: the mind to go on with.
    /// - Throws: what the database or the side file refused.
    func begin(
        after replica: Replica, _ reason: LifeReason, news: (Transaction) -> Void = { _ in }
    ) throws -> Replica {
        let incarnation = Incarnation(Bytes8(words: [SystemRandom().next()]))
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        var (next, commit) = try replica.reopened(
            as: incarnation, reason: reason.rawValue, now: now, store: store)
        let record = record(of: incarnation, series: try series(of: incarnation))
        var transaction = commit.transaction
        transaction.local.append(record.write)
        try store.apply(transaction)
        next.confirm(commit)
        try GenerationFile.write(record.generation, directory)
        news(commit.transaction)
        return next
    }

    private func remember(_ incarnation: Incarnation) throws {
        // A series goes with the life that chose it, not with the one that a new key began.
        let isSame = self.record?.incarnation == incarnation
        let record = record(of: incarnation, series: isSame ? self.record?.series : nil)
        var transaction = Transaction()
        transaction.local = [record.write]
        // The database first: a crash in between leaves it one ahead, which is no rolling back.
        try store.apply(transaction)
        try GenerationFile.write(record.generation, directory)
    }

    /// A series that nobody's receipts here are numbered in.
    private func series(of incarnation: Incarnation) throws(StorageError) -> String {
        let reader = try ShopReader(
            path: store.path, scope: file.store, clock: SystemClock.wall)
        return SeriesName.marked(
            store: file.storeNumber, lane: file.lane, node: file.node, incarnation: incarnation,
            known: Set(try reader.allSeries()))
    }

    /// The series of the present life, where it isn't the first.
    var series: String? { record?.series }

    private func record(of incarnation: Incarnation, series: String?) -> LifeRecord {
        let (next, overflow) = max(generation, record?.generation ?? 0)
            .addingReportingOverflow(1)
        return LifeRecord(
            generation: overflow ? .max : next, incarnation: incarnation,
            marks: record.map { marks.completed(by: $0.marks) } ?? marks, series: series)
    }
}

extension ShopReader {
    /// The log of the store in which a node's present life writes; nil where it never wrote one.
    public func ownLog(_ file: IdentityFile) throws(StorageError) -> LogID? {
        let record = try local(.session, key: LifeRecord.key).flatMap { LifeRecord($0) }
        return Life.log(file, record, try heads().map(\.log))
    }
}
