import Glibc

/// Why there is no terminal to draw on.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
    case notATerminal
    /// The terminal database has no such type.
    case unknownType(String)
    case noDescriptors(errno: Int32)

    public var description: String {
        switch self {
        case .notATerminal:
            "the lane needs a terminal: standard input and output are none"
        case .unknownType(let type):
            "TERM says '\(type)', and the terminal database has no such type; "
                + "try TERM=xterm-256color, or TERM=linux on a console"
        case .noDescriptors(let number):
            "no descriptor for the terminal: \(String(cString: strerror(number)))"
        }
    }
}
