import Encoding
import Ledger

/// Counters' rows as the store has them, as many as are worth remembering.
///
/// Replica alone changes these rows, so what it read or wrote stays true.
struct CounterRows: Sendable {
    private static let rowsMax = 8192

    /// A row that was read or written; nil where the store has none.
    struct Stored: Sendable {
        let row: Row?
        let hash: Sum256?

        init(_ row: Row?) {
            self.init(row, hash: row.map { RowHash.of($0) })
        }

        init(_ row: Row?, hash: Sum256?) {
            self.row = row
            self.hash = hash
        }
    }

    /// Which row: its table, and its key's values as they are hashed.
    struct Key: Hashable, Sendable {
        let table: TableName
        // Bytes, as `==` on texts takes different spellings of one code for equal.
        private let bytes: [UInt8]
        private let hash: Int

        init(_ row: Row) {
            table = row.table
            var encoder = CBOREncoder(capacity: 160)
            row.encodeKey(into: &encoder)
            bytes = encoder.withBytes { Array($0) }
            var hasher = Hasher()
            encoder.withBytes { hasher.combine(bytes: $0) }
            hash = hasher.finalize()
        }

        func hash(into hasher: inout Hasher) { hasher.combine(hash) }

        static func == (a: Self, b: Self) -> Bool {
            a.hash == b.hash && a.table == b.table && Self.isEqual(a.bytes, b.bytes)
        }

        /// As `==`, eight at a time: keys are compared several times for each row.
        private static func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
            guard a.count == b.count else { return false }
            let (a, b) = (a.span.bytes, b.span.bytes)
            var index = 0
            while index + 8 <= a.byteCount {
                guard
                    a.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                        == b.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                else { return false }
                index += 8
            }
            while index < a.byteCount {
                guard
                    a.unsafeLoad(fromByteOffset: index, as: UInt8.self)
                        == b.unsafeLoad(fromByteOffset: index, as: UInt8.self)
                else { return false }
                index += 1
            }
            return true
        }
    }

    private var rows: [Key: Stored] = [:]

    /// The row as it is stored; nil where it isn't remembered.
    subscript(key: Key) -> Stored? { rows[key] }

    /// Takes over what a batch read and wrote.
    mutating func take(_ changes: [(key: Key, stored: Stored)]) {
        if rows.count + changes.count > Self.rowsMax { rows.removeAll(keepingCapacity: true) }
        for change in changes { rows[change.key] = change.stored }
    }
}
