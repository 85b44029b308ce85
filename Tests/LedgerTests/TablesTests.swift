import CRDT
import Encoding
import Ledger
import TestSupport
import Testing

@Suite struct TablesTests {
    @Test func `every table begins with its scope and has no name twice`() {
        var indexes: Set<String> = []
        for (name, table) in zip(TableName.allCases, Tables.all) {
            #expect(table.name == name.rawValue)
            #expect(table.columns.first == Column("scope", .scope), "\(table.name)")
            #expect(Set(table.columns.map(\.name)).count == table.columns.count, "\(table.name)")
            #expect(!table.columns.prefix(table.keyCount).contains { $0.isNullable })
            for index in table.indexes {
                #expect(indexes.insert(index.name).inserted, "\(index.name)")
                #expect(index.columns.first == "scope", "\(index.name)")
                let names = Set(table.columns.map(\.name))
                #expect(names.isSuperset(of: index.columns), "\(index.name)")
            }
        }
    }

    @Test func `keys hold the operation where the kind of table says so`() {
        for table in Tables.all {
            let key = table.columns.prefix(table.keyCount)
            switch table.kind {
            case .fact: #expect(key.contains { $0.content == .operation }, "\(table.name)")
            case .candidate:
                let order = key.suffix(4).map(\.name)
                #expect(order == ["authority", "version", "hlc", "operation"], "\(table.name)")
                #expect(table.register?.count == table.keyCount - 4)
            case .counter: #expect(key.last?.content == .log, "\(table.name)")
            case .local: Issue.record("\(table.name) is no table of the read model")
            }
        }
    }

    @Test func `rows are hashed as the protocol says`() throws {
        let log = LogID(
            scope: ScopeID(Bytes16(words: [1, 2])), author: NodeID(Bytes32(1, 2, 3, 4)),
            incarnation: Incarnation(Bytes8(words: [9])))
        let hash = Bytes32(4, 3, 2, 1)
        let row = Row(
            .item,
            [
                .scope(log.scope), .operation(hash), .log(log), .null, .truth(true),
                .integer(-5), .text("é"), .bytes([1]),
            ])
        var encoder = CBOREncoder()
        row.hashInput(into: &encoder)
        let expected: CBOR = .array([
            .text("item"), .fixed(log.scope.id), .fixed(hash), .bytes(log.cbor.encoded), .null,
            .bool(true), .integer(-5), .text("é"), .bytes([1]),
        ])
        #expect(try CBOR.decode(encoder.finish()) == expected)
    }

    @Test func `a row that doesn't fit is refused by column`() throws {
        var random = SplitMix64(seed: 1)
        let origin = Origin.random(using: &random)
        let row = Row.quarantine(origin, reason: 1)
        let table = Tables.all[Int(try #require(TableName.allCases.firstIndex(of: .quarantine)))]
        try table.validate(row)
        try TableName.claim.table.validate(Row.claim([UInt8](repeating: 0, count: 16), of: origin))
        #expect(throws: RowFault.table(found: "quarantine", expected: "claim")) {
            try TableName.claim.table.validate(row)
        }
        #expect(throws: RowFault.count(found: 4, expected: 5)) {
            try table.validate(Row(.quarantine, Array(row.values.dropLast())))
        }
        #expect(throws: RowFault.value(column: "reason")) {
            try table.validate(Row(.quarantine, row.values.dropLast() + [.null]))
        }
    }
}
