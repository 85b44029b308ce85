import Glibc
import Peripherals
import PrinterEmulator
import Retail
import Synchronization
import Testing

/// Keeps what a printer tells and lets a test wait for an outcome.
private final class Recorder: PrinterObserver {
    struct Seen {
        var begun: [UInt64] = []
        var outcomes: [UInt64: PrintOutcome] = [:]
        var statuses: [Result<PrinterStatus, PrinterFault>] = []
    }

    private let seen = Mutex(Seen())
    private let begins: Bool
    private let told = AsyncStream<Void>.makeStream()

    init(begins: Bool = true) { self.begins = begins }

    var now: Seen { seen.withLock { $0 } }

    func willBegin(_ job: UInt64) -> Bool {
        seen.withLock { $0.begun.append(job) }
        return begins
    }

    func didFinish(_ job: UInt64, _ outcome: PrintOutcome) {
        seen.withLock { $0.outcomes[job] = outcome }
        told.continuation.yield()
    }

    func didLearn(_ status: Result<PrinterStatus, PrinterFault>) {
        seen.withLock { $0.statuses.append(status) }
        told.continuation.yield()
    }

    /// Waits until what was seen is as wished.
    func wait<Value>(for wished: (Seen) -> Value?) async -> Value? {
        if let value = wished(now) { return value }
        for await _ in told.stream {
            if let value = wished(now) { return value }
        }
        return nil
    }
}

