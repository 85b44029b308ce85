import CPosix
import Glibc
import Synchronization

/// Where a scanner with an input of its own is attached.
public enum ScannerSource: Hashable, Sendable {
    /// `/dev/input/event…` or a link to one; grabbed, so that its keys reach nobody else.
    case keys(path: String, isGrabbed: Bool)
    case serial(path: String, SerialLine, ScanDecoder.Mode)
}

/// What a scanner's thread tells.
public enum ScannerReport: Hashable, Sendable {
    case scan(String)
    /// Something was scanned and can't be told: scan again.
    case lost
    case attached
    /// Unplugged, or not to be opened; it is tried again every second.
    case detached(PrinterFault)
}

/// One scanner on a thread of its own.
public final class ScannerDevice: Sendable {
    private let stopSignal = StopSignal()
    private let thread: Mutex<DeviceThread?> = Mutex(nil)

    /// Milliseconds between two tries to open a scanner that isn't there.
    private static let retryMilliseconds = 1_000

    /// Starts to read; `report` is called on the scanner's thread and should only hand on.
    public init(_ source: ScannerSource, report: @escaping @Sendable (ScannerReport) -> Void) {
        let stop = stopSignal
        let started = DeviceThread {
            var lastFault: PrinterFault?
            while !stop.isRaised {
                let fault = ScannerDevice.read(source, stop: stop) { told in
                    if told == .attached { lastFault = nil }
                    report(told)
                }
                // A scanner that stays away is told once.
                if fault != .stopped, fault != lastFault { report(.detached(fault)) }
                lastFault = fault
                _ = wait(
                    for: 0, on: -1, until: .after(milliseconds: ScannerDevice.retryMilliseconds),
                    stop: stop)
            }
        }
        thread.withLock { $0 = started }
    }

    deinit { stop() }

    /// Ends the thread; again is harmless.
    public func stop() {
        stopSignal.raise()
        thread.withLock { $0 }?.join()
    }

    /// Reads until something ends it, and says what.
    private static func read(
        _ source: ScannerSource, stop: StopSignal, report: (ScannerReport) -> Void
    ) -> PrinterFault {
        do throws(PrinterFault) {
            switch source {
            case .keys(let path, let isGrabbed):
                let device = try DeviceConnection.openInput(path, grabs: isGrabbed, stop: stop)
                report(.attached)
                try readKeys(device, report: report)
            case .serial(let path, let line, let mode):
                let device = try DeviceConnection.open(
                    .serial(path: path, line), milliseconds: 1_000, stop: stop)
                report(.attached)
                try readSerial(device, ScanDecoder(mode), report: report)
            }
        } catch {
            return error
        }
    }

    private static func readKeys(
        _ device: DeviceConnection, report: (ScannerReport) -> Void
    ) throws(PrinterFault) -> Never {
        let size = MemoryLayout<input_event>.size
        var decoder = KeyScanDecoder()
        var bytes: [UInt8] = []
        while true {
            bytes += try device.read(until: .never)
            let whole = bytes.count / size
            for place in 0..<whole {
                let event = bytes.withUnsafeBytes {
                    $0.loadUnaligned(fromByteOffset: place * size, as: input_event.self)
                }
                switch decoder.handle(type: event.type, code: event.code, value: event.value) {
                case .scan(let text): report(.scan(text))
                case .lost, .refused: report(.lost)
                case nil: break
                }
            }
            bytes.removeFirst(whole * size)
        }
    }

    private static func readSerial(
        _ device: DeviceConnection, _ initial: ScanDecoder, report: (ScannerReport) -> Void
    ) throws(PrinterFault) -> Never {
        var decoder = initial
        while true {
            let bytes: [UInt8]
            do throws(PrinterFault) {
                bytes = try device.read(until: decoder.deadline.map(Deadline.at) ?? .never)
            } catch .noAnswer {
                tell(decoder.tick(at: Deadline.now), report)
                continue
            }
            let now = Deadline.now
            for byte in bytes { tell(decoder.handle(Unicode.Scalar(byte), at: now), report) }
        }
    }

    /// Keys on a line that only a scanner is on are noise, and left.
    private static func tell(
        _ outputs: [ScanDecoder.Output], _ report: (ScannerReport) -> Void
    ) {
        for output in outputs {
            switch output {
            case .scan(let text): report(.scan(text))
            case .refused: report(.lost)
            case .key: break
            }
        }
    }
}
