import CRDT
import Encoding
import Ledger
import Replication

extension Row {
    /// The row of a grant or a settlement; nil for any other operation, and for one whose payload
    /// its kind refuses.
    static func rights(_ signed: SignedOperation) -> Row? {
        // Before its payload is read: nearly every operation is a fact.
        guard !signed.operation.named.isFact else { return nil }
        let key: [Value] = [.scope(signed.operation.log.scope), .operation(signed.hash)]
        switch Reading(signed.operation) {
        case .granted(let grant):
            return Row(
                .rightGranted,
                key + [
                    .bytes(grant.account.cbor.encoded), .log(grant.to), .count(grant.amount),
                    .bytes(grant.request.bytes), grant.lease.map(Value.count) ?? .null,
                ])
        case .settled(let settled):
            return Row(
                .rightSettled,
                key + [
                    settled.account.map { .bytes($0.cbor.encoded) } ?? .null, .log(settled.log),
                    .count(settled.way.rawValue), settled.amount.map(Value.count) ?? .null,
                    settled.to.map(Value.log) ?? .null,
                ])
        case .silent, .fact, .published, .refused: return nil
        }
    }
}

extension Value {
    /// An amount as columns have it; what doesn't fit their 63 bits is more than there ever is.
    fileprivate static func count(_ amount: UInt64) -> Value { .integer(Int64(clamping: amount)) }
}
