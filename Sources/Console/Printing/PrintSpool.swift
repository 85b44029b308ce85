public import Lane
public import Node
public import Peripherals
public import Retail
import Synchronization
public import Texts

/// What the spool tells the lane, on a thread of its own.
public enum SpoolNews: Sendable {
    case printer(PrinterLamp)
    case question(PrintQuestion)
    /// A document that went to the paper file, for the preview.
    case preview([String])
    /// A job that can't be read from or written to the disk, and the words for the log.
    case trouble(MachineMessage, words: String)

    fileprivate static func trouble(_ error: any Error) -> SpoolNews {
        let message =
            error is PaperFileError ? MachineMessage.failed(.file) : MachineMessage(error)
        return .trouble(message, words: "\(error)")
    }
    /// What became of a document at a neighbour; nil: nothing waits.
    case carried(ErrandOutcome?)
}

/// Brings print jobs from their rows to paper, one after the other, on threads of its own.
///
/// The row says `printing` before the first byte leaves, and goes only when the paper is out.
public final class PrintSpool: Sendable {
    private let store: any PrintJobStore
    private let output: Output
    private let tell: @Sendable (SpoolNews) -> Void
    private let thread = SerialThread(name: "spool")
    // Touched on the spool's thread only; the lock is never waited for.
    private let machine = Mutex(SpoolMachine())
    private let free = Atomic(false)
    /// The job under way, for the printer's thread, which must mark it.
    private let current = Mutex<Node.PrintJob?>(nil)
    private let printer = Mutex<Printer?>(nil)
    /// Jobs without rows that somebody waits for: a neighbour's receipts, by their numbers.
    private let errands = Mutex(Errands())
    private let carrier = Mutex<Carrier?>(nil)

    /// Has a neighbour print a job, and says once what became of it.
    public typealias Carrier =
        @Sendable (Node.PrintJob, Machine.ID, @escaping @Sendable (ErrandOutcome) -> Void) -> Void

    private struct Errands {
        /// Rows count up from 1, these down from the end.
        var next = UInt64.max
        var endings: [UInt64: @Sendable (ErrandOutcome) -> Void] = [:]
    }

    /// Where documents go.
    public enum Output: Sendable {
        case paperFile(PaperFile)
        case printer(DeviceAddress, ESCPOS, PrinterTimeouts)
    }

    /// Starts with the jobs that an earlier process left.
    public init(
        store: any PrintJobStore, output: Output, tell: @escaping @Sendable (SpoolNews) -> Void
    ) {
        self.store = store
        self.output = output
        self.tell = tell
        switch output {
        case .paperFile: tell(.printer(.none))
        case .printer(let address, let language, let timeouts):
            let observer = SpoolObserver(self)
            printer.withLock {
                $0 = Printer(
                    address, asksStatus: language.profile.answersStatus, timeouts: timeouts,
                    observer: observer)
            }
        }
        handle(.tick)
    }

    /// Takes a job that was just committed; once it says `printing`, nobody else asks about it.
    public func add(_ job: Node.PrintJob) { handle(.committed(job)) }

    /// Whether a job that is added now goes to the printer at once.
    public var isFree: Bool { free.load(ordering: .relaxed) }

    /// Asks the printer how it is, and prints what waits if it can.
    public func retry() { handle(.retry) }

    /// To be called once a second: finds jobs of other programs, and looks after the printer.
    public func tick() { handle(.tick) }

    /// Takes the cashier's word on a job that may or may not have come out.
    public func answer(_ job: UInt64, _ answer: PrintJobAnswer) {
        handle(.answered(job, answer))
    }

    /// Puts a test page behind what is printed now.
    ///
    /// - Returns: where it goes, for whoever asked.
    public func printTest(software: String) -> String {
        switch output {
        case .paperFile(let file):
            print(
                TestPage.document(
                    "paper file", columns: PaperFile.columns, software: software))
            return file.path
        case .printer(let address, let language, _):
            let profile = language.profile
            print(
                TestPage.document(profile.name, columns: profile.columns, software: software))
            return "\(address)"
        }
    }

    /// Says how a neighbour is reached.
    public func connect(_ carrier: @escaping Carrier) { self.carrier.withLock { $0 = carrier } }

    /// Has a neighbour print the latest job that waits.
    public func sendAway(to machine: Machine.ID) { handle(.sendAway(machine)) }

    /// Prints a neighbour's receipt and says once what became of it; a paper file is no printer.
    public func print(
        _ document: Document, ending: @escaping @Sendable (ErrandOutcome) -> Void
    ) {
        guard case .printer(_, let language, _) = output else { return ending(.notPrinted) }
        let number = errands.withLock { errands in
            defer { errands.next -= 1 }
            errands.endings[errands.next] = ending
            return errands.next
        }
        let job = Peripherals.PrintJob(id: number, bytes: language.print(document).bytes)
        printer.withLock { $0 }?.print(job)
    }

