import CRDT
import Encoding

/// An operation that says who is a member or what logs are worth, read.
struct MembershipRecord: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case enrolled(MemberEnrolled)
        case revoked(MemberRevoked)
        case rotated(MemberRotated)
        case dormant(MemberDormant)
        case archive(MemberArchive)
        case adopted(ForkAdopted)
        case salvaged(Salvaged)
        case placed(StorePlaced)
        case retired(MemberRetired)
        case joined(StoreAdopted)
    }

    let log: LogID
    let seq: UInt64
    let hash: Bytes32
    let hlc: HLC
    let content: Content

    var author: NodeID { log.author }
    var point: LogPoint { LogPoint(seq: seq, hash: hash) }

    /// Reads an operation; nil for a kind that says nothing of membership.
    init?(_ signed: SignedOperation) throws(PayloadError) {
        let operation = signed.operation
        guard let content = try Self.content(operation) else { return nil }
        (log, seq, hash) = (operation.log, operation.seq, signed.hash)
        (hlc, self.content) = (operation.hlc, content)
    }

    private static func content(_ operation: Operation) throws(PayloadError) -> Content? {
        let payload = operation.payload
        return switch operation.named {
        case .memberEnrolled: .enrolled(try MemberEnrolled(decoding: payload))
        case .memberRevoked: .revoked(try MemberRevoked(decoding: payload))
        case .memberRotated: .rotated(try rotation(operation))
        case .memberDormant: .dormant(try MemberDormant(decoding: payload))
        case .memberArchive: .archive(try MemberArchive(decoding: payload))
        case .forkAdopted: .adopted(try ForkAdopted(decoding: payload))
        case .salvaged: .salvaged(try Salvaged(decoding: payload))
        case .storePlaced: .placed(try StorePlaced(decoding: payload))
        case .memberRetired: .retired(try MemberRetired(decoding: payload))
        case .storeAdopted: .joined(try StoreAdopted(decoding: payload))
        // A raw number, not an enum: every other kind says nothing of membership.
        default: nil
        }
    }

    private static func rotation(_ operation: Operation) throws(PayloadError) -> MemberRotated {
        let rotated = try MemberRotated(decoding: operation.payload)
        guard rotated.isAgreed(by: operation.log.author) else { throw .value(key: 1) }
        return rotated
    }

    /// The order in which records are read: what is first by it is the first of its kind.
    static func precedes(_ a: Self, _ b: Self) -> Bool {
        (a.hlc, a.log, a.seq) != (b.hlc, b.log, b.seq)
            ? (a.hlc, a.log, a.seq) < (b.hlc, b.log, b.seq) : a.hash < b.hash
    }
}

extension MembershipRecord.Content {
    /// Whether it gives a node its name in the store: such are a credential's entries.
    var namesHolder: Bool {
        switch self {
        case .enrolled, .rotated: true
        case .revoked, .dormant, .archive, .adopted, .salvaged, .placed, .retired, .joined: false
        }
    }
}
