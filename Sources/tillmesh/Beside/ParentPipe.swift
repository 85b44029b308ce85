import CPosix
import Glibc

/// Standard input of a lane that another process started: it ends when that process does.
enum ParentPipe {
    /// Waits for so long.
    ///
    /// - Returns: whether nobody holds the other end any more.
    static func isOver(within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }
}
