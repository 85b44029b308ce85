import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore

/// Why a command changed nothing.
enum TillError: Error, Hashable {
    case refused(Refusal)
    case disk(DiskError)
    /// An import that is not settled after it: the same file would change something again.
    case unsettled(String)
    /// The log or the clock takes nothing more, or the database can't be read.
    case broken(String)
}

/// One lane's program: all that it knows comes from its disk, and is gone with its power.
struct Till {
    private let identity: Identity
    var disk: Disk
    private(set) var replica: Replica
    private(set) var memory = Memory()
    private(set) var desk: Desk
    private(set) var basket: Basket?
    private(set) var jobs: [PrintJob] = []
    private(set) var signOn = SignOnState()
    private var nextJob: UInt64 = 1
    /// Printed time never goes back.
    private(set) var lastTime = Instant(milliseconds: 0)
    private let zone = SimulatedZone.london

    /// What the store was told by another lane before this one sold: goods, rules, people.
    private let founding: [Fact]
    private let series: String

    /// Starts from what the disk holds.
    init(
        _ place: Replica.Place, identity: Identity, disk: Disk, founding: [Fact] = [],
        series: String = ShopPlan.series
    ) throws(MemoryStore.Failure) {
        self.identity = identity
        self.founding = founding
        self.series = series
        for fact in founding { memory.take(fact) }
        self.disk = disk
        replica = try Replica(place, identity: identity, store: disk.store)
        let moment = Instant(milliseconds: 0)
        desk = Desk(
            terms: SaleTerms(
                settings: StoreSettings(), taxes: TaxTable(rules: [], at: moment),
                moment: moment, today: BusinessDate(days: 0)),
            time: zone.local(moment), businessDate: BusinessDate(days: 0), drawer: nil,
            series: series, nextReceipt: 1, nextZ: 1, isTraining: false)
        try readLog()
        basket = openBasket()
        jobs = disk.store.localRows(.printJob).compactMap {
            PrintJob(key: $0.key, value: $0.value)
        }
        nextJob = (jobs.last?.number ?? 0) + 1
    }

    /// The same program on another disk.
    func started(on disk: Disk) throws(MemoryStore.Failure) -> Till {
        try Till(
            replica.place, identity: identity, disk: disk, founding: founding, series: series)
    }

    private mutating func readLog() throws(MemoryStore.Failure) {
        let log = replica.place.log(in: replica.place.scope)
        for signed in try disk.store.operations(of: log, from: 1, limit: .max) {
            let operation = signed.operation
            guard operation.kind >= 64 else { continue }
            do throws(FactError) {
                let fact = try Fact.decode(kind: operation.kind, payload: operation.payload)
                memory.take(fact)
                desk.advance(past: fact)
            } catch {
                throw .contradiction("operation \(operation.seq): \(error)")
            }
        }
        lastTime = memory.lastTime
        let row = disk.store.localRows(.session).first { $0.key == SignOnState.key }
        signOn = SignOnState(row: row?.value, now: lastTime)
    }

    private static let basketKey = Array("basket".utf8)

    private func openBasket() -> Basket? {
        guard let row = disk.store.localRows(.session).first(where: { $0.key == Self.basketKey })
        else { return nil }
        return try? Basket(decoding: row.value)
    }

    private static func write(_ basket: Basket?) -> LocalWrite {
        LocalWrite(.session, key: basketKey, value: basket?.encode())
    }

    // MARK: Verbs

    /// Sets the clock by which the next command is decided.
    mutating func look(at wall: Instant) {
        lastTime = max(lastTime, wall)
        let settings = StoreSettings.reading(
            memory.settings.keys.sorted().map { ($0, memory.settings[$0, default: []]) }
        ).settings
        let calendar = BusinessCalendar(zone: zone, cutoffHour: settings.cutoffHour)
        let day = zone.local(lastTime).date.businessDate
        desk.terms = SaleTerms(
            settings: settings, taxes: TaxTable(rules: memory.taxRules, at: lastTime),
            moment: lastTime, today: day)
        desk.time = zone.local(lastTime)
        desk.businessDate = calendar.businessDate(at: lastTime)
    }