    /// Puts a document behind what is printed now; no row tells of it, so a crash forgets it.
    public func print(_ document: Document) {
        switch output {
        case .paperFile(let file): thread.run { self.append(document, to: file) }
        case .printer(_, let language, _):
            let job = Peripherals.PrintJob(
                id: Self.withoutRow, bytes: language.print(document).bytes)
            printer.withLock { $0 }?.print(job)
        }
    }

    private func append(_ document: Document, to file: PaperFile) {
        do throws(PaperFileError) {
            tell(.preview(try file.append(document)))
        } catch {
            tell(.trouble(error))
        }
    }

    /// Rows count from 1.
    private static let withoutRow: UInt64 = 0

    /// Ends the threads; what waits stays in its rows.
    public func stop() {
        let printer = printer.withLock { printer in
            defer { printer = nil }
            return printer
        }
        printer?.stop()
        thread.wait {}
    }

    /// Waits until all that was handed in before is done with, for tests and for a clean end.
    public func settle() { thread.wait {} }

    private func handle(_ event: SpoolMachine.Event) { thread.run { self.step(event) } }

    /// On the spool's thread.
    private func step(_ event: SpoolMachine.Event) {
        let directives = machine.withLock { machine in
            defer { free.store(machine.isFree, ordering: .relaxed) }
            return machine.handle(event)
        }
        for directive in directives {
            do {
                try obey(directive)
            } catch {
                tell(.trouble(error))
            }
        }
    }

    private func obey(_ directive: SpoolMachine.Directive) throws {
        switch directive {
        case .print(let job): try print(job)
        case .look: step(.found(try store.jobs()))
        case .askStatus: askStatus()
        case .record(let job, let state): try store.set(job, to: state)
        case .ask(let job):
            let title = try store.title(of: job)
            tell(.question(PrintQuestion(job: job.number, title: title)))
        case .copy(let job, let person): handle(.copied(try store.copy(job, by: person)))
        case .show(let lamp): if case .printer = output { tell(.printer(lamp)) }
        case .carry(let job, let machine):
            guard let carrier = carrier.withLock({ $0 }) else {
                return handle(.carried(job.number, .notPrinted))
            }
            carrier(job, machine) { [weak self] in self?.handle(.carried(job.number, $0)) }
        case .tellCarried(let outcome): tell(.carried(outcome))
        }
    }

    /// A file is asked by writing to it.
    private func askStatus() {
        switch output {
        case .paperFile: handle(.learnt(.success(PrinterStatus())))
        case .printer: printer.withLock { $0 }?.askStatus()
        }
    }

    private func print(_ job: Node.PrintJob) throws {
        guard let document = try store.document(of: job) else {
            // Its fact was retracted: there is nothing that could be printed any more.
            handle(.finished(job.number, .printed))
            return
        }
        switch output {
        case .paperFile(let file):
            if job.state != .printing { try store.set(job, to: .printing) }
            do throws(PaperFileError) {
                tell(.preview(try file.append(document)))
                handle(.finished(job.number, .printed))
            } catch {
                tell(.trouble(error))
                handle(.finished(job.number, error.outcome))
            }
        case .printer(_, let language, _):
            current.withLock { $0 = job }
            let bytes = language.print(document).bytes
            printer.withLock { $0 }?.print(Peripherals.PrintJob(id: job.number, bytes: bytes))
        }
    }

    /// On the printer's thread: true only when the disk has it.
    fileprivate func markPrinting(_ number: UInt64) -> Bool {
        if number == Self.withoutRow || isErrand(number) { return true }
        guard let job = current.withLock({ $0 }), job.number == number else { return false }
        if job.state == .printing { return true }
        do {
            try store.set(job, to: .printing)
            return true
        } catch {
            tell(.trouble(error))
            return false
        }
    }

    fileprivate func finished(_ number: UInt64, _ outcome: PrintOutcome) {
        if let ending = errands.withLock({ $0.endings.removeValue(forKey: number) }) {
            ending(ErrandOutcome(outcome))
            return handle(.retry)
        }
        if number == Self.withoutRow { return handle(.retry) }
        handle(.finished(number, outcome))
    }

    private func isErrand(_ number: UInt64) -> Bool {
        errands.withLock { $0.endings[number] != nil }
    }

    fileprivate func learnt(_ status: Result<PrinterStatus, PrinterFault>) {
        handle(.learnt(status))
    }
}

/// Hands on what the printer's thread tells; weak, as the spool owns the printer.
private final class SpoolObserver: PrinterObserver {
    private let spool: Weak

    private struct Weak: Sendable { weak let spool: PrintSpool? }

    init(_ spool: PrintSpool) { self.spool = Weak(spool: spool) }

    func willBegin(_ job: UInt64) -> Bool { spool.spool?.markPrinting(job) ?? false }

    func didFinish(_ job: UInt64, _ outcome: PrintOutcome) {
        spool.spool?.finished(job, outcome)
    }

    func didLearn(_ status: Result<PrinterStatus, PrinterFault>) { spool.spool?.learnt(status) }
}

extension ErrandOutcome {
    fileprivate init(_ outcome: PrintOutcome) {
        self =
            switch outcome {
            case .printed: .printed
            case .notPrinted: .notPrinted
            case .unknown: .unknown
            }
    }
}
