import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import Storage

/// One lane's database and mind, used by the node's writer thread alone.
struct Register {
    private let owner: DirectoryOwner
    /// What prices, taxes and publications switch by.
    let clock: StoreClock
    /// The next moment of store time at which a publication that is here becomes visible.
    var nextPublication: Instant?
    /// Whether searches may not yet find the words of what was published.
    var isSearchBehind = true
    let directory: DataDirectory
    var file: IdentityFile
    let store: SQLiteStore
    let reader: ShopReader
    var replica: Replica
    var terms: LaneTerms
    /// What receipts of this life of the database are numbered in.
    var series: String
    var drawer: Desk.OpenDrawer?
    var nextReceipt: UInt32
    var nextZ: UInt32
    var nextJob: UInt64
    /// Printed time never goes back.
    var lastTime = Instant(milliseconds: 0)
    /// Facts that the disk would not take and nobody waits for: the next commit takes them along.
    var owed: [Fact] = []
    let baskets: OpenBaskets
    /// What the sign-on guard knew when the program last ended.
    let guarding: SignOnGuard
    let isSignOnStateLost: Bool
    /// Transactions at the end of the database that a damaged write-ahead log took with it.
    let lostTransactions: Int
    /// Whether the key's last word is on disk and its successor's first isn't: nothing may be
    /// written behind it.
    var hasEnded = false
    /// What members said that they hold, as far as it was read.
    var words = AcknowledgedWords()
    /// When this node last said what it holds, wall milliseconds; nil: not since it was opened.
    var lastAcknowledged: UInt64?
    /// Why the word at the last day's end could not be written; the next word says it, too.
    var unacknowledged: StorageError?
    /// Hears of each commit once it is on disk, where the mesh runs.
    var tellMesh: (@Sendable (LogNews) -> Void)?
    /// How other lanes refused the command at hand what it lacks.
    var rightsRefused: [Account: RightsQuest.Failure] = [:]
    let random = SystemRandom()

    /// Opens a data directory that `init` made; the caller holds its lock.
    ///
    /// A read model of another version, or one whose rebuild was cut short, is made anew first.
    init(
        _ owner: DirectoryOwner, _ directory: DataDirectory, file: IdentityFile, clock: StoreClock,
        rebuilding: (UInt64, UInt64) -> Void
    ) throws {
        self.owner = owner
        self.clock = clock
        self.directory = directory
        self.file = file
        lostTransactions = try WriteAheadLogTail.saved(directory)
        store = try SQLiteStore(
            path: directory.database, tables: Tables.all, projection: Replica.projectionVersion)
        let life = try Life(directory, file, store, hasLost: lostTransactions > 0)
        replica = try life.resume(
            Self.replica(life.lastPlace(), file, store, rebuilding))
        let place = replica.place
        clock.resume(from: try store.local(.counter, key: StoreClock.key))
        reader = try ShopReader(path: directory.database, scope: file.store) { clock.now }
        terms = LaneTerms(changes: try reader.settings(), taxRules: try reader.taxRules())
        nextPublication = try reader.nextPublication(after: clock.now)
        series = try Self.series(file, replica, store)
        drawer = try reader.openDrawer(of: place.log(in: file.store))
        nextReceipt = try reader.lastNumber(in: series) + 1
        nextZ = (try reader.lastClosing(in: series)?.number ?? 0) + 1
        // A job that can't be read keeps its number all the same.
        nextJob =
            (try reader.local(.printJob).compactMap { PrintJob.number(key: $0.key) }.max() ?? 0) + 1
        lastTime = try Self.lastTime(
            reader, series: series, receipt: nextReceipt - 1, drawer: drawer)
        let session = try reader.local(.session)
        let signOn = session.first { SignOnRow.isKey($0.key) }
        let restored = signOn.map { SignOnGuard(decoding: $0.value, now: SystemClock.wall()) }
        guarding = (restored ?? nil) ?? SignOnGuard()
        isSignOnStateLost = signOn != nil && restored == .some(.none)
        baskets = OpenBaskets(
            directory, rows: session.map { LocalWrite(.session, key: $0.key, value: $0.value) })
    }

    static func replica(
        _ place: Replica.Place, _ file: IdentityFile, _ store: SQLiteStore,
        _ rebuilding: (UInt64, UInt64) -> Void
    ) throws -> Replica {
        let replica = try Replica(place, identity: file.identity, store: store)
        guard store.needsRebuild else { return replica }
        let all = try store.summary().operationCount
        return try store.rebuild(replica) { rebuilding($0, all) }
    }

    /// What receipts of the present life are numbered in.
    ///
    /// The first life of the first node with this lane number has the plain series, another one
    /// what it chose when it began. A practice till never has the plain one: it is its real lane's.
    private static func series(
        _ file: IdentityFile, _ replica: borrowing Replica, _ store: SQLiteStore
    ) throws -> String {
        let place = replica.place
        let record = try store.local(.session, key: LifeRecord.key).flatMap { LifeRecord($0) }
        if let series = record?.series, record?.incarnation == place.incarnation { return series }
        let first = replica.membership.firstNode(lane: file.lane, store: file.store)
        guard first == file.node, !file.isTraining else {
            return SeriesName.marked(
                store: file.storeNumber, lane: file.lane, node: file.node,
                incarnation: place.incarnation)
        }
        return SeriesName.plain(store: file.storeNumber, lane: file.lane)
    }

    /// Takes up the series of the life that has begun.
    mutating func renumber() throws {
        series = try Self.series(file, replica, store)
        nextReceipt = try reader.lastNumber(in: series) + 1
        nextZ = (try reader.lastClosing(in: series)?.number ?? 0) + 1
    }

    mutating func rebuild(
        _ progress: (UInt64, UInt64) -> Void
    ) throws(PerformError) -> (before: Bytes32, after: Bytes32, operations: UInt64) {
        let (before, all) = (replica.stateDigest, replica.operationCount)
        do throws(StorageError) {
            replica = try store.rebuild(replica) { progress($0, all) }
        } catch {
            throw .storage(error)
        }
        return (before, replica.stateDigest, all)
    }

    /// The lane at this moment, for a decision.
    mutating func desk(at recorded: Instant?) -> Desk {
        // What is printed never goes back; what a price is goes by the store's clock alone.
        let now = recorded ?? clock.now
        let moment = recorded ?? max(now, lastTime)
        if recorded == nil { lastTime = moment }
        let day = terms.calendar.businessDate(at: moment)
        return Desk(
            terms: terms.sale(at: now), time: terms.zone.local(moment), businessDate: day,
            drawer: drawer, series: series, nextReceipt: nextReceipt, nextZ: nextZ,
            isTraining: file.isTraining)
    }
}

/// Holds a data directory's lock for as long as somebody refers to it.
final class DirectoryOwner: Sendable {
    private let lock: DirectoryLock

    init(_ directory: DataDirectory) throws(StorageError) {
        lock = try DirectoryLock(directory.lock)
    }
}
