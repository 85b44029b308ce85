import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Storage
import Synchronization

/// A node's part in snapshots, on a thread of its own: offers them, and takes one as a newcomer.
///
/// The machine that decides is ``SnapshotFetch``; what it answers is obeyed here.
// Unchecked: `spool` and `fetch` are used on `thread` alone; `held` has its lock.
final class SnapshotDesk: @unchecked Sendable {
    /// What a desk needs of its node.
    struct Office: Sendable {
        let node: NodeID
        let store: ScopeID
        let send: @Sendable (Frame, NodeID) -> Void
        let note: @Sendable (MeshNote) -> Void
    }

    /// How taking a snapshot came out.
    enum Outcome: Hashable, Sendable {
        /// Another member agreed: it may be sold.
        case agreed
        /// The operations alone are to be taken.
        case givenUp
    }

    private struct Held {
        var outcome: Outcome?
        var isClosed = false
    }

    private let office: Office
    private let writer: SerialThread
    private let door: RegisterDoor
    private let thread = SerialThread(name: "snapshot")
    private var spool: SnapshotSpool
    private var fetch: SnapshotFetch?
    private let held = Mutex(Held())

    init(
        _ office: Office, _ directory: DataDirectory, _ identity: Identity, writer: SerialThread,
        door: RegisterDoor
    ) {
        self.office = office
        self.writer = writer
        self.door = door
        spool = SnapshotSpool(directory, identity, store: office.store)
    }

    /// A peer's frame about snapshots and states.
    func received(_ frame: Frame, from peer: NodeID) {
        run { [self] in
            switch frame {
            case .offerRequest: offer(to: peer)
            case .partRequest(let digest): give(digest, to: peer)
            case .offer(let offer): step(.offer(offer, from: peer))
            case .part(let digest, let bytes): take(bytes, as: digest, from: peer)
            case .state(let report): compare(report, from: peer)
            case .hello, .have, .want, .ops, .ask, .denied, .proof, .ping, .pong, .bye, .join,
                .welcome, .meshKey, .peers, .stateRequest, .print, .printed, .keys:
                return
            }
        }
    }

    /// Ends all work; the register isn't asked for anything once it returns.
    func close() {
        held.withLock { $0.isClosed = true }
        thread.wait {}
    }

    private func run(_ work: @escaping @Sendable () -> Void) {
        thread.run { [self] in
            if !held.withLock({ $0.isClosed }) { work() }
        }
    }

    // MARK: Offering

    private func offer(to peer: NodeID) {
        let isWhole = onWriter { $0.replica.isSettled && $0.replica.snapshot == nil }
        guard isWhole else { return }
        do {
            if let offer = try spool.offer() { office.send(.offer(offer), peer) }
        } catch let error as StorageError {
            office.note(.storage(error))
        } catch let error as FileError {
            office.note(.file(error))
        } catch {
            office.note(.snapshot(.notOffered("\(error)")))
        }
    }

    private func give(_ digest: Bytes32, to peer: NodeID) {
        do throws(FileError) {
            guard let bytes = try spool.part(digest) else { return }
            office.send(.part(digest: digest, bytes: bytes), peer)
        } catch {
            office.note(.file(error))
        }
    }

    // MARK: Taking

    /// What came of taking a snapshot; nil while it goes on.
    var outcome: Outcome? { held.withLock { $0.outcome } }

    /// Begins to take a snapshot, or goes on with the one whose parts are here.
    func begin() {
        run { [self] in
            let record = onWriter { $0.replica.snapshot }
            held.withLock { $0.outcome = nil }
            fetch = SnapshotFetch(
                own: office.node, store: office.store,
                tables: Set(TableName.inSnapshot.map(\.rawValue)),
                projection: Replica.projectionVersion,
                resuming: record.map { ($0.offer, $0.loaded) })
        }
    }

    /// Time passed; these can be reached, the nearest first, of so many that there may be.
    func tick(_ peers: [NodeID], known: Int) {
        run { [self] in
            step(.peers(peers, known: known))
            step(.tick)
        }
    }

