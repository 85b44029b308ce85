public import CRDT
public import Encoding

/// How a link came to be.
public struct LinkOrigin: Hashable, Sendable {
    /// Whether we dialled.
    public let isInitiator: Bool
    /// The other side's X25519 static key, which the handshake proved.
    public let remoteKey: [UInt8]
    /// What was dialled; nil for a link that came in.
    public let address: String?
    /// Of the mesh key under which the channel was made.
    public let epoch: UInt64

    public init(isInitiator: Bool, remoteKey: [UInt8], address: String?, epoch: UInt64) {
        self.isInitiator = isInitiator
        self.remoteKey = remoteKey
        self.address = address
        self.epoch = epoch
    }
}

/// What to read for a stream: operations of all branches, ascending by sequence.
public struct StreamRead: Hashable, Sendable {
    public let log: LogID
    public let head: Bytes8?
    public let from: UInt64
    /// Of payloads, about; at least one operation, where there is one.
    public let bytesMax: Int
}

/// What came of a segment that was to be taken in.
public enum IngestOutcome: Hashable, Sendable {
    /// Stored, or here already; a ``MeshEvent/stored(_:_:fresh:)`` came before where heads moved.
    case stored
    case alreadyHad
    case gap
    /// Chained on an operation before this sequence that isn't here.
    case unknownPrev(seq: UInt64)
    case refused
    case stranger
    /// A branch that leaves its log among operations that are held here no more.
    case belowStart
}

/// What happens to a mesh.
public enum MeshEvent: Sendable {
    /// Time passes; at least every 100 ms while any link is up.
    case tick
    /// A channel's handshake is done.
    case linkUp(LinkID, LinkOrigin)
    case linkDown(LinkID)
    /// Nothing answered at an address.
    case dialFailed(String)
    case frame(LinkID, ReceivedFrame)
    /// So many bytes of `ops` less than their bodies have went out: credit counts what is sent.
    case packed(LinkID, savedBytes: Int)
    /// The network took frames whose bodies, as given to the shell, have so many bytes.
    case flushed(LinkID, bytes: Int)
    /// These are a log's heads on disk now, as far as signatures cover them; `fresh` is what was
    /// added, where it is one segment.
    case stored(LogID, [LogPoint], fresh: Segment?)
    /// What lies at or below this operation of a log is held here no more, and what lies above it
    /// is; nil: all of the log is.
    case begins(LogID, behind: LogPoint?)
    /// The sequences from which on what was forgotten of logs is wanted again; of all others
    /// nothing is.
    case pastWanted([LogID: UInt64])
    /// The answer to ``MeshDirective/restore(_:_:)``, once the disk has all of it that is wanted.
    case restored(LogID, isStored: Bool)
    /// What a ``MeshDirective/read(_:_:)`` found; complete where nothing is stored behind it.
    case read(LinkID, StreamRead, [SignedOperation], isComplete: Bool)
    case ingested(LinkID, LogID, IngestOutcome)
    /// The answer to ``MeshDirective/look(_:)``.
    case looked(Have.Entry, isHeld: Bool)
    /// Who may write what changed.
    case membership(Membership)
    /// The incarnation in which this node writes from now on.
    case life(Incarnation)
    /// The chain by which this node is known from now on; links that stand were greeted by another.
    case credential(Credential)
    /// The current mesh key, verified.
    case meshKey(MeshKeyNotice)
    /// Somebody may be met there: by DNS-SD or by configuration.
    case discovered(String)
    /// Where this node may be met, to be passed on.
    case ownAddresses([String])
    /// A frame of the node's own for a peer: ask, denied, print, printed, keys, offer, part.
    case send(NodeID, Frame)
    /// The answer to ``MeshDirective/reportState(_:)``.
    case state(LinkID, StateReport)
    /// The till is in a sale: catch-up waits.
    case selling(Bool)
    /// Of the store's own logs nothing is asked for: a snapshot comes first.
    case holding(Bool)
}

/// What the shell must do, in order.
public enum MeshDirective: Hashable, Sendable {
    case send(LinkID, ChannelFrame)
    /// The peer's `hello` was accepted, with the dictionaries that it reads and the history that it
    /// keeps; a channel hears of it before the next frame.
    case accepted(LinkID, dictionaries: [UInt32], historyBytes: UInt64)
    /// Once what was sent is out; the link says nothing more, no ``MeshEvent/linkDown(_:)`` comes.
    case close(LinkID)
    case read(LinkID, StreamRead)
    case ingest(LinkID, Segment)
    /// Whether the operation that a peer named as a head is stored here, or was.
    case look(Have.Entry)
    /// Chained operations, ascending, that end in the one behind which the log begins here.
    case restore(LogID, [SignedOperation])
    case dial(String)
    /// A peer's frame for the node: ask, denied, proof, print, printed, keys, offer, part, state.
    case received(NodeID, Frame)
    case reportState(LinkID)
    case peerUp(NodeID)
    case peerDown(NodeID)
    /// A mesh key to verify against the membership.
    case meshKey(MeshKeyNotice, from: NodeID)
    /// Another machine writes in this incarnation too: another is to begin, where it still is this
    /// node's.
    case endLife(Incarnation)
    case alarm(MeshAlarm)
}

/// What a person should know of.
public enum MeshAlarm: Hashable, Sendable {
    /// What was dialled leads back to this machine.
    case ownAddress(LinkID)
    /// Another machine has our own key; whether it writes in the same incarnation, nil where it
    /// doesn't say.
    case twin(LinkID, isInOurLife: Bool?)
    /// Two machines that answer have the key of one member.
    case twins(LinkID, NodeID)
    case refusedHello(LinkID, Bye.Code)
    case protocolError(LinkID, NodeID?, FrameFault)
    /// A signed segment was no good.
    case badSegment(LinkID, LogID)
    case bye(NodeID, Bye)
}

/// What a peer is like, for lamps and lists.
public struct PeerStatus: Hashable, Sendable {
    public let node: NodeID
    public let link: LinkID
    public let address: String?
    public let roundTripMilliseconds: UInt64?
    public let clockOffsetMilliseconds: Int64?
    /// Operations that are on disk here and that it isn't known to have; nil: it hasn't said yet.
    public let behind: UInt64?
}
