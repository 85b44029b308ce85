import Crypto
import Encoding
import Replica
import Retail
import SimulatedStore

/// One lane, the people at it, its printer, its wall clock, and what goes wrong.
struct World {
    let scenario: Scenario
    let plan: ShopPlan
    private let stream: SeededRandom.Stream
    var till: Till
    var printer = Printer()
    var books: Books
    var wall: Instant
    var counts = RunCounts()
    private(set) var history: [String] = []
    private var faults: [Int: Fault] = [:]
    private var fullUntil = 0
    /// Whether all rows come from this lane's own facts.
    private var isAlone = true
    /// By how much the clock is off, as far as faults made it so.
    private var clockError: Int64 = 0
    private(set) var examiner = ChainExaminer()

    /// Founds the shop on an honest disk.
    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        stream = .people
        var random = SeededRandom(seed: scenario.seed)
        plan = try ShopPlan(&random)
        wall = plan.start
        let store = MemoryStore()
        let founded = try Genesis.makeStore(
            plan.keys, member: Genesis.Member(lane: 3, label: "lane 3"), facts: plan.facts,
            now: UInt64(plan.start.milliseconds), store: store)
        till = try Till(
            founded.place, identity: plan.keys.node,
            disk: Disk(store: store, sabotage: scenario.sabotage))
        books = Books(digits: plan.settings.currency.digits)
        for fact in plan.facts { books.take(fact) }
        for fault in scenario.struck { faults[fault.step] = fault }
    }

    /// One lane of a store that stands already.
    init(
        _ scenario: Scenario, of plan: ShopPlan, till: Till, founding: [Fact]
    ) {
        self.scenario = scenario
        self.plan = plan
        stream = .people
        wall = plan.start
        self.till = till
        books = Books(digits: plan.settings.currency.digits)
        for fact in founding { books.take(fact) }
        for fault in scenario.struck { faults[fault.step] = fault }
        isAlone = false
    }

    /// The same lane from a copy of its disk: two machines with one key.
    init(clone world: World) throws {
        scenario = world.scenario
        plan = world.plan
        stream = .clone
        books = world.books
        wall = world.wall
        printer = world.printer
        let disk = Disk(store: world.till.disk.store.clone(), sabotage: nil)
        till = try world.till.started(on: disk)
    }

    /// One step: something goes wrong, someone does something, paper comes out, all is checked.
    ///
    /// The time is right time, where a store's lanes share it; nil for a pause of chance.
    mutating func step(_ number: Int, at time: Instant? = nil) throws(Finding) {
        var random = SeededRandom(seed: scenario.seed, step: number, of: stream)
        till.disk.beginStep()
        strike(number)
        let next = wall.adding(milliseconds: pause(&random))
        wall =
            time.map { max(Instant(milliseconds: 0), $0.adding(milliseconds: clockError)) } ?? next
        till.look(at: wall)
        var line: String
        var hasPower = true
        do throws(TillError) {
            line = try act(&random)
            try printJobs(&random)
        } catch {
            line = try note(error, number)
            hasPower = error != .disk(.powerCut)
        }
        if !hasPower || till.disk.power != nil {
            line += ", power cut"
            try restart(number)
        }
        takeLanded()
        try check(number)
        note(number, line)
    }

    private mutating func takeLanded() {
        for landed in till.disk.takeLanded() { books.take(landed) }
    }

    private mutating func strike(_ number: Int) {
        till.disk.fullFrom = number < fullUntil ? 0 : nil
        guard let fault = faults[number] else { return }
        switch fault.kind {
        case .power(let cut, let write): till.disk.power = (cut, write)
        case .full(let write, let steps):
            till.disk.fullFrom = write
            fullUntil = number + steps
        case .clock(let seconds):
            clockError += seconds * 1000
            wall = max(Instant(milliseconds: 0), wall.adding(milliseconds: seconds * 1000))
        }
    }

    /// Milliseconds between two acts, sometimes a break, sometimes a night.
    private func pause(_ random: inout SeededRandom) -> Int64 {
        let spans: [(Int64, Int64)] = [
            (90, random.number(1...40_000)), (8, random.number(1...60) * 60_000),
            (2, random.number(1...14) * 3_600_000),
        ]
        return random.pick(weighted: spans)
    }

    /// What a failed act comes to: a refusal is an answer, a broken log is a finding.
    private mutating func note(_ error: TillError, _ number: Int) throws(Finding) -> String {
        switch error {
        case .refused(let refusal):
            counts.refusals += 1
            return "refused: \(refusal)"
        case .disk(.full):
            counts.full += 1
            return "disk full"
        case .disk(.powerCut): return "acting"
        case .unsettled(let text):
            throw Finding(step: number, invariant: .imports, detail: text)
        case .disk(.contradiction(let text)), .broken(let text):
            throw Finding(step: number, invariant: .refusal, detail: text)
        }
    }

    private mutating func restart(_ number: Int) throws(Finding) {
        counts.restarts += 1
        till.disk.crash()
        examiner = ChainExaminer()
        let before = till.replica
        do throws(MemoryStore.Failure) {
            till = try till.started(on: till.disk)
        } catch {
            throw Finding(step: number, invariant: .restart, detail: "\(error)")
        }
        takeLanded()
        books.restart(at: till.memory.lastTime)
        try checkRestart(before, number)
        till.look(at: wall)
    }

    /// Prints what waits, unless someone forgot to switch the printer on.
    private mutating func printJobs(_ random: inout SeededRandom) throws(TillError) {
        guard !random.isOneIn(12) else { return }
        for job in till.jobs {
            do throws(DiskError) {
                switch job.state {
                case .waiting: try till.print(job, on: &printer)
                case .printing: try till.finish(job)
                }
            } catch {
                throw .disk(error)
            }
        }
    }

    private mutating func note(_ number: Int, _ line: String) {
        let digest = till.replica.stateDigest.hex.prefix(16)
        history.append("\(number) \(wall.milliseconds) \(line) \(digest)")
    }

    private mutating func check(_ number: Int) throws(Finding) {
        try checkFigures(number)
        if isAlone { try checkRows(number) }
        do throws(ChainExaminer.Failure) {
            try examiner.examine(till)
        } catch {
            throw Finding(step: number, invariant: .chain, detail: "\(error)")
        }
    }

    mutating func end(_ line: String) { history.append(line) }
}
