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
    case refused(QuarantineReason)

    init(_ operation: Operation) {
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
            if operation.named == .rightsGranted {
                return .granted(try RightsGranted(decoding: operation.payload))
            }
            if operation.named == .rightsSettled {
                return .settled(try RightsSettled(decoding: operation.payload))
            }
        } catch {
            return .refused(.refusedPayload)
        }
        return Kind.judgedApart.contains(operation.named) ? .silent : .refused(.unknownKind)
    }
}
