import Console
import Node
import Peripherals
import Retail
import Synchronization

extension Subcommand {
    static let printTest = Subcommand(
        path: ["print"], summary: "Print a test page.",
        details: """
            Without --to the page goes to the printer of the lane that is open on the data
            directory; where none is open, to the one that its devices.conf names. ADDRESS is
            tcp:HOST[:PORT], serial:PATH[:BAUD], file:PATH, or a device such as /dev/usb/lp0.
            Exits 74 where the page didn't come out, with what to do.
            """,
        options: [
            CommonOption.data, .flag("test", "What to print; there is nothing else."),
            .value("to", "ADDRESS", "Print there."),
            .value("profile", "NAME", "The printer's profile; generic-48 unless told."),
        ]
    ) { arguments in
        guard arguments.has("test") else {
            throw Failure(.usage, "print: say --test; receipts are printed again at the lane")
        }
        guard let address = arguments.value("to") else {
            try TestRun.printOnLanes(arguments)
            return .success
        }
        let profile = try TestRun.profile(arguments.value("profile"))
        try TestRun.print(profile, to: TestRun.address(address))
        Output.line("printed a test page of \(profile.name) on \(address)")
        return .success
    }
}

/// Brings a test page to paper.
enum TestRun {
    /// Has the lane that owns the data directory print it, or prints where that lane would.
    static func printOnLanes(_ arguments: Arguments) throws {
        let directory = DataDirectory(try arguments.dataDirectory())
        let client: ControlClient
        do throws(ControlError) {
            client = try ControlClient(directory)
        } catch {
            guard case .absent = error else { throw Failure(error) }
            return try printAsConfigured(directory)
        }
        switch try client.ask(.printTest) {
        case .testPage(let printer): Output.line("the test page is on its way to \(printer)")
        case .failed(_, let text): throw Failure(.inputOutput, text)
        case .pong, .performed, .refused, .status, .malformed, .mesh, .invitation, .store,
            .customer, .customerRefused:
            throw Failure(ControlError.malformed("another question's answer"))
        }
    }

    private static func printAsConfigured(_ directory: DataDirectory) throws {
        let (settings, problems) = try DeviceSettings.read(file: directory.devices)
        for problem in problems { Output.error("\(directory.devices): \(problem)") }
        guard let printer = settings.printer else {
            throw Failure(
                .noInput,
                "\(directory.devices) names no printer and no lane is open: name one there, or "
                    + "with --to ADDRESS")
        }
        let profile = try printer.profile.load()
        try print(profile, to: printer.address)
        Output.line("printed a test page of \(profile.name) on \(printer.address)")
    }

    static func profile(_ name: String?) throws(Failure) -> PrinterProfile {
        let known = BuiltInProfile.all.map(\.profile)
        guard let name else { return BuiltInProfile.named("generic-48") ?? known[0] }
        guard let profile = BuiltInProfile.named(name) else {
            throw Failure(
                .usage,
                "print: no profile '\(name)'; there are "
                    + known.map(\.name).joined(separator: ", "))
        }
        return profile
    }

    static func address(_ text: String) throws(Failure) -> DeviceAddress {
        do throws(DeviceAddressError) {
            return try DeviceAddress(text)
        } catch {
            throw Failure(
                .usage,
                "print: '\(text)' is no printer: \(error.text). Say tcp:HOST[:PORT], "
                    + "serial:PATH[:BAUD], file:PATH or a device's path")
        }
    }

    /// Prints and waits for what became of it.
    static func print(_ profile: PrinterProfile, to address: DeviceAddress) throws(Failure) {
        let waiting = PageOutcome()
        let printer = Printer(address, asksStatus: profile.answersStatus, observer: waiting)
        let page = TestPage.document(
            profile.name, columns: profile.columns,
            software: "tillmesh \(Subcommand.releaseVersion)")
        printer.print(
            Peripherals.PrintJob(
                id: 1, bytes: ESCPOS(profile: profile).print(page).bytes))
        let outcome = waiting.wait()
        printer.stop()
        switch outcome {
        case .printed: return
        case .notPrinted(let fault):
            throw Failure(.inputOutput, "nothing was printed: \(fault.text)")
        case .unknown(let fault, let sent):
            throw Failure(
                .inputOutput, "the page may be incomplete after \(sent) bytes: \(fault.text)")
        }
    }
}

/// Waits for the outcome of the one job.
private final class PageOutcome: PrinterObserver {
    private let outcome = Mutex<PrintOutcome>(.notPrinted(.stopped))
    private let gate = Gate()

    func wait() -> PrintOutcome {
        gate.wait()
        return outcome.withLock { $0 }
    }

    func willBegin(_ job: UInt64) -> Bool { true }

    func didFinish(_ job: UInt64, _ outcome: PrintOutcome) {
        self.outcome.withLock { $0 = outcome }
        gate.open()
    }

    func didLearn(_ status: Result<PrinterStatus, PrinterFault>) {}
}

extension PrinterFault {
    /// What is wrong, and what to do.
    var text: String {
        let step =
            switch nextStep {
            case .loadPaper: "load paper"
            case .closeCover: "close the cover"
            case .clearCutter: "clear the cutter"
            case .clearPaperJam: "take the jammed paper out"
            case .wait: "wait a minute and try again"
            case .pressOnlineButton: "press the printer's online button"
            case .checkCableAndPower: "check its cable and power"
            case .checkAddress: "check the address"
            case .callService: "call service"
            case .none: "try again"
            }
        return "\(cause): \(step)"
    }

    private var cause: String {
        switch self {
        case .paperOut: "no paper"
        case .coverOpen: "the cover is open"
        case .cutterJammed: "the cutter is stuck"
        case .mechanismBlocked: "the paper is jammed"
        case .broken: "the printer reports a fault that only its maker mends"
        case .recovering: "the printer is busy with itself"
        case .offline: "the printer is offline"
        case .noAnswer: "the printer doesn't answer"
        case .unknownHost: "nobody on this network has that name"
        case .openTimedOut: "nobody answers at the address"
        case .unreachable(let code): "it can't be opened (\(SystemWords.of(code)))"
        case .stalled: "the printer stopped taking data"
        case .hungUp: "the printer closed the connection"
        case .ioError(let code): "the connection broke (\(SystemWords.of(code)))"
        case .withdrawn, .stopped: "it was taken back before its first byte"
        }
    }
}
