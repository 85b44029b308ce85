import CNcurses
import CPosix
import Glibc

/// Keeps how the terminal was before the lane, and puts it back whatever became of the lane.
package struct TerminalKeeper {
    private let descriptor: CInt
    private let settings: termios
    private let type: String

    /// Remembers the terminal behind a descriptor; nil where it is none.
    package init?(descriptor: CInt, type: String) {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return nil }
        self.descriptor = descriptor
        self.settings = settings
        self.type = type
    }

    /// Leaves the screen that programs draw on, shows the cursor, takes keys as lines again.
    package func restore() {
        var settings = settings
        // What the dead lane's keys were isn't for the shell that comes next.
        tcsetattr(descriptor, TCSAFLUSH, &settings)
        let before = set_curterm(nil)
        defer { set_curterm(before) }
        var failure: CInt = 0
        guard setupterm(type, descriptor, &failure) == 0 else { return }
        for name in ["sgr0", "rmkx", "cnorm", "rmcup"] {
            write(Self.capability(name))
        }
        del_curterm(set_curterm(nil))
    }

    /// The terminal's bytes for something; none where it can't.
    private static func capability(_ name: String) -> [UInt8] {
        // Absent is null, no string at all is the address -1.
        guard let found = tigetstr(name), Int(bitPattern: found) != -1 else { return [] }
        return withoutPadding(Array(UnsafeRawBufferPointer(start: found, count: strlen(found))))
    }

    /// Without `$<5>`: no terminal in use needs a pause here.
    package static func withoutPadding(_ bytes: [UInt8]) -> [UInt8] {
        var rest = bytes[...]
        var kept: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "$"), rest.first == UInt8(ascii: "<"),
                let end = rest.firstIndex(of: UInt8(ascii: ">"))
            {
                rest = rest[(end + 1)...]
            } else {
                kept.append(byte)
            }
        }
        return kept
    }

    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            // A terminal that is gone needs no restoring.
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}
