import CPosix
import Glibc
import Retail
import Synchronization

/// The service manager that started this process and wants to be told how it stands: systemd.
///
/// Its protocol is a datagram of `NAME=value` lines; nothing of libsystemd is needed.
///
/// - Source: sd_notify(3) and sd_watchdog_enabled(3).
public final class ServiceManager: Sendable {
    public enum Notice: Hashable, Sendable {
        /// What it was started for can be used.
        case ready
        case stopping
        /// A line for `systemctl status`.
        case status(String)
        /// It still works; without these the manager ends it.
        case alive
        /// The start goes on and takes so much longer, from now on.
        case startsWithin(seconds: UInt32)

        var line: String {
            switch self {
            case .ready: "READY=1"
            case .stopping: "STOPPING=1"
            case .status(let text): "STATUS=\(text.shown.prefix(200))"
            case .alive: "WATCHDOG=1"
            case .startsWithin(let seconds): "EXTEND_TIMEOUT_USEC=\(UInt64(seconds) * 1_000_000)"
            }
        }
    }

    /// How often ``Notice/alive`` has to come at the latest; nil: nobody watches.
    public let watchdogNanoseconds: Int64?
    private let descriptor: Int32
    private let address: sockaddr_un
    private let addressBytes: socklen_t
    /// When a rebuild was last told of, on the monotonic clock.
    private let toldOfRebuild = Mutex<Int64>(0)

    /// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID; nil where no manager wants to be told.
    ///
    /// - Parameter variable: an environment variable's value.
    public init?(environment variable: (String) -> String?) {
        guard let path = variable("NOTIFY_SOCKET"),
            let (address, bytes) = Self.address(path)
        else { return nil }
        let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return nil }
        self.address = address
        addressBytes = bytes
        watchdogNanoseconds = Self.watchdog(variable)
    }

    /// What this process was started with.
    public static var ofThisProcess: ServiceManager? {
        ServiceManager { name in getenv(name).map { String(cString: $0) } }
    }

    deinit { close(descriptor) }

    /// Sends notices in one datagram; it never waits.
    ///
    /// - Returns: false where the manager didn't take it.
    @discardableResult
    public func tell(_ notices: Notice...) -> Bool {
        let bytes = Array(notices.map(\.line).joined(separator: "\n").utf8)
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(
                    descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, addressBytes)
                    == bytes.count
            }
        }
    }

    /// Tells of a read model that is being made anew: the start takes longer, and it isn't stuck.
    public func rebuilding(_ done: UInt64, of all: UInt64) {
        let now = SystemClock.monotonicNanoseconds()
        let isDue = toldOfRebuild.withLock { told in
            guard told == 0 || now - told >= 1_000_000_000 else { return false }
            told = now
            return true
        }
        guard isDue else { return }
        tell(.startsWithin(seconds: 60), .alive, .status("Rebuilding: \(done) of \(all)"))
    }

    /// An absolute path, or after `@` a name in the kernel's abstract space.
    private static func address(_ path: String) -> (sockaddr_un, socklen_t)? {
        var bytes = Array(path.utf8)
        var address = sockaddr_un()
        guard bytes.count > 1, bytes.count < MemoryLayout.size(ofValue: address.sun_path),
            bytes[0] == UInt8(ascii: "/") || bytes[0] == UInt8(ascii: "@")
        else { return nil }
        let isAbstract = bytes[0] == UInt8(ascii: "@")
        if isAbstract { bytes[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        // An abstract name has no terminating zero: all bytes up to the length count.
        let size = MemoryLayout<sa_family_t>.size + bytes.count + (isAbstract ? 0 : 1)
        return (address, socklen_t(size))
    }

    /// A lane's process is told of by the parent that keeps its terminal, whose id systemd knows.
    private static func watchdog(_ variable: (String) -> String?) -> Int64? {
        guard let microseconds = variable("WATCHDOG_USEC").flatMap(Int64.init), microseconds > 0
        else { return nil }
        if let process = variable("WATCHDOG_PID") {
            guard let id = Int32(process), id == getpid() || id == getppid() else { return nil }
        }
        let (nanoseconds, overflow) = microseconds.multipliedReportingOverflow(by: 1_000)
        return overflow ? nil : nanoseconds
    }
}
