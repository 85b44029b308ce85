public import CRDT
import Crypto
public import Encoding
import Ledger
import Replica
public import Retail
public import Storage

/// A lane's node while its program runs: the one door to its log.
///
/// Commands are performed one after the other on the writer's thread; whoever asks may wait or be
/// called back. Readers have connections of their own and never wait for it.
public final class RunningNode: Sendable {
    public let directory: DataDirectory
    /// As receipts print it.
    public let storeNumber: String
    public let lane: UInt8
    public let isTraining: Bool
    /// The store whose log this lane writes.
    public let scope: ScopeID
    /// Whether it was opened to fetch the store's books.
    let isJoining: Bool
    /// What this lane's receipts are numbered in; changes when the database begins a new life.
    public var series: String { onWriter { $0.series } }
    /// Whose logs this node writes.
    let author: NodeID
    /// Tags of PINs and customers are made with it.
    let pinKey: Secret
    /// Store time.
    public let clock: StoreClock
    let writer = SerialThread(name: "writer")
    public let pins: PINChecker
    let baskets: OpenBaskets
    let door: RegisterDoor
    /// Commands that wait for another lane's word.
    let rights = RightsDesk()

    /// Opens a data directory and owns it until the value goes.
    ///
    /// - Parameters:
    ///   - directory: one that `init` made.
    ///   - rebuilding: called with the operations done and all of them while the read model is made
    ///     anew, which happens when another version wrote it or a rebuild was cut short.
    /// - Throws: ``OpenError``.
    public convenience init(
        _ directory: DataDirectory,
        rebuilding: @escaping @Sendable (UInt64, UInt64) -> Void = { _, _ in }
    ) throws(OpenError) {
        try self.init(directory, isJoining: false, rebuilding)
    }

    /// Opens what `join` has begun, to fetch the store's books.
    public convenience init(joining directory: DataDirectory) throws(OpenError) {
        try self.init(directory, isJoining: true) { _, _ in }
    }

    private init(
        _ directory: DataDirectory, isJoining: Bool,
        _ rebuilding: @escaping @Sendable (UInt64, UInt64) -> Void
    ) throws(OpenError) {
        let clock = StoreClock()
        let register = try Register.open(directory, isJoining: isJoining, clock, rebuilding)
        self.clock = clock
        self.directory = directory
        self.isJoining = isJoining
        storeNumber = register.file.storeNumber
        lane = register.file.lane
        isTraining = register.file.isTraining
        scope = register.file.store
        author = register.file.node
        pinKey = register.file.pinKey
        baskets = register.baskets
        let reader: ShopReader
        do throws(StorageError) {
            reader = try ShopReader(
                path: directory.database, scope: register.file.store, clock: { clock.now })
        } catch {
            throw .storage(error)
        }
        let door = RegisterDoor(register)
        self.door = door
        let writer = writer
        pins = PINChecker(
            key: pinKey, reader: reader, guarding: register.guarding,
            record: { misses in writer.run { door.enter { $0.record(misses) } } },
            save: { row in
                writer.wait {
                    door.enter { register in
                        Result { () throws(PerformError) in
                            try register.write([SignOnRow.write(row())])
                        }
                    }
                }
            })
        settleSearch()
    }

    /// Makes the read model of a data directory this program's, where it is another version's.
    ///
    /// - Parameters:
    ///   - directory: one that `init` or `join` made; nobody else may own it.
    ///   - rebuilding: called with the operations done and all of them.
    /// - Throws: ``OpenError``.
    public static func bringUpToDate(
        _ directory: DataDirectory, rebuilding: (UInt64, UInt64) -> Void
    ) throws(OpenError) {
        try Register.bringUpToDate(directory, rebuilding)
    }

    /// The store's rules as of the last command.
    public var terms: LaneTerms { door.terms }

    /// A connection for one thread's questions.
    public func makeReader(_ cache: ReaderCache = .small) throws(StorageError) -> ShopReader {
        try ShopReader(path: directory.database, scope: scope, cache: cache) { [clock] in
            clock.now
        }
    }

    /// Works with the register on the writer's thread and waits for it.
    func onWriter<Answer: Sendable>(
        _ work: @escaping @Sendable (inout Register) -> Answer
    ) -> Answer {
        writer.wait { self.enter(work) }
    }

    /// Works with the register; call it on the writer's thread.
    func enter<Answer>(_ work: (inout Register) -> Answer) -> Answer { door.enter(work) }

    /// Ends the node: the database is checkpointed and closed, the lock released, when it returns.
    public func close() {
        pins.finish()
        writer.wait {
            self.door.settleWholeSearch()
            self.door.close()
        }
        baskets.close()
    }

    // MARK: Commands

    /// Performs a command and waits until it is on disk.
    public func perform(_ command: Command) throws(PerformError) -> Performed {
        let done = Answered<Result<Performed, PerformError>>()
        perform(command) { done.give($0) }
        return try done.wait().get()
    }

