import CPosix
import Glibc

extension DeviceConnection {
    /// Connects to the first of a host's addresses that answers before the deadline.
    ///
    /// Looking the name up may take as long as the resolver lets it; only the device's own
    /// thread waits for that.
    static func connect(
        _ host: String, _ port: UInt16, until deadline: Deadline, stop: StopSignal
    ) throws(PrinterFault) -> CInt {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { throw .unknownHost }
        defer { freeaddrinfo(list) }
        var fault = PrinterFault.unknownHost
        var next = list
        while let address = next?.pointee {
            do throws(PrinterFault) {
                return try connect(address, until: deadline, stop: stop)
            } catch {
                if error == .stopped { throw error }
                fault = error
            }
            next = address.ai_next
        }
        throw fault
    }

    private static func connect(
        _ address: addrinfo, until deadline: Deadline, stop: StopSignal
    ) throws(PrinterFault) -> CInt {
        let descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
        guard descriptor >= 0 else { throw .unreachable(errno: errno) }
        setFlags(of: descriptor)
        do throws(PrinterFault) {
            if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
                guard errno == EINPROGRESS else { throw .unreachable(errno: errno) }
                try finishConnecting(descriptor, until: deadline, stop: stop)
            }
        } catch {
            close(descriptor)
            throw error
        }
        // A receipt's last bytes shall not wait for more.
        var isOn: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(4))
        return descriptor
    }

    private static func finishConnecting(
        _ descriptor: CInt, until deadline: Deadline, stop: StopSignal
    ) throws(PrinterFault) {
        switch Peripherals.wait(for: POLLOUT, on: descriptor, until: deadline, stop: stop) {
        case .ready:
            var number: CInt = 0
            var length = socklen_t(4)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length)
            guard number == 0 else { throw .unreachable(errno: number) }
        case .timedOut: throw .openTimedOut
        case .stopped: throw .stopped
        case .failed(let number): throw .unreachable(errno: number)
        }
    }
}

extension SerialLine {
    /// Sets a port raw, 8 data bits, no parity, 1 stop bit, at this speed.
    func set(on descriptor: CInt) throws(PrinterFault) {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { throw .unreachable(errno: errno) }
        cfmakeraw(&settings)
        settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
        settings.c_cflag &= ~tcflag_t(CSTOPB)
        switch flow {
        case .none:
            settings.c_cflag &= ~tcflag_t(CRTSCTS)
            settings.c_iflag &= ~tcflag_t(IXON | IXOFF)
        case .hardware: settings.c_cflag |= tcflag_t(CRTSCTS)
        case .software: settings.c_iflag |= tcflag_t(IXON)
        }
        cfsetspeed(&settings, speed)
        guard tcsetattr(descriptor, TCSANOW, &settings) == 0 else {
            throw .unreachable(errno: errno)
        }
    }

    /// The system's name for the speed; `init` admits no other.
    private var speed: speed_t {
        switch baud {
        case 1_200: speed_t(B1200)
        case 2_400: speed_t(B2400)
        case 4_800: speed_t(B4800)
        case 19_200: speed_t(B19200)
        case 38_400: speed_t(B38400)
        case 57_600: speed_t(B57600)
        case 115_200: speed_t(B115200)
        default: speed_t(B9600)
        }
    }
}
