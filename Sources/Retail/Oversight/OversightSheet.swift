public import Encoding
public import Texts

/// What there is to look at in a store, a page each.
public enum OversightPage: UInt8, Hashable, Sendable, CaseIterable {
    case machines
    case drawers
    case conflicts
    case shortages
    case quarantine
    case forks
    case shifts
}

/// A page as it stands, at most so many entries as a person goes through.
public enum OversightSheet: Hashable, Sendable {
    /// `onlyHere`: operations of this machine that no other is known to have.
    case machines([Machine], books: BooksOverview, onlyHere: UInt64, notices: [MeshNotice])
    /// Open ones first, then closed ones, the newest first.
    case drawers([DrawerOverview])
    case conflicts([StoreConflict])
    case shortages([Shortage])
    /// And how many there are in all.
    case quarantine([QuarantineEntry], all: Int)
    case forks([ForkOverview])
    /// The newest first.
    case shifts([ShiftEntry])

    public var page: OversightPage {
        switch self {
        case .machines: .machines
        case .drawers: .drawers
        case .conflicts: .conflicts
        case .shortages: .shortages
        case .quarantine: .quarantine
        case .forks: .forks
        case .shifts: .shifts
        }
    }

    public var count: Int {
        switch self {
        case .machines(let entries, _, _, _): entries.count
        case .drawers(let entries): entries.count
        case .conflicts(let entries): entries.count
        case .shortages(let entries): entries.count
        case .quarantine(let entries, _): entries.count
        case .forks(let entries): entries.count
        case .shifts(let entries): entries.count
        }
    }
}

/// How far back the store's books are kept at this machine.
public struct BooksOverview: Hashable, Sendable {
    /// What is older may go, once an archive has it.
    public var days: UInt16
    /// Whether any machine keeps everything: else nothing goes.
    public var hasArchive: Bool
    /// Up to then something was forgotten here; nil: nothing was.
    public var forgottenUpTo: LocalTime?
    /// Operations of that time that come back, as a decision changes what they are worth; until
    /// then these books can't be compared.
    public var wantedAgain: UInt64
    /// Whether nobody who is linked has some of these.
    public var isWantedOutOfReach: Bool
    /// Logs of which something is missing that only an archive has, and none is linked.
    public var outOfReach: UInt64
    /// Changes that were begun together and whose end isn't written: no lane shows them.
    public var unfinished: [UnfinishedChanges]

    public init(
        days: UInt16 = 400, hasArchive: Bool = false, forgottenUpTo: LocalTime? = nil,
        wantedAgain: UInt64 = 0, isWantedOutOfReach: Bool = false, outOfReach: UInt64 = 0,
        unfinished: [UnfinishedChanges] = []
    ) {
        self.days = days
        self.hasArchive = hasArchive
        self.forgottenUpTo = forgottenUpTo
        self.wantedAgain = wantedAgain
        self.isWantedOutOfReach = isWantedOutOfReach
        self.outOfReach = outOfReach
        self.unfinished = unfinished
    }
}

/// Changes of prices, taxes, people or settings that were to become visible together and wait for
/// their end: an import that goes on, or was cut short.
public struct UnfinishedChanges: Hashable, Sendable {
    /// Of who wrote them; 0 where its number isn't known.
    public var lane: UInt8
    public var count: Int
    /// When the last of them was written; nil: that isn't held here any more.
    public var last: LocalTime?

    public init(lane: UInt8, count: Int, last: LocalTime?) {
        self.lane = lane
        self.count = count
        self.last = last
    }
}

/// Something that a mesh refused or noticed, once for all the times that it did.
public struct MeshNotice: Hashable, Sendable {
    public var text: Translation
    public var last: Instant
    public var count: Int

    public init(text: Translation, last: Instant, count: Int) {
        self.text = text
        self.last = last
        self.count = count
    }
}

/// A drawer session of any lane: open with its figures so far, or closed with its Z.
public struct DrawerOverview: Hashable, Sendable {
    public enum Standing: Hashable, Sendable {
        case open(DrawerReport, since: LocalTime)
        case closed(DrawerClosing)
    }

    /// 0 where its number isn't known.
    public var lane: UInt8
    public var businessDate: BusinessDate
    /// Who opened it, or who closed it.
    public var person: UInt32
    public var standing: Standing

    public init(lane: UInt8, businessDate: BusinessDate, person: UInt32, standing: Standing) {
        self.lane = lane
        self.businessDate = businessDate
        self.person = person
        self.standing = standing
    }
}

/// Somebody came, went, or took a break.
public struct ShiftEntry: Hashable, Sendable {
    public var person: UInt32
    public var kind: ClockEntry.Kind
    public var time: LocalTime
    /// 0 where its number isn't known.
    public var lane: UInt8

    public init(person: UInt32, kind: ClockEntry.Kind, time: LocalTime, lane: UInt8) {
        self.person = person
        self.kind = kind
        self.time = time
        self.lane = lane
    }
}

/// Stock below nothing: a count closes it.
public struct Shortage: Hashable, Sendable {
    public var item: ItemCode
    public var name: String
    public var place: Place
    public var held: Quantity
    public var unit: Item.Unit

    public init(item: ItemCode, name: String, place: Place, held: Quantity, unit: Item.Unit) {
        self.item = item
        self.name = name
        self.place = place
        self.held = held
        self.unit = unit
    }
}

/// An operation in a log, as those who look after the store see it.
public struct LogEntry: Hashable, Sendable {
    public var hash: Bytes32
    /// Of whose log it is; 0 where its number isn't known.
    public var lane: UInt8
    /// Its kind's name in docs/facts.md.
    public var kind: String
    /// Nil: it is the protocol's own, or can't be read.
    public var fact: Fact?

    public init(hash: Bytes32, lane: UInt8, kind: String, fact: Fact?) {
        self.hash = hash
        self.lane = lane
        self.kind = kind
        self.fact = fact
    }
}

/// An operation that is kept and doesn't count.
public struct QuarantineEntry: Hashable, Sendable {
    public var entry: LogEntry
    public var sequence: UInt64
    /// Nil: a later version wrote it.
    public var reason: QuarantineText?

    public init(entry: LogEntry, sequence: UInt64, reason: QuarantineText?) {
        self.entry = entry
        self.sequence = sequence
        self.reason = reason
    }
}

/// A log that two machines went on with.
public struct ForkOverview: Hashable, Sendable {
    public struct Branch: Hashable, Sendable {
        public var head: Bytes32
        public var sequence: UInt64
        /// Whether a steward left it out.
        public var isExcluded: Bool
        /// How many operations no other branch has, and the last of them.
        public var own: Int
        public var last: [LogEntry]

        public init(
            head: Bytes32, sequence: UInt64, isExcluded: Bool, own: Int, last: [LogEntry]
        ) {
            self.head = head
            self.sequence = sequence
            self.isExcluded = isExcluded
            self.own = own
            self.last = last
        }
    }

    /// The log's name, as commands take it.
    public var log: String
    /// 0 where its number isn't known.
    public var lane: UInt8
    public var branches: [Branch]

    public init(log: String, lane: UInt8, branches: [Branch]) {
        self.log = log
        self.lane = lane
        self.branches = branches
    }
}
