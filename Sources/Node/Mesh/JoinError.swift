public import Replication
public import Storage

/// Why a machine didn't become a lane of a store; what it had before is as it was.
public enum JoinError: Error, CustomStringConvertible {
    case line(InvitationFault)
    case expired
    /// The folder has a till already.
    case alreadyThere(path: String)
    /// Files of something else lie there.
    case notEmpty(path: String, file: String)
    /// Joining was begun here for another store.
    case anotherStore(path: String)
    /// Nobody answered at any of the invitation's addresses; what each said.
    case unreachable([String])
    /// The inviter ended the call: the invitation was redeemed by another, or is over.
    case refused
    case channel(ChannelFault)
    /// What the inviter sent is no welcome for this node.
    case welcome(String)
    /// The lanes went away before all was here.
    case incomplete(String)
    case file(FileError)
    case storage(StorageError)
    case key(String)

    public var description: String {
        switch self {
        case .line(let fault):
            "this is no invitation (\(fault)): type or scan the whole line that "
                + "`tillmesh invite` printed, from tillmesh1: on"
        case .expired:
            "this invitation is over, they are good for 10 minutes: make another with "
                + "`tillmesh invite` (or set this machine's clock)"
        case .alreadyThere(let path):
            "\(path) has a till already: choose another folder with --data"
        case .notEmpty(let path, let file):
            "\(path) holds \(file), which is no part of a till: choose an empty folder"
        case .anotherStore(let path):
            "joining another store was begun in \(path): choose an empty folder"
        case .unreachable(let said):
            "nobody answers: \(said.joined(separator: "; ")). Check that the inviting lane is open "
                + "and both machines are on one network, then join again with the same line"
        case .refused:
            "the inviting lane refused: the invitation was used by another machine, or is over; "
                + "make another with `tillmesh invite`"
        case .channel(let fault):
            "the inviting lane's answer is no good (\(fault)): make another invitation"
        case .welcome(let text): "the inviting lane's welcome is no good: \(text)"
        case .incomplete(let text):
            "the store's books are not all here (\(text)): join again with the same line, "
                + "what is here stays"
        case .file(let error): error.description
        case .storage(let error): error.description
        case .key(let text): "no key could be made: \(text)"
        }
    }
}
