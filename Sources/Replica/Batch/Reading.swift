import Ledger
import Replication
import Retail

/// What an operation means to the read model.
enum Reading {
    /// The protocol's own; makes no rows.
    case silent
    case fact(Fact)
    case granted(RightsGranted)
    case settled(RightsSettled)
    case published(Published)
    case refused(QuarantineReason)

    init(_ operation: Operation) {
        guard !operation.isUnread else {
            self = .refused(.unknownVersion)
            return
        }
        guard operation.named.isFact else {
            self = Self.ofProtocol(operation)
            return
        }
        do {
            self = .fact(try Fact.decode(kind: operation.kind, payload: operation.payload))
        } catch {
            self = .refused(error.reason == .unknownKind ? .unknownKind : .refusedPayload)
        }
    }

    private static func ofProtocol(_ operation: Operation) -> Reading {
        do {
            return try read(operation.named, operation.payload)
        } catch {
            return .refused(.refusedPayload)
        }
    }

    private static func read(_ kind: Kind, _ payload: [UInt8]) throws(PayloadError) -> Reading {
        switch kind {
        case .logOpened: _ = try LogOpened(decoding: payload)
        case .memberEnrolled: _ = try MemberEnrolled(decoding: payload)
        case .memberRevoked: _ = try MemberRevoked(decoding: payload)
        case .memberRotated: _ = try MemberRotated(decoding: payload)
        case .memberDormant: _ = try MemberDormant(decoding: payload)
        case .forkProved: _ = try ForkProof(decoding: payload)
        case .forkAdopted: _ = try ForkAdopted(decoding: payload)
        case .acknowledged: _ = try Acknowledged(decoding: payload)
        case .salvaged: _ = try Salvaged(decoding: payload)
        case .rightsGranted: return .granted(try RightsGranted(decoding: payload))
        case .rightsSettled: return .settled(try RightsSettled(decoding: payload))
        case .storePlaced: _ = try StorePlaced(decoding: payload)
        case .memberRetired: _ = try MemberRetired(decoding: payload)
        case .storeAdopted: _ = try StoreAdopted(decoding: payload)
        case .published: return .published(try Published(decoding: payload))
        case .memberArchive: _ = try MemberArchive(decoding: payload)
        // A raw number, not an enum: a later version may know every other one.
        default: return .refused(.unknownKind)
        }
        return .silent
    }
}
