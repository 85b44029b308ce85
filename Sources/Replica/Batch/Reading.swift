import Ledger
import Replication
import Retail

/// What an operation means to the read model.
enum Reading {
    /// The protocol's own; makes no rows.
    case silent
    case fact(Fact)
    case refused(QuarantineReason)

    init(_ operation: Operation) {
        guard operation.named.isFact else {
            self = Kind.judgedApart.contains(operation.named) ? .silent : .refused(.unknownKind)
            return
        }
        do {
            self = .fact(try Fact.decode(kind: operation.kind, payload: operation.payload))
        } catch {
            self = .refused(error.reason == .unknownKind ? .unknownKind : .refusedPayload)
        }
    }
}
