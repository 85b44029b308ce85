public import Encoding

/// A machine of the store, as those who look after the store see it.
public struct Machine: Hashable, Sendable {
    /// The machine's public key.
    public struct ID: Hashable, Sendable {
        public let key: Bytes32
        public init(_ key: Bytes32) { self.key = key }
    }

    public enum State: Hashable, Sendable, CaseIterable {
        case active
        /// Silent for long: nobody waits for its word.
        case dormant
        /// Its work is over.
        case retired
        /// What it signed above a cut doesn't count.
        case revoked
        /// It goes on under another key.
        case rotated
    }

    /// How a machine is met.
    public struct Link: Hashable, Sendable {
        /// What was dialled; nil where it called.
        public var address: String?
        public var roundTripMilliseconds: UInt64?
        /// Its wall clock less ours.
        public var clockOffsetMilliseconds: Int64?
        /// Operations here that it isn't known to have; nil: it hasn't said yet.
        public var behind: UInt64?

        public init(
            address: String?, roundTripMilliseconds: UInt64?, clockOffsetMilliseconds: Int64?,
            behind: UInt64?
        ) {
            self.address = address
            self.roundTripMilliseconds = roundTripMilliseconds
            self.clockOffsetMilliseconds = clockOffsetMilliseconds
            self.behind = behind
        }
    }

    public var id: ID
    /// The beginning of the key, for people.
    public var name: String
    /// The number that it rings under; nil: it rings nothing, or no more.
    public var lane: UInt8?
    public var label: String
    /// Whether it may decide about the others.
    public var isSteward: Bool
    /// Whether it keeps everything, so that others may forget what is old.
    public var isArchive: Bool
    public var state: State
    /// Whether it is the machine that answers.
    public var isOwn: Bool
    /// Nil: it isn't met now.
    public var link: Link?
    /// The stamp of what it signed last; nil: nothing of it is here.
    public var heard: LocalTime?

    public init(
        id: ID, name: String, lane: UInt8?, label: String, isSteward: Bool = false,
        isArchive: Bool = false, state: State = .active, isOwn: Bool = false, link: Link? = nil,
        heard: LocalTime? = nil
    ) {
        self.id = id
        self.name = name
        self.lane = lane
        self.label = label
        self.isSteward = isSteward
        self.isArchive = isArchive
        self.state = state
        self.isOwn = isOwn
        self.link = link
        self.heard = heard
    }
}
