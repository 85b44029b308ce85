public import CRDT
public import Replication
public import Storage

/// Something of the mesh that a person who looks after it should know.
public enum MeshNote: Sendable {
    /// A connection ended because of what came on it; whose it was.
    case channel(String, ChannelFault)
    /// What the machine reports, and whose connection it is about.
    case mesh(String, MeshAlarm)
    /// An answer couldn't be written; whose it was.
    case answer(String, FrameFault)
    case storage(StorageError)
    case discovery(String)
    case listening(String)
    /// Somebody joined with an invitation.
    case joined(NodeID, lane: UInt8)
    /// Too many calls under an invitation came to nothing.
    case invitationEnded
    /// Another machine has this one's key: this one goes on in a life of its own.
    case lifeEnded
    /// It would have to, and can't; why.
    case lifeStays(String)
    case file(FileError)
    case snapshot(SnapshotNote)
}

extension MeshNote {
    /// For the log of whoever looks after the node.
    public var text: String {
        switch self {
        case .channel(let whose, let fault): "mesh: \(whose): refused: \(fault)"
        case .mesh(let whose, let alarm): "mesh: \(whose): \(alarm.words)"
        case .answer(let whose, let fault): "mesh: \(whose): no answer could be made: \(fault)"
        case .storage(let error): "mesh: \(error)"
        case .discovery(let reason): "mesh: nobody can be found on the LAN by name: \(reason)"
        case .listening(let reason): "mesh: this node can't be called: \(reason)"
        case .joined(let node, let lane): "mesh: \(node.short) joined as lane \(lane)"
        case .invitationEnded: "mesh: an invitation ended: too many calls came to nothing"
        case .lifeEnded:
            "mesh: this lane goes on in an incarnation and a receipt series of its own, because "
                + "another machine has its key"
        case .lifeStays(let reason):
            "mesh: another machine has this lane's key, and no incarnation of its own could be "
                + "begun here: \(reason)"
        case .file(let error): "mesh: \(error)"
        case .snapshot(let note): "mesh: \(note.words)"
        }
    }
}

extension MeshAlarm {
    var words: String {
        switch self {
        case .ownAddress: "is an address of this lane itself: `peer` in mesh.conf needn't name it"
        case .twin(_, let isInOurLife):
            "another machine has this lane's own key: a disk was cloned. "
                + (isInOurLife == true ? "Both go on, each in a series of its own. " : "")
                + "Stop one of the two and let it join as a lane of its own"
        case .twins(_, let node):
            "two machines have the key of \(node.short): a disk was cloned. Stop one of them and "
                + "let it join as a lane of its own"
        case .refusedHello(_, let code): "its hello was refused: \(code.words(of: "it"))"
        case .protocolError(_, let node, let fault):
            "\(node.map { "\($0.short) " } ?? "")broke the protocol: \(fault)"
        case .badSegment(_, let log):
            "sent operations of \(log.author.short) whose signature isn't good"
        case .bye(let node, let bye):
            "\(node.short) ended it: \(bye.code.words(of: "this node"))"
                + (bye.text.isEmpty ? "" : " (\(bye.text))")
        }
    }
}

extension Bye.Code {
    /// Why a node is refused.
    ///
    /// - Parameter who: the node, for people.
    /// - Returns: a sentence without its full stop.
    func words(of who: String) -> String {
        switch self {
        case .normal: "nothing is wrong"
        case .noCommonVersion: "\(who) speaks no version that the other speaks"
        case .credential: "the credential of \(who) isn't good"
        case .revoked: "\(who) is revoked"
        case .otherStore: "\(who) is of another store"
        case .protocolError: "\(who) broke the protocol"
        case .overload: "there are too many connections"
        case .duplicate: "there is another connection already"
        case .sameIdentity: "\(who) has the other's own key"
        }
    }
}
