import CPosix
import Glibc

/// An open descriptor of a device; every wait on it has a deadline and ends when stopped.
final class DeviceConnection {
    private let descriptor: CInt
    private let stop: StopSignal
    private let isFile: Bool

    /// Opens a device within `milliseconds`.
    static func open(
        _ address: DeviceAddress, milliseconds: Int, stop: StopSignal
    ) throws(PrinterFault) -> DeviceConnection {
        switch address {
        case .network(let host, let port):
            let socket = try connect(
                host, port, until: .after(milliseconds: milliseconds), stop: stop)
            return DeviceConnection(descriptor: socket, stop: stop, isFile: false)
        case .character(let path):
            let device = try openPath(path, O_RDWR | O_NOCTTY | O_NONBLOCK)
            return DeviceConnection(descriptor: device, stop: stop, isFile: false)
        case .serial(let path, let line):
            let port = try openPath(path, O_RDWR | O_NOCTTY | O_NONBLOCK)
            let connection = DeviceConnection(descriptor: port, stop: stop, isFile: false)
            try line.set(on: port)
            return connection
        case .file(let path):
            let file = try openPath(path, O_WRONLY | O_APPEND | O_CREAT)
            return DeviceConnection(descriptor: file, stop: stop, isFile: true)
        }
    }

    private init(descriptor: CInt, stop: StopSignal, isFile: Bool) {
        self.descriptor = descriptor
        self.stop = stop
        self.isFile = isFile
        setFlags(of: descriptor)
    }

    /// Opens an input device for reading, and grabs it where wished.
    static func openInput(
        _ path: String, grabs: Bool, stop: StopSignal
    ) throws(PrinterFault) -> DeviceConnection {
        let input = try openPath(path, O_RDONLY | O_NONBLOCK)
        let connection = DeviceConnection(descriptor: input, stop: stop, isFile: false)
        guard !grabs || ioctl(input, UInt(EVIOCGRAB_REQUEST), CInt(1)) == 0 else {
            throw .unreachable(errno: errno)
        }
        return connection
    }

    deinit { close(descriptor) }

    /// Writes some of the bytes and says how many left, at least one.
    func write(_ bytes: ArraySlice<UInt8>, milliseconds: Int) throws(PrinterFault) -> Int {
        let deadline = Deadline.after(milliseconds: milliseconds)
        while true {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { return count }
            let failure = errno
            guard count < 0, failure == EAGAIN || failure == EINTR else {
                throw DeviceConnection.fault(of: failure)
            }
            try wait(POLLOUT, until: deadline, late: .stalled)
        }
    }

    /// Writes all of the bytes.
    func writeAll(_ bytes: [UInt8], milliseconds: Int) throws(PrinterFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            rest = rest.dropFirst(try write(rest, milliseconds: milliseconds))
        }
    }

    /// Reads what is there, waiting for the first byte.
    ///
    /// - Throws: ``PrinterFault/noAnswer`` when none came in time.
    func read(until deadline: Deadline) throws(PrinterFault) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 { return Array(buffer[..<count]) }
            // A serial line without its sender reads as empty; a socket at its end, too.
            if count == 0 { throw .hungUp }
            guard errno == EAGAIN || errno == EINTR else {
                throw DeviceConnection.fault(of: errno)
            }
            try wait(POLLIN, until: deadline, late: .noAnswer)
        }
    }

    /// Waits until the system's own queue towards the device is empty.
    func drain(milliseconds: Int) throws(PrinterFault) {
        guard !isFile else { return }
        let deadline = Deadline.after(milliseconds: milliseconds)
        while true {
            var queued: CInt = 0
            // Devices without such a queue (a printer's USB pipe) took the bytes in `write`.
            guard ioctl(descriptor, UInt(TIOCOUTQ), &queued) == 0, queued > 0 else { return }
            guard !deadline.hasPassed else { throw .stalled }
            try noticeHangUp()
            // No event tells of this queue's end, so it is looked at every few milliseconds.
            let pause = Deadline.after(milliseconds: 2)
            if Peripherals.wait(for: 0, on: -1, until: pause, stop: stop) == .stopped {
                throw .stopped
            }
        }
    }

    private func noticeHangUp() throws(PrinterFault) {
        var polled = pollfd(fd: descriptor, events: 0, revents: 0)
        guard poll(&polled, 1, 0) >= 0 else { return }
        if Int32(polled.revents) & (POLLERR | POLLHUP) != 0 { throw .hungUp }
    }

    private func wait(
        _ events: Int32, until deadline: Deadline, late: PrinterFault
    ) throws(PrinterFault) {
        switch Peripherals.wait(for: events, on: descriptor, until: deadline, stop: stop) {
        case .ready: return
        case .timedOut: throw late
        case .stopped: throw .stopped
        case .failed(let number): throw .ioError(errno: number)
        }
    }

    private static func fault(of number: CInt) -> PrinterFault {
        switch number {
        case EPIPE, ECONNRESET, ENODEV, ENXIO, ENOTCONN: .hungUp
        case ETIMEDOUT, EHOSTUNREACH, ENETUNREACH: .stalled
        default: .ioError(errno: number)
        }
    }

    private static func openPath(_ path: String, _ flags: CInt) throws(PrinterFault) -> CInt {
        // Paper files hold what customers bought: nobody else reads them.
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unreachable(errno: errno) }
        return descriptor
    }
}
