import CRDT
import Replica
import Replication
import Retail
package import Storage
import Synchronization

/// Forgets what is old, step by step, on the writer's thread and while nothing waits for it.
///
/// What may go is worked out on a thread of its own, as it reads much.
// Unchecked: `reader`, `words` and `plan` are used on `thread` alone; `held` has its lock.
final class RetentionDesk: @unchecked Sendable {
    /// Operations that one transaction forgets: about as long as a few sales take.
    static let operationsMax = 64
    /// How long a plan is good; what is acknowledged moves once an hour.
    static let planMilliseconds: UInt64 = 3_600_000

    private struct Held {
        var isBusy = false
        var isClosed = false
    }

    private let node: NodeID
    private let store: ScopeID
    private let writer: SerialThread
    private let door: RegisterDoor
    private let begun: @Sendable (LogID, LogPoint) -> Void
    private let note: @Sendable (StorageError) -> Void
    private let thread = SerialThread(name: "retention")
    private let reader: ShopReader
    private var words = AcknowledgedWords()
    private var plan: RetentionPlan?
    private var plannedAt: UInt64?
    private let held = Mutex(Held())

    /// - Parameters:
    ///   - file: the node's.
    ///   - reader: of its own.
    ///   - writer: the node's writer thread.
    ///   - door: to the register.
    ///   - begun: hears where a log begins now.
    ///   - note: hears what the disk refused.
    init(
        _ file: IdentityFile, _ reader: ShopReader, writer: SerialThread, door: RegisterDoor,
        begun: @escaping @Sendable (LogID, LogPoint) -> Void,
        note: @escaping @Sendable (StorageError) -> Void
    ) {
        node = file.node
        store = file.store
        self.reader = reader
        self.writer = writer
        self.door = door
        self.begun = begun
        self.note = note
    }

    /// Takes one step, where one is due; call it every few seconds.
    func round(_ membership: Membership, now: UInt64 = MeshNode.wall) {
        let isFree = held.withLock { held in
            guard !held.isBusy, !held.isClosed else { return false }
            held.isBusy = true
            return true
        }
        guard isFree else { return }
        thread.run { [self] in
            do throws(StorageError) {
                try renewPlan(membership, now)
            } catch {
                note(error)
            }
            guard let plan, !plan.limits.isEmpty else { return finish() }
            writer.runWhenIdle { [self] in
                step(plan)
                finish()
            }
        }
    }

    private func finish() { held.withLock { $0.isBusy = false } }

    /// Ends all work; the register isn't asked for anything once it returns.
    func close() {
        held.withLock { $0.isClosed = true }
        thread.wait {}
    }

    private func renewPlan(_ membership: Membership, _ now: UInt64) throws(StorageError) {
        if let plannedAt, now >= plannedAt, now - plannedAt < Self.planMilliseconds { return }
        plannedAt = now
        let (settings, _) = StoreSettings.reading(try reader.settings())
        plan = try RetentionPlan(
            of: node, in: store, membership, reader, &words, days: settings.retentionDays,
            now: now)
    }

    /// On the writer's thread.
    private func step(_ plan: RetentionPlan) {
        guard !held.withLock({ $0.isClosed }) else { return }
        let done = door.enterIfOpen { register in
            Result { () throws(StorageError) in
                try register.forget(plan, limit: Self.operationsMax)
            }
        }
        switch done {
        case .success(let start?): begun(start.log, start.point)
        case .failure(let error): note(error)
        case .success(nil), nil: return
        }
    }
}

extension RunningNode {
    /// Forgets all that may go now, in the desk's steps; for tests, which can't wait for years.
    ///
    /// - Returns: how many operations went.
    package func forgetOld(days: UInt16, now: UInt64) throws(StorageError) -> UInt64 {
        let reader = try makeReader()
        return try onWriter { register in
            Result { () throws(StorageError) -> UInt64 in
                var words = AcknowledgedWords()
                let before = register.replica.operationCount
                let plan = try RetentionPlan(
                    of: register.file.node, in: register.file.store,
                    register.replica.membership, reader, &words, days: days, now: now)
                guard let plan else { return 0 }
                while try register.forget(plan, limit: RetentionDesk.operationsMax) != nil {}
                return before - register.replica.operationCount
            }
        }.get()
    }

    /// Says what is here, as at the end of a day.
    package func acknowledgeNow() throws(StorageError) {
        try onWriter { register in
            Result { () throws(StorageError) in try register.acknowledge(endOfDay: true) }
        }.get()
    }
}

extension Register {
    /// Forgets some of what a plan lets go; on disk when it returns.
    ///
    /// - Returns: where a log begins now; nil: nothing was left to forget.
    mutating func forget(_ plan: RetentionPlan, limit: Int) throws(StorageError) -> LogStart? {
        for (log, seq) in plan.limits {
            let commit = try replica.prune(
                log, through: seq, keptFrom: plan.keptFrom, limit: limit, store: store)
            guard let commit else { continue }
            try store.apply(commit.transaction)
            replica.confirm(commit)
            return replica.start(of: log)
        }
        return nil
    }
}
