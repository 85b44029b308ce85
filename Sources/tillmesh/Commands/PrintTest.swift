import Node
import Peripherals
import Retail
import Synchronization

extension Subcommand {
    static let printTest = Subcommand(
        path: ["print"], summary: "Print a test page.",
        details: """
            Without --to the page goes to the printer of the lane that is open on the data
            directory. ADDRESS is tcp:HOST[:PORT], serial:PATH[:BAUD], file:PATH, or a device such
            as /dev/usb/lp0. Exits 74 where the page didn't come out, with what to do.
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
            let printer = try TestPage.askLane(arguments)
            Output.line("the test page is on its way to \(printer)")
            return .success
        }
        let profile = try TestPage.profile(arguments.value("profile"))
        try TestPage.print(profile, to: TestPage.address(address))
        Output.line("printed a test page of \(profile.name) on \(address)")
        return .success
    }
}

/// A page that shows what a printer is set up to do.
enum TestPage {
    /// Has the lane that owns the data directory print it.
    static func askLane(_ arguments: Arguments) throws -> String {
        let directory = DataDirectory(try arguments.dataDirectory())
        let client: ControlClient
        do throws(ControlError) {
            client = try ControlClient(directory)
        } catch {
            guard case .absent = error else { throw Failure(error) }
            throw Failure(
                .noInput, "no lane is open on \(directory.path): name the printer with --to ADDRESS"
            )
        }
        switch try client.ask(.printTest) {
        case .testPage(let printer): return printer
        case .failed(_, let text): throw Failure(.inputOutput, text)
        case .pong, .performed, .refused, .status, .malformed, .mesh, .invitation, .store:
            throw Failure(ControlError.malformed("another question's answer"))
        }
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
                "print: '\(text)' is no printer (\(error)): tcp:HOST[:PORT], serial:PATH[:BAUD], "
                    + "file:PATH or a device's path")
        }
    }

    /// Prints and waits for what became of it.
    static func print(_ profile: PrinterProfile, to address: DeviceAddress) throws(Failure) {
        let waiting = PageOutcome()
        let printer = Printer(address, asksStatus: profile.answersStatus, observer: waiting)
        printer.print(
            Peripherals.PrintJob(
                id: 1, bytes: ESCPOS(profile: profile).print(document(profile)).bytes))
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

    private static func document(_ profile: PrinterProfile) -> Document {
        Document([
            .text("TEST", .title), .text("Tillmesh \(Subcommand.releaseVersion)", .centred),
            .rule, .pair("Profile", profile.name, .plain),
            .pair("Columns", "\(profile.columns)", .plain),
            .pair("Emphasised", "0123456789", .strong),
            .text("wide 0123456789", .init(.left, size: .wide)),
            .text("tall 0123456789", .init(.right, size: .tall)), .rule,
            .text("English: The quick brown fox. £ $ €", .plain),
            .text("Español: ¿Qué? ¡Año! El pingüino.", .plain),
            .text("Français: Où ça? Très bien, cœur.", .plain),
            .text("Deutsch: Größe, Äpfel, Öl, Übung.", .plain),
            .text("Polski: Zażółć gęślą jaźń.", .plain), .rule,
            .barcode(.init(.ean13, "9520000010072")), .barcode(.init(.code128, "014-03-000001")),
            .qr("https://example.org/tillmesh"), .cut,
        ])
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
    fileprivate var text: String {
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
        return "\(self): \(step)"
    }
}
