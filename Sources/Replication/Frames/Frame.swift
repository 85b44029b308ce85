public import CRDT
public import Encoding

/// What two nodes say to each other; the table of protocol.md §5, row by row.
///
/// Logs are named in full here; which of them is written as an index is for
/// ``FrameWriter`` and ``FrameReader`` to know, as it differs by connection and direction.
public enum Frame: Hashable, Sendable {
    case hello(Hello)
    case have(Have)
    case want(Want)
    /// What was wanted, then each new operation while it stays wanted.
    case ops(Segment)
    case ask(RightsRequest)
    case denied(RightsDenial)
    /// A fork: same log, first sequence and `prev`, different first hash.
    case proof(Segment, Segment)
    case offer(SnapshotOffer)
    /// The digest of a snapshot's part.
    case partRequest(Bytes32)
    case part(digest: Bytes32, bytes: [UInt8])
    case ping(Bytes8)
    /// What the ping carried, and the answerer's wall time.
    case pong(Bytes8, wallMilliseconds: UInt64)
    case bye(Bye)
    case join(JoinRequest)
    case welcome(Welcome)
    case meshKey(MeshKeyNotice)
    case peers([PeerAddresses])
    case stateRequest
    case state(StateReport)
    case print(PrintOrder)
    case printed(PrintReport)
    case keys([SubjectKey])
    /// Please offer a snapshot.
    case offerRequest

    public var type: FrameType {
        switch self {
        case .hello: .hello
        case .have: .have
        case .want: .want
        case .ops: .ops
        case .ask: .ask
        case .denied: .denied
        case .proof: .proof
        case .offer: .offer
        case .partRequest: .partRequest
        case .part: .part
        case .ping: .ping
        case .pong: .pong
        case .bye: .bye
        case .join: .join
        case .welcome: .welcome
        case .meshKey: .meshKey
        case .peers: .peers
        case .stateRequest: .stateRequest
        case .state: .state
        case .print: .print
        case .printed: .printed
        case .keys: .keys
        case .offerRequest: .offerRequest
        }
    }
}

/// Type 1: who speaks, and what it can.
public struct Hello: Hashable, Sendable {
    /// What tells a machine from another one that has its key.
    public struct Life: Hashable, Sendable {
        /// Drawn when the process starts.
        public let process: Bytes8
        /// In which it writes.
        public let incarnation: Incarnation

        public init(process: Bytes8, incarnation: Incarnation) {
            self.process = process
            self.incarnation = incarnation
        }
    }

    /// Highest first.
    public let versions: [UInt64]
    public let credential: Credential
    /// For people; at most 256 bytes.
    public let label: String
    public let hlc: HLC
    /// The program and its version, for people.
    public let software: String
    /// The TCP port on which it listens; nil where it doesn't.
    public let listenPort: UInt16?
    /// No control scopes: those of common scopes are common.
    public let scopes: [ScopeID]
    /// The shipped dictionaries that it can read.
    public let dictionaries: [UInt32]
    /// How many bytes of short `ops` frames it keeps for those that follow; 0: none.
    public let historyBytes: UInt64
    /// Nil where it isn't told.
    public let life: Life?

    public init(
        versions: [UInt64] = [1], credential: Credential, label: String, hlc: HLC,
        software: String, listenPort: UInt16?, scopes: [ScopeID], dictionaries: [UInt32] = [],
        historyBytes: UInt64 = 0, life: Life? = nil
    ) {
        self.versions = versions
        self.credential = credential
        self.label = label
        self.hlc = hlc
        self.software = software
        self.listenPort = listenPort
        self.scopes = scopes
        self.dictionaries = dictionaries
        self.historyBytes = historyBytes
        self.life = life
    }
}

/// Type 13: why a side closes.
public struct Bye: Hashable, Sendable {
    public enum Code: UInt64, Hashable, Sendable, CaseIterable {
        case normal = 0
        case noCommonVersion = 1
        case credential = 2
        case revoked = 3
        case otherStore = 4
        case protocolError = 5
        case overload = 6
        case duplicate = 7
        case sameIdentity = 8
    }

    public let code: Code
    /// For people; at most 256 bytes.
    public let text: String

    public init(_ code: Code, _ text: String = "") {
        self.code = code
        self.text = text
    }
}
