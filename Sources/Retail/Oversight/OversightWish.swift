public import Encoding
public import Texts

/// What somebody wants of the store's keeping; looked at where it is done, never in a screen.
public enum OversightWish: Hashable, Sendable {
    case read(OversightPage)
    /// Writes what an operation of a tie says as a new version, which then stands everywhere.
    case keep(Bytes32)
    case retryQuarantine
    /// Lets another machine join; an empty label is what it calls itself.
    case invite(label: String)
    /// A stolen machine: what it signs from now on doesn't count.
    case revoke(Machine.ID, reason: String)
    case retire(Machine.ID)
    case dormant(Machine.ID, Bool)
    case archive(Machine.ID, Bool)
    /// Leaves a branch of a forked log, by its head, out.
    case exclude(log: String, head: Bytes32)

    /// What a person needs for it; nil where the command that it comes to asks for its own.
    public var permission: Permission? {
        switch self {
        case .read: .readReports
        case .keep: nil
        case .retryQuarantine, .invite, .revoke, .retire, .dormant, .archive, .exclude:
            .lookAfterStore
        }
    }

    /// Whether nothing changes by it.
    public var isReading: Bool {
        switch self {
        case .read: true
        case .keep, .retryQuarantine, .invite, .revoke, .retire, .dormant, .archive, .exclude:
            false
        }
    }
}

/// What came of it.
public enum OversightAnswer: Hashable, Sendable {
    case sheet(OversightSheet)
    case invitation(InvitationCard)
    /// How many operations didn't count, and how many don't now.
    case retried(before: UInt64, after: UInt64)
    case done
    case hindered(OversightHindrance)
}

/// Why nothing was done, apart from what a person may.
public enum OversightHindrance: Hashable, Sendable {
    /// This machine may not decide about others.
    case notSteward
    /// Only the store's root may decide this.
    case needsRoot
    /// It holds already, or wouldn't count.
    case withoutEffect
    /// This machine takes no part in a mesh.
    case noMesh
    /// All 99 lane numbers are in use.
    case noNumber
    /// No other machine could call this one.
    case noAddress
    /// It isn't there any more: the page is old.
    case gone
    /// Anything else: the machine's trouble.
    case trouble(MachineMessage)
}

/// What a newcomer needs to join.
public struct InvitationCard: Hashable, Sendable {
    /// To be typed, scanned or pasted on the new machine.
    public var line: String
    /// The number that the newcomer gets.
    public var lane: UInt8
    /// How long it is good.
    public var minutes: Int
    /// Its QR code, two squares above each other in one character; empty where it has none.
    public var picture: [String]

    public init(line: String, lane: UInt8, minutes: Int, picture: [String] = []) {
        self.line = line
        self.lane = lane
        self.minutes = minutes
        self.picture = picture
    }
}