    private func step(_ event: SnapshotFetch.Event) {
        let now = UInt64(max(0, SystemClock.monotonicNanoseconds() / 1_000_000))
        for directive in fetch?.step(event, now: now) ?? [] { obey(directive) }
    }

    private func obey(_ directive: SnapshotFetch.Directive) {
        switch directive {
        case .askOffer(let node): office.send(.offerRequest, node)
        case .askPart(let digest, let node): office.send(.partRequest(digest), node)
        case .askState(let node): office.send(.stateRequest, node)
        case .begin(let offer):
            let isWritten = write { (register) throws(StorageError) in try register.begin(offer) }
            if !isWritten { finish(.givenUp) }
        case .agree(let node):
            let isWritten = write { (register) throws(StorageError) in
                try register.agree(with: node)
            }
            finish(isWritten ? .agreed : .givenUp)
        case .drop:
            let isWritten = write { (register) throws(StorageError) in
                try register.dropSnapshot()
            }
            isWritten ? step(.dropped) : finish(.givenUp)
        case .differ(let maker, let checker):
            office.note(.snapshot(.differs(maker: maker, checker: checker)))
        case .spoilt(let node): office.note(.snapshot(.spoilt(node)))
        case .giveUp: finish(.givenUp)
        }
    }

    private func finish(_ outcome: Outcome) {
        fetch = nil
        held.withLock { $0.outcome = outcome }
    }

    private func take(_ bytes: [UInt8], as digest: Bytes32, from peer: NodeID) {
        guard let fetch, fetch.phase == .loading else { return }
        guard SnapshotOffer.digest(ofPart: bytes) == digest else {
            return step(.spoilt(digest, from: peer))
        }
        let taken = onWriter { register in
            Result { () throws(SnapshotError<StorageError>) in try register.take(part: bytes) }
        }
        switch taken {
        case .success: step(.taken(digest))
        case .failure(.part): step(.unfit(digest))
        case .failure(.none): return
        // The disk's trouble, not the member's: the part is asked for again.
        case .failure(.store(let error)): office.note(.storage(error))
        }
    }

    // MARK: Comparing

    private func compare(_ report: StateReport, from peer: NodeID) {
        if fetch != nil {
            let ours = onWriter { $0.snapshotSums }
            return step(.state(report, from: peer, ours: ours))
        }
        let (record, ours) = onWriter { ($0.replica.snapshot, $0.stateReport) }
        guard let record, record.phase == .whole, let ours, ours.frontier == report.frontier,
            ours.projection == report.projection
        else { return }
        if Set(ours.sums) == Set(report.sums) {
            write { (register) throws(StorageError) in try register.forgetSnapshot() }
        } else {
            office.note(
                .snapshot(
                    .differs(
                        maker: record.offer.maker,
                        checker: record.checkedBy ?? record.offer.maker)))
            write { (register) throws(StorageError) in try register.doubtSnapshot() }
        }
    }

    /// Takes what is left to do of a snapshot a step further; now and then.
    func round(_ peers: [NodeID]) {
        run { [self] in
            guard fetch == nil, let record = onWriter({ $0.replica.snapshot }),
                record.phase == .whole
            else { return }
            guard record.isDoubted else {
                for peer in peers { office.send(.stateRequest, peer) }
                return
            }
            office.note(.snapshot(.remade))
            write { (register) throws(StorageError) in _ = try register.remakeDoubted() }
        }
    }

    private func onWriter<Answer: Sendable>(
        _ work: @escaping @Sendable (inout Register) -> Answer
    ) -> Answer {
        writer.wait { [door] in door.enter(work) }
    }

    /// Writes on the writer's thread.
    ///
    /// - Returns: false where the disk refused; somebody was told.
    @discardableResult
    private func write(
        _ work: @escaping @Sendable (inout Register) throws(StorageError) -> Void
    ) -> Bool {
        let written = onWriter { register in
            Result { () throws(StorageError) in try work(&register) }
        }
        guard case .failure(let error) = written else { return true }
        office.note(.storage(error))
        return false
    }
}
