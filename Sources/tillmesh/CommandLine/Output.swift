import Glibc
import Synchronization

/// Text on standard output and standard error.
enum Output {
    // Many short lines go out in few writes; the lock makes lines of several threads whole.
    private static let pending = Mutex<[UInt8]>([])

    static func line(_ text: String) {
        let full = pending.withLock { buffer in
            buffer.append(contentsOf: text.utf8)
            buffer.append(UInt8(ascii: "\n"))
            return buffer.count >= 1 << 16
        }
        if full { flush() }
    }

    /// Sends what waits; false when nobody reads it any more or the disk is full.
    @discardableResult
    static func flush() -> Bool {
        pending.withLock { buffer in
            let isWritten = write(buffer, to: STDOUT_FILENO)
            buffer.removeAll(keepingCapacity: true)
            return isWritten
        }
    }

    static func error(_ text: String) {
        flush()
        // Standard error is the last place to complain; if it is gone nobody listens.
        _ = write(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    /// Text on standard error without an end of line: a progress bar, a question.
    static func status(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }
}
