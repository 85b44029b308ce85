import CPosix
import Glibc
import TestSupport

/// A pseudo terminal: the test holds the end where the person would sit.
final class Pty {
    /// The person's end.
    private(set) var master: CInt
    /// The program's end.
    let slave: CInt

    init(columns: UInt16 = 80, rows: UInt16 = 24) throws(FileError) {
        var ends: (CInt, CInt) = (-1, -1)
        guard openpty(&ends.0, &ends.1, nil, nil, nil) == 0 else {
            throw .notReadable(path: "/dev/ptmx", errno: errno)
        }
        (master, slave) = ends
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        resize(columns: columns, rows: rows)
    }

    deinit {
        hangUp()
        close(slave)
    }

    /// The person is gone; again is harmless.
    func hangUp() {
        if master >= 0 { close(master) }
        master = -1
    }

    func resize(columns: UInt16, rows: UInt16) {
        _ = tillmesh_set_terminal_size(master, columns, rows)
    }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        #if DEBUG
            precondition(bytes.count < 4_096, "more than a terminal's queue holds")
        #endif
        _ = write(master, bytes, bytes.count)
    }

    /// Waits until so many bytes lie ready at the program's end: the line discipline hands on at
    /// its own time.
    static func awaitInput(_ descriptor: CInt, bytes: Int) throws(FileError) {
        var ready: CInt = 0
        for _ in 0..<5_000 {
            let asked = withUnsafeMutablePointer(to: &ready) {
                ioctl(descriptor, UInt(FIONREAD), $0)
            }
            guard asked == 0 else { break }
            if Int(ready) >= bytes { return }
            // No event tells of more than the first byte.
            poll(nil, 0, 1)
        }
        throw .notReadable(path: "terminal", errno: errno)
    }

    /// What the program has written since the last call.
    func output() -> String {
        var all: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(master, &block, block.count)
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += block.prefix(count)
        }
    }

    /// How the terminal takes keys now.
    func settings() -> termios {
        var settings = termios()
        tcgetattr(slave, &settings)
        return settings
    }
}
