import CRDT
import Encoding

/// A membership operation, read.
struct MembershipRecord: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case enrolled(MemberEnrolled)
        case revoked(MemberRevoked)
        case rotated(MemberRotated)
        case retired(MemberRetired)
    }

    let log: LogID
    let seq: UInt64
    let hash: Bytes32
    let hlc: HLC
    let content: Content

    var author: NodeID { log.author }

    /// Reads an operation; nil for a kind that says nothing of membership.
    init?(_ signed: SignedOperation) throws(PayloadError) {
        let operation = signed.operation
        guard let content = try Self.content(operation) else { return nil }
        (log, seq, hash) = (operation.log, operation.seq, signed.hash)
        (hlc, self.content) = (operation.hlc, content)
    }

    private static func content(_ operation: Operation) throws(PayloadError) -> Content? {
        switch operation.named {
        case .memberEnrolled: .enrolled(try MemberEnrolled(decoding: operation.payload))
        case .memberRevoked: .revoked(try MemberRevoked(decoding: operation.payload))
        case .memberRotated: .rotated(try rotation(operation))
        case .memberRetired: .retired(try MemberRetired(decoding: operation.payload))
        // A raw number, not an enum: every other kind says nothing of membership.
        default: nil
        }
    }

    private static func rotation(_ operation: Operation) throws(PayloadError) -> MemberRotated {
        let rotated = try MemberRotated(decoding: operation.payload)
        guard rotated.isAgreed(by: operation.log.author) else { throw .value(key: 1) }
        return rotated
    }
}
