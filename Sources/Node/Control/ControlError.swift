/// Why nothing went through a control socket.
public enum ControlError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The socket's path is longer than the kernel takes.
    case pathTooLong(path: String, bytesMax: Int)
    /// Nobody listens there.
    case absent(path: String)
    /// The other end runs under another user.
    case stranger(user: Int)
    /// Others may write to the folder, and could put a socket of theirs there.
    case openFolder(path: String, mode: UInt32)
    /// No whole answer within the time.
    case timedOut(seconds: Int)
    /// The other end hung up.
    case closed
    /// A frame above the limit.
    case tooLarge(bytes: Int, bytesMax: Int)
    /// What came is no request, or no answer, of this version.
    case malformed(String)
    case file(FileError)

    public var description: String {
        switch self {
        case .pathTooLong(let path, let most):
            "the path \(path) is too long for a control socket (\(path.utf8.count) bytes of "
                + "\(most)): move the data directory to a shorter path, or name it through a "
                + "short symbolic link"
        case .absent(let path): "no till listens at \(path)"
        case .stranger(let user): "the other end of the control socket runs as user \(user)"
        case .openFolder(let path, let mode):
            "others may write to \(path) (mode \(String(mode, radix: 8))): chmod 700 it"
        case .timedOut(let seconds): "the till gave no answer within \(seconds) s"
        case .closed: "the till hung up before it answered"
        case .tooLarge(let bytes, let most):
            "a message of \(bytes) bytes is more than the \(most) that a control socket takes"
        case .malformed(let detail):
            "the till speaks another version of the control socket (\(detail)): "
                + "restart it with this program"
        case .file(let error): "\(error)"
        }
    }
}
