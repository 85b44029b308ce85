public import Retail
public import Texts

/// Everything that can happen to a lane.
public enum LaneEvent: Hashable, Sendable {
    case key(Key)
    /// A whole scan, as the scanner sent it, without prefix and suffix.
    case scan(String)
    /// Time went on; at least once a second.
    case tick
    case resized(FrameSize)
    /// The answer to a request; one that is no longer waited for is dropped.
    case answer(RequestID, LaneAnswer)
    case lamps(Lamps)
    case printer(PrinterLamp)
    /// A print job of which nobody knows whether it came out.
    case printQuestion(PrintQuestion)
    /// What cash the drawer should hold now, as ``LaneEffect/lookAtCash`` asked.
    case cashInDrawer(Money)
    /// How the drawer stands after another program's command.
    case drawer(LaneSetup.Drawer)
    /// Something beside requests went wrong: the open basket isn't on disk, a scanner is gone.
    case trouble(MachineMessage)
    /// Somebody joined the store with an invitation of this lane, under this number.
    case joined(lane: UInt8)
    /// What became of a receipt at a neighbour; nil: nothing waits to be printed.
    case printedElsewhere(PrintedElsewhere?)
}

/// What became of a receipt that a neighbour was to print; what nobody knows is asked about.
public enum PrintedElsewhere: Hashable, Sendable {
    case printed
    case notPrinted
}

/// Time, terms and randomness, handed in with every event: a lane has none of its own.
public struct LaneContext: Hashable, Sendable {
    /// Settings, taxes and store time as they are now.
    public var terms: SaleTerms
    /// Store time with the zone's offset, as the header shows it.
    public var clock: LocalTime
    /// Never goes back; for the idle lock.
    public var monotonicNanoseconds: UInt64
    /// A content id that was never used: a basket begun at this event takes it.
    public var fresh: ContentID

    public init(
        terms: SaleTerms, clock: LocalTime, monotonicNanoseconds: UInt64, fresh: ContentID
    ) {
        self.terms = terms
        self.clock = clock
        self.monotonicNanoseconds = monotonicNanoseconds
        self.fresh = fresh
    }
}

/// What the header's lamps show of the network; letters beside the colours.
public struct Lamps: Hashable, Sendable {
    public enum Headquarters: Hashable, Sendable {
        /// This shop has none.
        case none
        /// Heard of so many seconds ago.
        case linked(seconds: UInt32)
        case lost
    }

    /// Whether the store still takes what this lane signs.
    public enum Standing: Hashable, Sendable {
        case member
        case retired
        case revoked
    }

    public var standing: Standing
    /// Neighbours that answer, and those that are known; 0 of 0: a shop of one lane.
    public var neighboursAnswering: UInt8
    public var neighboursKnown: UInt8
    public var headquarters: Headquarters
    /// Sales that lie on this lane only.
    public var salesOnlyHere: UInt32
    /// Hours since prices last came; nil: they are fresh.
    public var pricesHoursOld: UInt32?

    public init(
        standing: Standing = .member, neighboursAnswering: UInt8 = 0, neighboursKnown: UInt8 = 0,
        headquarters: Headquarters = .none, salesOnlyHere: UInt32 = 0, pricesHoursOld: UInt32? = nil
    ) {
        self.standing = standing
        self.neighboursAnswering = neighboursAnswering
        self.neighboursKnown = neighboursKnown
        self.headquarters = headquarters
        self.salesOnlyHere = salesOnlyHere
        self.pricesHoursOld = pricesHoursOld
    }
}

/// How the receipt printer does.
public enum PrinterLamp: Hashable, Sendable, CaseIterable {
    /// None is set up: receipts go to the paper file.
    case none
    case ready
    case paperLow
    case paperOut
    case coverOpen
    case cutterJammed
    case paperJammed
    case recovering
    case offline
    /// No answer: cable, power or address.
    case unreachable
    case broken

    /// Whether nothing prints until a person does something.
    public var isStopped: Bool {
        switch self {
        case .none, .ready, .paperLow, .recovering: false
        case .paperOut, .coverOpen, .cutterJammed, .paperJammed, .offline, .unreachable, .broken:
            true
        }
    }
}

/// A print job that began and may or may not have come out.
public struct PrintQuestion: Hashable, Sendable {
    /// The job's number, given back with the answer.
    public var job: UInt64
    /// What it is, for the cashier: a receipt's number, or the name of a slip.
    public var title: String

    public init(job: UInt64, title: String) {
        self.job = job
        self.title = title
    }
}
