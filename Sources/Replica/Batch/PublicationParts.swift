import CRDT
import Encoding
import Ledger
import Replication
import Retail

/// What names a publication: ids are of a log, as another's can't close it.
struct PublicationKey: Hashable {
    let log: LogID
    let id: Bytes16

    /// The beginning of the key of its parts' rows.
    var partPrefix: [Value] { [.scope(log.scope), .bytes(id.bytes), .log(log)] }
}

/// Parts of publications that a batch adds or takes away, over those that the store has.
struct PublicationParts {
    private struct Part: Hashable {
        let seq: UInt64
        let hash: Bytes32
    }

    /// Whether the part is here with the batch.
    private var changes: [PublicationKey: [Part: Bool]] = [:]

    mutating func note(_ signed: SignedOperation, of id: Bytes16, isHere: Bool) {
        let key = PublicationKey(log: signed.operation.log, id: id)
        let part = Part(seq: signed.operation.seq, hash: signed.hash)
        changes[key, default: [:]][part] = isHere
    }

    /// The hashes of the parts below a sequence, in order of seq; `rows` are those of the store.
    func hashes(of key: PublicationKey, below seq: UInt64, rows: [Row]) -> [Bytes32] {
        var parts = Set(rows.compactMap(Self.part))
        for (part, isHere) in changes[key, default: [:]] {
            if isHere { parts.insert(part) } else { parts.remove(part) }
        }
        return parts.filter { $0.seq < seq }
            .sorted { ($0.seq, $0.hash) < ($1.seq, $1.hash) }.map(\.hash)
    }

    private static func part(_ row: Row) -> Part? {
        guard case .integer(let seq) = row.values[3], case .operation(let hash) = row.values[4]
        else { return nil }
        return Part(seq: UInt64(clamping: seq), hash: hash)
    }
}
