import CRDT
import Encoding
import Ledger

/// Tables in memory: what a database must hold after changes were applied and retracted.
struct SetModel: Equatable {
    /// Rows by the encoding of table and key.
    private(set) var rows: [[UInt8]: Row] = [:]

    mutating func apply(_ change: RowChange) throws(ModelFault) {
        switch change {
        case .fact(let row), .candidate(let row):
            guard rows.updateValue(row, forKey: key(of: row)) == nil else { throw .keyTaken(row) }
        case .increase(let row): try raise(row) { $0 &+ $1 }
        }
    }

    mutating func retract(_ change: RowChange) throws(ModelFault) {
        switch change {
        case .fact(let row), .candidate(let row):
            guard rows.removeValue(forKey: key(of: row)) == row else { throw .notThere(row) }
        case .increase(let row): try raise(row) { $0 &- $1 }
        }
    }

    private mutating func raise(
        _ row: Row, _ combine: (Int64, Int64) -> Int64
    ) throws(ModelFault) {
        let key = key(of: row)
        let count = row.table.table.keyCount
        var total =
            rows[key] ?? Row(row.table, row.values.prefix(count) + [.integer(0), .integer(0)])
        for index in count..<row.values.count {
            guard case .integer(let have) = total.values[index],
                case .integer(let more) = row.values[index]
            else { throw .notThere(row) }
            total.values[index] = .integer(combine(have, more))
        }
        // A counter that nothing raised or lowered has no row.
        let isZero = total.values.dropFirst(count).allSatisfy { $0 == .integer(0) }
        rows[key] = isZero ? nil : total
    }

    private func key(of row: Row) -> [UInt8] {
        var encoder = CBOREncoder()
        Row(row.table, Array(row.key)).hashInput(into: &encoder)
        return encoder.finish()
    }
}

enum ModelFault: Error {
    case keyTaken(Row)
    case notThere(Row)
}

extension Origin {
    /// An operation of one of few logs of one scope.
    static func random(using random: inout some RandomNumberGenerator) -> Origin {
        let author = UInt64.random(in: 0..<3, using: &random)
        let log = LogID(
            scope: ScopeID(Bytes16(words: [7, 7])),
            author: NodeID(Bytes32(author, author, author, author)),
            incarnation: Incarnation(Bytes8(words: [1])))
        return Origin(
            log: log, seq: UInt64.random(in: 1...9, using: &random),
            hash: Bytes32(words: (0..<4).map { _ in random.next() }),
            hlc: HLC(raw: random.next()), authority: UInt8.random(in: 1...5, using: &random))
    }
}