    /// Puts the open basket on disk; only then it is what the screen shows.
    mutating func save(_ basket: Basket?) throws(DiskError) {
        if disk.sabotage == .lazyBasket, self.basket != nil, basket != nil {
            self.basket = basket
            return
        }
        var transaction = Transaction()
        transaction.local = [Self.write(basket)]
        try disk.apply(transaction, .basket(basket))
        self.basket = basket
    }

    /// Decides a command, stores what it comes to, and only then answers.
    mutating func perform(
        _ command: Command, wall: Instant, content: ContentID, printer: inout Printer
    ) throws(TillError) -> Outcome {
        let standing = standing(of: command)
        let known = known(for: command.action)
        let decision: Decision
        do throws(Refusal) {
            decision = try desk.decide(command.action, standing, known, content: content)
        } catch {
            throw .refused(error)
        }
        if !signOn.owed.isEmpty {
            try record(signOn.owed, wall: wall)
            signOn.owed = []
        }
        let job = decision.print.map { PrintJob(number: nextJob, request: $0) }
        if disk.sabotage == .hastyPrinter, let job { printer.begin(job.request) }
        let change = basketAfter(command.action, decision)
        if disk.sabotage == .lostNumber { advance(past: decision.facts) }
        try store(decision.facts, change, job, wall: wall)
        if disk.sabotage != .lostNumber { advance(past: decision.facts) }
        for fact in decision.facts { memory.take(fact) }
        if case .set(let next) = change { basket = next }
        if let job {
            jobs.append(job)
            nextJob += 1
        }
        return decision.outcome
    }

    /// Counts an attempt at a PIN; what it changes is on disk before anybody is told.
    mutating func attempt(
        _ attempt: SignOnState.Attempt, wall: Instant
    ) throws(TillError) -> SignOnGuard.Outcome? {
        guard let outcome = signOn.take(attempt, now: lastTime) else { return nil }
        let ended = signOn.takeEnded(attempt.isRight ? nil : lastTime, desk)
        do throws(TillError) {
            if !ended.isEmpty { try record(ended, wall: wall) }
        } catch {
            // The next command, which has somebody to tell, takes them along.
            signOn.owed += ended
        }
        do throws(DiskError) {
            if disk.sabotage != .lazyGuard { try write(signOn.write, .guarding(signOn.row)) }
            signOn.isKept = true
        } catch {
            throw .disk(error)
        }
        return outcome
    }

    /// Lets a locked person try again, as one transaction of who did it and what the guard knows.
    mutating func unlock(
        _ number: UInt32, by person: PersonID, content: ContentID, wall: Instant
    ) throws(TillError) {
        let fact = Fact.unlocked(
            Unlock(
                content: content, number: number, person: person, time: desk.time,
                businessDate: desk.businessDate))
        let next = signOn.unlocking(number)
        try store([fact], [next.write], .unlocked(fact, next.row), wall: wall)
        signOn = next
        memory.take(fact)
    }

    /// Writes into the log what no command asked for.
    private mutating func record(_ facts: [Fact], wall: Instant) throws(TillError) {
        try store(facts, .none, nil, wall: wall)
        for fact in facts { memory.take(fact) }
    }

    private mutating func advance(past facts: [Fact]) {
        for fact in facts { desk.advance(past: fact) }
    }

    private func basketAfter(
        _ action: Command.Action, _ decision: Decision
    ) -> Landed.BasketChange {
        switch action {
        case .complete, .hold, .cancel: return .set(nil)
        case .recall, .ringCopy:
            guard case .recalled(let basket) = decision.outcome else { return .none }
            return .set(basket)
        case .sign, .clock, .openDrawer, .moveCash, .takeX, .closeDrawer, .voidReceipt,
            .reprint, .moveStock, .adjustMoney, .changeItems, .changeTaxes, .changePerson,
            .changeCustomer, .changeSetting, .recordImport, .publish:
            return .none
        }
    }

    private mutating func store(
        _ facts: [Fact], _ change: Landed.BasketChange, _ job: PrintJob?, wall: Instant
    ) throws(TillError) {
        var local: [LocalWrite] = []
        if let job { local.append(job.write) }
        if case .set(let basket) = change { local.append(Self.write(basket)) }
        try store(facts, local, .facts(facts, change, job: job), wall: wall)
    }

