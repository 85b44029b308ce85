package import Lane
package import Node
package import Peripherals
package import Retail

/// Decides which print job goes to the printer when, and what becomes of its row; performs no I/O.
///
/// A job whose first byte never left waits and prints by itself. One of which bytes left and whose
/// end is unknown is never printed again unasked: a second receipt is a second proof of purchase.
package struct SpoolMachine: Sendable {
    package enum Event: Sendable {
        /// Jobs of the database, oldest first; those already known are left as they are.
        case found([Node.PrintJob])
        /// A job of this process; it may say `printing` from its transaction on.
        case committed(Node.PrintJob)
        case finished(UInt64, PrintOutcome)
        case learnt(Result<PrinterStatus, PrinterFault>)
        /// Somebody did something at the printer.
        case retry
        /// Another second went by, or the program begins.
        case tick
        case answered(UInt64, PrintJobAnswer)
        /// The cashier wants the latest job that waits printed by a neighbour.
        case sendAway(Machine.ID)
        /// What became of it there.
        case carried(UInt64, ErrandOutcome)
        /// The copy of a job, in its own place or behind the others.
        case copied(Node.PrintJob)
    }

    package enum Directive: Hashable, Sendable {
        case print(Node.PrintJob)
        case askStatus
        /// Look for jobs in the database: other programs sell on this lane, too.
        case look
        /// Puts a state on disk; nil: the row goes.
        case record(Node.PrintJob, Node.PrintJob.State?)
        /// Asks the cashier whether it came out.
        case ask(Node.PrintJob)
        /// Prints it once more, marked as a copy, in the place of this one.
        case copy(Node.PrintJob, by: PersonID)
        case show(PrinterLamp)
        /// Has a neighbour print it; its row says `printing` by then.
        case carry(Node.PrintJob, to: Machine.ID)
        /// Tells the cashier what became of a job at a neighbour; nil: nothing waits.
        case tellCarried(ErrandOutcome?)
    }

    private var waiting: [Node.PrintJob] = []
    private var asked: [Node.PrintJob] = []
    private var current: Node.PrintJob?
    /// Jobs that a neighbour prints.
    private var away: [Node.PrintJob] = []
    /// Why nothing is sent now; the printer is asked before it gets anything again.
    private var isObstructed = false
    private var isAsking = false
    private var ticks = 0
    private var lamp: PrinterLamp?
    /// Jobs up to this number are known, but for some of this process's own.
    private var lastNumber: UInt64?
    /// Whether what an earlier process left is known.
    private var hasLooked = false

    package init() {}

    package mutating func handle(_ event: Event) -> [Directive] {
        var directives: [Directive] = []
        switch event {
        case .found(let jobs): take(jobs, &directives)
        case .committed(let job): take(committed: job, &directives)
        case .finished(let number, let outcome): finish(number, outcome, &directives)
        case .learnt(let status): learn(status, &directives)
        case .retry: ask(&directives)
        case .tick:
            // The lamp of a printer at rest is at most so old; an obstacle is looked at sooner.
            if ticks % (isObstructed ? 3 : 15) == 0 { ask(&directives) }
            ticks += 1
            directives.append(.look)
        case .answered(let number, let answer): settle(number, answer, &directives)
        case .sendAway(let machine): sendAway(machine, &directives)
        case .carried(let number, let outcome): carried(number, outcome, &directives)
        case .copied(let job):
            insert(job)
            lastNumber = max(lastNumber ?? 0, job.number)
        }
        startNext(&directives)
        return directives
    }

    private mutating func ask(_ directives: inout [Directive]) {
        guard current == nil, !isAsking else { return }
        isAsking = true
        directives.append(.askStatus)
    }

    /// How many jobs wait for the printer, the one under way included.
    package var count: Int { waiting.count + (current == nil ? 0 : 1) }

    private mutating func take(_ jobs: [Node.PrintJob], _ directives: inout [Directive]) {
        for job in jobs where lastNumber.map({ job.number > $0 }) ?? true {
            // Of this process, which will tell.
            if hasLooked, job.state == .printing { continue }
            lastNumber = job.number
            switch job.state {
            case .waiting: insert(job)
            case .printing, .unknown: ask(job, &directives)
            }
        }
        hasLooked = true
    }

    private mutating func take(committed job: Node.PrintJob, _ directives: inout [Directive]) {
        guard job.state == .printing else { return take([job], &directives) }
        guard !asked.contains(where: { $0.number == job.number }) else { return }
        var job = job
        if !isFree {
            // Something came between: its turn is not now.
            job.state = .waiting
            directives.append(.record(job, .waiting))
        }
        insert(job)
        lastNumber = max(lastNumber ?? 0, job.number)
    }

    /// In its place, which another that came back may be before.
    private mutating func insert(_ job: Node.PrintJob) {
        let place = waiting.firstIndex { $0.number > job.number } ?? waiting.endIndex
        waiting.insert(job, at: place)
    }

    /// Whether the next job goes to the printer at once.
    package var isFree: Bool {
        hasLooked && current == nil && waiting.isEmpty && !isObstructed
            && (lamp == .ready || lamp == .paperLow)
    }

    private mutating func ask(_ job: Node.PrintJob, _ directives: inout [Directive]) {
        asked.append(job)
        directives += [.record(job, .unknown), .ask(job)]
    }

    private mutating func finish(
        _ number: UInt64, _ outcome: PrintOutcome, _ directives: inout [Directive]
    ) {
        guard let job = current, job.number == number else { return }
        current = nil
        switch outcome {
        case .printed:
            directives.append(.record(job, nil))
            isObstructed = false
            // A printer that just printed is ready, unless it said more than that.
            if lamp != .paperLow { show(.ready, &directives) }
        case .notPrinted(let fault):
            putBack(job, &directives)
            obstruct(fault, &directives)
        case .unknown(let fault, _):
            ask(job, &directives)
            obstruct(fault, &directives)
        }
    }

    /// Nothing of it came out: it waits.
    private mutating func putBack(_ job: Node.PrintJob, _ directives: inout [Directive]) {
        var job = job
        job.state = .waiting
        insert(job)
        directives.append(.record(job, .waiting))
    }

    private mutating func sendAway(_ machine: Machine.ID, _ directives: inout [Directive]) {
        guard let job = waiting.popLast() else { return directives.append(.tellCarried(nil)) }
        away.append(job)
        directives += [.record(job, .printing), .carry(job, to: machine)]
    }

    private mutating func carried(
        _ number: UInt64, _ outcome: ErrandOutcome, _ directives: inout [Directive]
    ) {
        guard let index = away.firstIndex(where: { $0.number == number }) else { return }
        let job = away.remove(at: index)
        switch outcome {
        case .printed: directives.append(.record(job, nil))
        case .notPrinted: putBack(job, &directives)
        case .unknown: return ask(job, &directives)
        }
        directives.append(.tellCarried(outcome))
    }

    private mutating func learn(
        _ status: Result<PrinterStatus, PrinterFault>, _ directives: inout [Directive]
    ) {
        isAsking = false
        switch status {
        case .failure(let fault): obstruct(fault, &directives)
        case .success(let status):
            if let fault = status.obstacle {
                obstruct(fault, &directives)
            } else {
                isObstructed = false
                show(status.paper == .nearEnd ? .paperLow : .ready, &directives)
            }
        }
    }

    private mutating func obstruct(_ fault: PrinterFault, _ directives: inout [Directive]) {
        isObstructed = true
        if let lamp = PrinterLamp(fault) { show(lamp, &directives) }
    }

    private mutating func show(_ next: PrinterLamp, _ directives: inout [Directive]) {
        guard lamp != next else { return }
        lamp = next
        directives.append(.show(next))
    }

    private mutating func settle(
        _ number: UInt64, _ answer: PrintJobAnswer, _ directives: inout [Directive]
    ) {
        guard let index = asked.firstIndex(where: { $0.number == number }) else { return }
        let job = asked.remove(at: index)
        switch answer {
        case .printed: directives.append(.record(job, nil))
        case .copy(let person): directives.append(.copy(job, by: person))
        }
    }

    private mutating func startNext(_ directives: inout [Directive]) {
        guard current == nil, !isObstructed, let job = waiting.first else { return }
        waiting.removeFirst()
        current = job
        directives.append(.print(job))
    }

    /// What always holds; tests call it after each event.
    package func checkInvariants() {
        let numbers = waiting.map(\.number)
        precondition(numbers == numbers.sorted(), "jobs out of order: \(numbers)")
        let all =
            numbers + asked.map(\.number) + away.map(\.number)
            + (current.map { [$0.number] } ?? [])
        precondition(Set(all).count == all.count, "a job in two places: \(all)")
    }
}

extension PrinterLamp {
    /// The lamp of a fault; nil where the program's own end caused it.
    package init?(_ fault: PrinterFault) {
        switch fault {
        case .paperOut: self = .paperOut
        case .coverOpen: self = .coverOpen
        case .cutterJammed: self = .cutterJammed
        case .mechanismBlocked: self = .paperJammed
        case .broken: self = .broken
        case .recovering: self = .recovering
        case .offline: self = .offline
        case .noAnswer, .unknownHost, .openTimedOut, .unreachable, .stalled, .hungUp, .ioError:
            self = .unreachable
        case .withdrawn, .stopped: return nil
        }
    }
}
