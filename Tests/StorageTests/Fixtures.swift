import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import Storage
import TestSupport

/// Tables that stand for the kinds of the read model, small enough to see through.
enum Sample {
    /// Store time as readers have it.
    static let now = Instant(milliseconds: 1_790_000_000_000)

    static let tables: [Table] = [
        Table(
            TableName.stock.rawValue, .counter,
            key: [
                Column("scope", .scope), Column("item", .text), Column("place", .text),
                Column("log", .log),
            ],
            [Column("quantity", .integer)]),
        Table(
            TableName.reprint.rawValue, .fact,
            key: [Column("scope", .scope), Column("operation", .operation)],
            [
                Column("receipt", .bytes), Column("copy", .integer), Column("gift", .truth),
                Column("note", .text, nullable: true),
            ],
            indexes: [Index("reprint_by_receipt", on: ["receipt"])]),
    ]

    static func open(_ folder: TemporaryFolder) throws(StorageError) -> SQLiteStore {
        try SQLiteStore(path: folder.database, mayCreate: true, tables: tables, projection: 1)
    }
}

/// One author with one log, writing whatever a test wants.
struct Author {
    let identity: Identity
    var writer: LogWriter

    init(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var bytes: [UInt8] = []
        for _ in 0..<4 { withUnsafeBytes(of: random.next()) { bytes.append(contentsOf: $0) } }
        identity = try Identity(seed: bytes)
        let key = try present(Bytes32(identity.publicKey))
        let log = LogID(
            scope: ScopeID(Bytes16(words: [1, 2])), author: NodeID(key),
            incarnation: Incarnation(Bytes8(words: [seed])))
        writer = LogWriter(log: log, head: nil)
    }

    mutating func write(_ payloads: [[UInt8]], kind: UInt16 = 70) throws -> [SignedOperation] {
        let start = (writer.head?.hlc.raw ?? 0) + 1
        let drafts = payloads.enumerated().map { index, payload in
            LogWriter.Draft(hlc: HLC(raw: start + UInt64(index)), kind: kind, payload: payload)
        }
        return try writer.append(drafts, by: identity, signing: .last)
    }
}

struct Missing: Error {}

/// The value, or a thrown error where there is none.
func present<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
}
