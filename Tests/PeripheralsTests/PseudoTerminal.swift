import CPosix
import Glibc
import Synchronization
import Testing

/// A serial line without a cable: the device's path, and the far end in the test's hand.
final class PseudoTerminal: Sendable {
    let path: String
    private let far: CInt

    init() throws {
        // What posix_openpt, unlockpt and ptsname do; Glibc's module doesn't show them. The
        // requests are TIOCSPTLCK and TIOCGPTN of Linux' asm-generic/ioctls.h.
        far = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var isLocked: CInt = 0
        var number: CInt = 0
        try #require(far >= 0 && ioctl(far, 0x4004_5431, &isLocked) == 0)
        try #require(ioctl(far, 0x8004_5430, &number) == 0)
        path = "/dev/pts/\(number)"
    }

    deinit { close(far) }

    func write(_ bytes: [UInt8]) {
        #expect(Glibc.write(far, bytes, bytes.count) == bytes.count)
    }

    /// Reads until there are so many bytes, or ten seconds pass.
    func read(count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < count {
            var polled = pollfd(fd: far, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 10_000) > 0 else { break }
            let got = Glibc.read(far, &buffer, buffer.count)
            // The line has no device end yet, or not any more.
            guard got > 0 else { continue }
            bytes += buffer[..<got]
        }
        return bytes
    }
}

/// Keeps what arrives on another thread and lets a test wait for it.
final class Collector<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    private let told = AsyncStream<Void>.makeStream()

    func add(_ value: Value) {
        values.withLock { $0.append(value) }
        told.continuation.yield()
    }

    var now: [Value] { values.withLock { $0 } }

    /// Waits until what came is as wished.
    func wait(until isAsWished: ([Value]) -> Bool) async -> [Value] {
        if isAsWished(now) { return now }
        for await _ in told.stream where isAsWished(now) { return now }
        return now
    }
}