    /// Performs a command and calls back on the writer's thread.
    ///
    /// Where it needs what another lane owns, that lane is asked first; other commands go on
    /// meanwhile.
    ///
    /// - Parameters:
    ///   - command: what is wanted and by whom.
    ///   - job: the state in which its print job is committed; ``PrintJob/State/printing`` where
    ///     the caller prints it as soon as it hears of it, which spares a wait for the disk.
    ///   - then: called once.
    public func perform(
        _ command: Command, job: PrintJob.State = .waiting,
        then: @escaping @Sendable (Result<Performed, PerformError>) -> Void
    ) {
        writer.run { self.performOnWriter(command, job, then) }
    }

    /// Performs up to 64 commands as one transaction.
    ///
    /// - Parameters:
    ///   - commands: each sees what those before it came to, as if they were on disk.
    ///   - recorded: when they happened, where that was recorded elsewhere.
    ///   - origin: whose word the approvals and baskets in them are.
    /// - Returns: one answer a command.
    /// - Throws: ``PerformError``; then none of them was done.
    public func perform(
        _ commands: [Command], recorded: Instant? = nil, from origin: CommandOrigin = .thisProcess
    ) throws(PerformError) -> [Performed] {
        defer { settleSearch() }
        return try onWriter { register in
            Result { () throws(PerformError) in
                try register.performAll(commands, recorded: recorded, from: origin)
            }
        }.get()
    }

    /// Where the books stand; digests in hexadecimal.
    public struct Books: Hashable, Sendable {
        /// In all logs.
        public let operations: UInt64
        public let stateDigest: String
        public let frontierDigest: String
    }

    public var books: Books {
        onWriter { register in
            Books(
                operations: register.replica.operationCount,
                stateDigest: register.replica.stateDigest.hex,
                frontierDigest: register.replica.frontierDigest.hex)
        }
    }

    /// Why the last checkpoint failed; nothing is lost by it.
    public var checkpointFailure: StorageError? {
        onWriter { register in register.store.checkpointFailure }
    }

    /// Drops the read model and makes it from the log again.
    ///
    /// - Parameter progress: called with the operations done and all of them.
    /// - Returns: the state digests of the sums kept before and of those made anew, and how many
    ///   operations made them.
    /// - Throws: ``PerformError/storage(_:)``.
    public func rebuild(
        _ progress: @escaping @Sendable (UInt64, UInt64) -> Void
    ) throws(PerformError) -> (before: Bytes32, after: Bytes32, operations: UInt64) {
        try onWriter { register in
            Result { () throws(PerformError) in try register.rebuild(progress) }
        }.get()
    }

    // MARK: What a lane starts with

    /// The open drawer session, and the number of the last Z.
    public func drawer() -> (open: Desk.OpenDrawer?, lastZ: UInt32?) {
        onWriter { $0.drawerState }
    }

    /// Tells how the drawer stands, on the writer's thread and before this returns.
    ///
    /// So it comes in its order among the answers to commands.
    public func tellDrawer(
        _ tell: @escaping @Sendable (_ isOpen: Bool, _ lastZ: UInt32?) -> Void
    ) {
        onWriter { register in
            let (open, lastZ) = register.drawerState
            tell(open != nil, lastZ)
        }
    }
}

/// Why a data directory can't be opened.
public enum OpenError: Error, Equatable, CustomStringConvertible {
    case storage(StorageError)
    case identity(IdentityFile.Failure)
    case other(String)

    public var description: String {
        switch self {
        case .storage(let error): "\(error)"
        case .identity(let error): "\(error)"
        case .other(let text): text
        }
    }
}

extension Register {
    static func open(
        _ directory: DataDirectory, isJoining: Bool, _ clock: StoreClock,
        _ rebuilding: (UInt64, UInt64) -> Void
    ) throws(OpenError) -> Register {
        do {
            if !isJoining, let absence = directory.absence { throw absence }
            let owner = try DirectoryOwner(directory)
            let file = try Rotation.settled(directory)
            return try Register(
                owner, directory, file: file, clock: clock, rebuilding: rebuilding)
        } catch let error as StorageError {
            throw .storage(error)
        } catch let error as IdentityFile.Failure {
            throw .identity(error)
        } catch {
            throw .other("\(error)")
        }
    }

    /// Rebuilds what another version left, and writes nothing else.
    static func bringUpToDate(
        _ directory: DataDirectory, _ rebuilding: (UInt64, UInt64) -> Void
    ) throws(OpenError) {
        do {
            let owner = try DirectoryOwner(directory)
            defer { _ = owner }
            let file = try IdentityFile.read(directory)
            let store = try SQLiteStore(
                path: directory.database, tables: Tables.all,
                projection: Replica.projectionVersion)
            _ = try replica(Life(directory, file, store).lastPlace(), file, store, rebuilding)
        } catch let error as StorageError {
            throw .storage(error)
        } catch let error as IdentityFile.Failure {
            throw .identity(error)
        } catch {
            throw .other("\(error)")
        }
    }

    fileprivate var drawerState: (open: Desk.OpenDrawer?, lastZ: UInt32?) {
        let last = nextZ - 1
        return (drawer, last == 0 ? nil : last)
    }

    /// Writes local rows alone.
    mutating func write(_ rows: [LocalWrite]) throws(PerformError) {
        var transaction = Transaction()
        transaction.local = rows
        do throws(StorageError) { try store.apply(transaction) } catch { throw .storage(error) }
        baskets.note(rows)
    }
}
