import Synchronization

/// A customer display on a thread of its own: shows the latest of what it is given.
///
/// What it was too slow to show is skipped; a display that is gone is tried again with the next
/// lines and holds nothing up.
public final class DisplayDevice: Sendable {
    private let mailbox = Mailbox<[UInt8]>()
    private let thread: Mutex<DeviceThread?> = Mutex(nil)

    /// Opens the display, and tells `didFail` of each fault, on the display's own thread.
    public init(
        _ address: DeviceAddress, _ display: CustomerDisplay,
        didFail: @escaping @Sendable (PrinterFault) -> Void
    ) {
        let mailbox = mailbox
        let started = DeviceThread {
            var device: DeviceConnection?
            var next: [UInt8]? = []
            while let first = next {
                let latest = mailbox.drain().last ?? first
                do throws(PrinterFault) {
                    if device == nil {
                        device = try DisplayDevice.open(address, display, mailbox.stop)
                    }
                    try device?.writeAll(latest, milliseconds: 1_000)
                } catch {
                    device = nil
                    if error != .stopped { didFail(error) }
                }
                next = mailbox.next()
            }
        }
        thread.withLock { $0 = started }
    }

    deinit { stop() }

    /// Shows bytes of ``CustomerDisplay``; returns at once.
    public func show(_ bytes: [UInt8]) { mailbox.post(bytes) }

    /// Ends the thread; again is harmless.
    public func stop() {
        mailbox.stop.raise()
        thread.withLock { $0 }?.join()
    }

    private static func open(
        _ address: DeviceAddress, _ display: CustomerDisplay, _ stop: StopSignal
    ) throws(PrinterFault) -> DeviceConnection {
        let device = try DeviceConnection.open(address, milliseconds: 2_000, stop: stop)
        try device.writeAll(display.start, milliseconds: 1_000)
        return device
    }
}
