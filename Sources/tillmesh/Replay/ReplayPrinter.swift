import Node
import Peripherals
import Retail
import Synchronization

/// Prints a replay's receipts on a real printer, waiting for each.
final class ReplayPrinter: ReplayPaper {
    private let printer: Printer
    private let outcomes = Outcomes()
    private let escpos: ESCPOS
    private let stationery: Stationery
    private let cashier: UInt32
    private let address: String
    private var next: UInt64 = 1

    init(_ address: String, stationery: Stationery, cashier: UInt32) throws(Failure) {
        self.address = address
        self.stationery = stationery
        self.cashier = cashier
        guard let profile = BuiltInProfile.named("generic-48") else {
            throw Failure(.software, "this build has no generic printer profile")
        }
        escpos = ESCPOS(profile: profile)
        do {
            printer = Printer(
                try DeviceAddress(address), asksStatus: profile.answersStatus, observer: outcomes)
        } catch {
            throw Failure(
                .usage,
                "replay: --printer takes tcp:HOST[:PORT], serial:PATH[:BAUD], file:PATH or a "
                    + "device's path, not '\(address.shown)'")
        }
    }

    deinit { printer.stop() }

    func print(_ receipt: Receipt) throws(Failure) {
        let document = stationery.receipt(receipt, cashier: cashier)
        printer.print(Peripherals.PrintJob(id: next, bytes: escpos.print(document).bytes))
        next += 1
        switch outcomes.await() {
        case .printed: return
        case .notPrinted(let fault):
            throw Failure(
                .inputOutput,
                "\(address): \(receipt.number) was not printed (\(fault.text)); it is saved, and a "
                    + "second run goes on behind it: print it again at the lane, F10 7")
        case .unknown(let fault, _):
            throw Failure(
                .inputOutput,
                "\(address): \(receipt.number) may not have come out (\(fault.text)); all "
                    + "sales are saved, look at the paper")
        }
    }
}

/// Hands each job's outcome from the printer's thread to the waiting one.
private final class Outcomes: PrinterObserver {
    private let last = Mutex<PrintOutcome?>(nil)
    private let gate = Gate()

    // A replay's sales are on disk before their paper; there is no row to mark.
    func willBegin(_ job: UInt64) -> Bool { true }

    func didFinish(_ job: UInt64, _ outcome: PrintOutcome) {
        last.withLock { $0 = outcome }
        gate.open()
    }

    func didLearn(_ status: Result<PrinterStatus, PrinterFault>) {}

    func await() -> PrintOutcome {
        gate.wait()
        guard let outcome = last.withLock({ $0 }) else {
            preconditionFailure("the gate opened before an outcome")
        }
        return outcome
    }
}