    private mutating func store(
        _ facts: [Fact], _ local: [LocalWrite], _ meaning: Landed, wall: Instant
    ) throws(TillError) {
        let commit: Commit
        do throws(CommitError<MemoryStore.Failure>) {
            commit = try replica.commit(
                facts, local: local, now: UInt64(max(0, wall.milliseconds)), store: disk.store)
        } catch {
            throw .broken("\(error)")
        }
        do throws(DiskError) {
            try disk.apply(commit.transaction, meaning)
        } catch {
            throw .disk(error)
        }
        replica.confirm(commit)
    }

    /// Takes another node's segment in, or another branch of one's own log.
    mutating func ingest(
        _ segment: Segment, now: UInt64 = 1
    ) throws(MemoryStore.Failure) -> Ingestion {
        let taken = try replica.ingest(segment, now: now, store: disk.store)
        let commit: Commit? =
            switch taken {
            case .new(let commit, _): commit
            case .alreadyHad(let commit), .belowStart(let commit): commit
            case .gap, .unknownPrev, .refused, .stranger: nil
            }
        if let commit {
            try disk.store.apply(commit.transaction)
            replica.confirm(commit)
        }
        return taken
    }

    /// Forgets some of a log's first operations.
    ///
    /// - Returns: whether any went.
    mutating func forget(
        _ log: LogID, through seq: UInt64
    ) throws(MemoryStore.Failure) -> Bool {
        let commit = try replica.prune(
            log, through: seq, keptFrom: .max, limit: 7, store: disk.store)
        guard let commit else { return false }
        try disk.store.apply(commit.transaction)
        replica.confirm(commit)
        return true
    }

    /// Takes back what was forgotten of a run, some operations at a time, and looks again at all
    /// that it changes.
    mutating func restore(_ run: [SignedOperation]) throws(MemoryStore.Failure) -> Bool {
        guard let commit = try replica.restore(run, limit: 7, store: disk.store) else {
            return false
        }
        try disk.store.apply(commit.transaction)
        replica.confirm(commit)
        return true
    }

    /// Commits the protocol's own operations: log openings, enrolments, revocations.
    mutating func commit(
        _ payloads: [(kind: Kind, payload: [UInt8])], in scope: ScopeID, wall: Instant
    ) throws(TillError) {
        do throws(CommitError<MemoryStore.Failure>) {
            let commit = try replica.commit(
                payloads: payloads, in: scope, now: UInt64(max(0, wall.milliseconds)),
                store: disk.store)
            do throws(MemoryStore.Failure) {
                try disk.store.apply(commit.transaction)
            } catch {
                throw .store(error)
            }
            replica.confirm(commit)
        } catch {
            throw .broken("\(error)")
        }
    }

    // MARK: Printing

    /// Prints one job: says so on disk, lets the first byte go, forgets the job.
    mutating func print(_ job: PrintJob, on printer: inout Printer) throws(DiskError) {
        var next = job
        if job.state == .waiting {
            next.state = .printing
            try write(next.write, .job(next))
            replace(next)
            if disk.sabotage != .hastyPrinter { printer.begin(job.request) }
        }
        try finish(next)
    }

    /// A person looked: the paper is there, or a copy is asked for.
    mutating func finish(_ job: PrintJob) throws(DiskError) {
        try write(job.removal, .jobDone(job))
        jobs.removeAll { $0.number == job.number }
    }

    private mutating func write(_ row: LocalWrite, _ meaning: Landed) throws(DiskError) {
        var transaction = Transaction()
        transaction.local = [row]
        try disk.apply(transaction, meaning)
    }

    private mutating func replace(_ job: PrintJob) {
        if let place = jobs.firstIndex(where: { $0.number == job.number }) { jobs[place] = job }
    }
}

/// What stands outside the machine: bytes that left can't be taken back.
struct Printer {
    /// Originals and copies whose first byte left, in order.
    private(set) var begun: [PrintRequest] = []

    mutating func begin(_ request: PrintRequest) { begun.append(request) }
}
