import Lane
import Node
import Peripherals
import Retail
import Texts

/// The devices of one lane, each on a thread of its own; no call waits.
final class LaneDevices {
    private let spool: PrintSpool
    private let display: (device: DisplayDevice, language: CustomerDisplay)?
    private let scanners: [ScannerDevice]

    init(_ settings: DeviceSettings, spool: PrintSpool, mailbox: LoopMailbox) {
        self.spool = spool
        display = settings.display.map { choice in
            let language = CustomerDisplay(choice.dialect)
            // A dark display is seen by everyone and holds nothing up; it is tried again.
            return (DisplayDevice(choice.address, language) { _ in }, language)
        }
        scanners = settings.scanners.map { source in
            ScannerDevice(source) { report in
                switch report {
                case .scan(let text): mailbox.post(.scan(text))
                case .lost: mailbox.post(.lostScan)
                case .attached: break
                case .detached: mailbox.post(.trouble(.scannerGone))
                }
            }
        }
    }

    func tick() { spool.tick() }
    func print(_ job: Node.PrintJob) { spool.add(job) }
    var printsNow: Bool { spool.isFree }
    func print(_ document: Document) { spool.print(document) }
    func printElsewhere(_ machine: Machine.ID) { spool.sendAway(to: machine) }
    func answer(_ job: UInt64, _ answer: PrintJobAnswer) { spool.answer(job, answer) }
    func retryPrinting() { spool.retry() }

    func display(_ lines: CustomerLines) {
        guard let display else { return }
        display.device.show(display.language.show(lines.top, lines.bottom))
    }

    /// Ends all threads; what waits to be printed stays in its rows.
    func stop() {
        for scanner in scanners { scanner.stop() }
        if let display {
            display.device.show(display.language.clear)
            display.device.stop()
        }
        spool.stop()
    }
}
