import Crypto
import Encoding
import Ledger

/// The hash of a row: BLAKE2b-256 of its array, "tillmesh-row" (protocol.md §7).
enum RowHash {
    private static let label: Label = "tillmesh-row"

    static func of(_ row: Row) -> Sum256 {
        var encoder = CBOREncoder(capacity: 256)
        row.hashInput(into: &encoder)
        return Sum256(encoder.withBytes { BLAKE2b.hash32($0, label: label) })
    }
}