@Suite(.timeLimit(.minutes(1))) struct PrinterTests {
    private static let quick: PrinterTimeouts = {
        var timeouts = PrinterTimeouts()
        timeouts.open = 2_000
        timeouts.answer = 300
        timeouts.stall = 300
        timeouts.confirmation = 100
        timeouts.confirmationRounds = 3
        return timeouts
    }()

    private let profile = BuiltInProfile.all[0].profile

    /// More than the system's buffers of a connection hold.
    private static let long = [UInt8](repeating: 0x41, count: 16_000_000)

    private func receipt(lines: Int = 20) -> [UInt8] {
        let lines = (1...lines).map { Document.Element.pair("ITEM \($0)", "1.00", .plain) }
        return ESCPOS(profile: profile).print(Document(lines + [.cut, .openDrawer])).bytes
    }

    private func print(
        _ bytes: [UInt8], to emulated: EmulatedPrinter, asksStatus: Bool = true,
        recorder: Recorder = Recorder()
    ) async -> PrintOutcome? {
        let printer = Printer(
            .network(host: "127.0.0.1", port: emulated.port), asksStatus: asksStatus,
            timeouts: Self.quick, observer: recorder)
        printer.print(PrintJob(id: 1, bytes: bytes))
        let outcome = await recorder.wait { $0.outcomes[1] }
        printer.stop()
        return outcome
    }

    @Test func `a healthy printer prints, cuts and opens the drawer`() async throws {
        let emulated = try EmulatedPrinter(profile)
        let recorder = Recorder()
        #expect(await print(receipt(), to: emulated, recorder: recorder) == .printed)
        #expect(recorder.now.begun == [1])
        let paper = emulated.paper
        #expect(paper.texts.count == 20)
        #expect(
            Array(paper.items.suffix(2))
                == [.cut(isFull: false), .pulse(pin: 0, onUnits: 0x19, offUnits: 0xFA)])
        #expect(paper.unknown.isEmpty)
    }

    @Test(arguments: [
        ("cover open", PrinterFault.coverOpen), ("no paper", .paperOut), ("jam", .cutterJammed),
        ("mute", .noAnswer),
    ])
    func `what is wrong beforehand leaves the job unprinted`(
        name: String, fault: PrinterFault
    ) async throws {
        var behaviour = Behaviour()
        behaviour.isCoverOpen = name == "cover open"
        behaviour.linesOfPaper = name == "no paper" ? 0 : nil
        behaviour.isCutterJammed = name == "jam"
        behaviour.isMute = name == "mute"
        let emulated = try EmulatedPrinter(profile, behaviour: behaviour)
        let recorder = Recorder()
        #expect(await print(receipt(), to: emulated, recorder: recorder) == .notPrinted(fault))
        #expect(emulated.paper.items.isEmpty && recorder.now.begun.isEmpty)
    }

    @Test func `a roll that ends inside the receipt leaves it unknown, for want of paper`()
        async throws
    {
        var behaviour = Behaviour()
        behaviour.linesOfPaper = 7
        let emulated = try EmulatedPrinter(profile, behaviour: behaviour)
        let bytes = receipt()
        #expect(
            await print(bytes, to: emulated)
                == .unknown(.paperOut, bytesSent: bytes.count))
        #expect(emulated.paper.texts.count == 7)
    }

    @Test func `a new roll lets the receipt go on`() async throws {
        var behaviour = Behaviour()
        behaviour.linesOfPaper = 7
        let emulated = try EmulatedPrinter(profile, behaviour: behaviour)
        _ = await print(receipt(), to: emulated)
        emulated.change { $0.linesOfPaper = nil }
        // The connection is gone, and what waited in the printer is printed with the next job.
        #expect(await print(receipt(), to: emulated) == .printed)
        #expect(emulated.paper.texts.count >= 20)
    }

    @Test(arguments: [0, 1, 12, 13, 100, 500])
    func `a hang-up is unprinted before the first byte, else unknown`(after: Int) async throws {
        var behaviour = Behaviour()
        behaviour.hangsUpAfterBytes = after
        let emulated = try EmulatedPrinter(profile, behaviour: behaviour)
        let outcome = await print(receipt(), to: emulated)
        // Twelve bytes are the four questions.
        switch outcome {
        case .notPrinted(.hungUp): #expect(after <= 12)
        case .unknown(.hungUp, let sent): #expect(after > 0 && sent > 0)
        case .notPrinted, .unknown, .printed, nil: Issue.record("\(String(describing: outcome))")
        }
    }

    @Test func `a printer that stops reading never blocks the caller`() async throws {
        var behaviour = Behaviour()
        behaviour.stopsReadingAfterBytes = 2_000
        let emulated = try EmulatedPrinter(profile, behaviour: behaviour)
        let recorder = Recorder()
        let printer = Printer(
            .network(host: "127.0.0.1", port: emulated.port), asksStatus: true,
            timeouts: Self.quick, observer: recorder)
        let clock = ContinuousClock()
        let bytes = Self.long
        let took = clock.measure { printer.print(PrintJob(id: 1, bytes: bytes)) }
        #expect(took < .milliseconds(100))
        let outcome = await recorder.wait { $0.outcomes[1] }
        guard case .unknown(.stalled, let sent)? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(sent < bytes.count)
        printer.stop()
    }

    @Test func `stopping ends a job under way and those that wait`() async throws {
        var behaviour = Behaviour()
        behaviour.stopsReadingAfterBytes = 100
        let emulated = try EmulatedPrinter(profile, behaviour: behaviour)
        let recorder = Recorder()
        let printer = Printer(
            .network(host: "127.0.0.1", port: emulated.port), asksStatus: true, observer: recorder)
        printer.print(PrintJob(id: 1, bytes: Self.long))
        printer.print(PrintJob(id: 2, bytes: receipt()))
        _ = await recorder.wait { $0.begun.first }
        _ = emulated.waitForPaper { !$0.items.isEmpty }
        printer.stop()
        #expect(recorder.now.outcomes[2] == .notPrinted(.stopped))
        guard case .unknown(.stopped, _)? = recorder.now.outcomes[1] else {
            Issue.record("\(String(describing: recorder.now.outcomes[1]))")
            return
        }
    }

    @Test func `nobody there is not printed`() async throws {
        let emulated = try EmulatedPrinter(profile)
        emulated.stop()
        let port = emulated.port
        let recorder = Recorder()
        let printer = Printer(
            .network(host: "127.0.0.1", port: port), asksStatus: true, timeouts: Self.quick,
            observer: recorder)
        // The emulator's listener closes with it; a free port of this machine refuses at once.
        printer.print(PrintJob(id: 1, bytes: receipt()))
        let outcome = await recorder.wait { $0.outcomes[1] }
        printer.stop()
        guard case .notPrinted? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
    }

    @Test func `a job taken back sends no byte of it`() async throws {
        let emulated = try EmulatedPrinter(profile)
        let recorder = Recorder(begins: false)
        #expect(
            await print(receipt(), to: emulated, recorder: recorder) == .notPrinted(.withdrawn))
        #expect(emulated.received.count == 12)
    }

    @Test func `without answers a job is printed once the system's queue is empty`() async throws {
        let emulated = try EmulatedPrinter(profile)
        let bytes = receipt()
        #expect(await print(bytes, to: emulated, asksStatus: false) == .printed)
        #expect(emulated.waitForPaper { $0.texts.count == 20 })
        #expect(emulated.received == bytes)
    }

    @Test func `the state is told when asked`() async throws {
        let emulated = try EmulatedPrinter(profile)
        emulated.change { $0.isPaperNearEnd = true }
        let recorder = Recorder()
        let printer = Printer(
            .network(host: "127.0.0.1", port: emulated.port), asksStatus: true,
            timeouts: Self.quick, observer: recorder)
        printer.askStatus()
        let status = await recorder.wait { $0.statuses.first }
        printer.stop()
        #expect(try status?.get().paper == .nearEnd)
    }

    @Test func `each byte is in the emulator's log`() async throws {
        let folder = TestFile.folder()
        defer { TestFile.remove(folder) }
        let log = folder + "/received.bin"
        let emulated = try EmulatedPrinter(profile, log: log)
        #expect(await print(receipt(), to: emulated) == .printed)
        #expect(TestFile.read(log) == emulated.received)
    }

    @Test func `a paper file is appended to`() async throws {
        let folder = TestFile.folder()
        defer { TestFile.remove(folder) }
        let path = folder + "/paper.bin"
        let recorder = Recorder()
        let printer = Printer(.file(path: path), asksStatus: true, observer: recorder)
        printer.print(PrintJob(id: 1, bytes: [65, 10]))
        printer.print(PrintJob(id: 2, bytes: [66, 10]))
        #expect(await recorder.wait { $0.outcomes[2] } == .printed)
        printer.stop()
        #expect(TestFile.read(path) == [65, 10, 66, 10])
    }

    @Test func `a path that can't be opened is not printed`() async throws {
        let recorder = Recorder()
        let printer = Printer(
            .character(path: "/nonexistent/lp0"), asksStatus: false, observer: recorder)
        printer.print(PrintJob(id: 1, bytes: [65]))
        let outcome = await recorder.wait { $0.outcomes[1] }
        printer.stop()
        #expect(outcome == .notPrinted(.unreachable(errno: ENOENT)))
    }
}
