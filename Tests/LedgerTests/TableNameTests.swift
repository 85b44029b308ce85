import Ledger
import Testing

/// A table's place, by which it is found for every row.
@Suite struct TableNameTests {
    @Test func `a table's place is where all tables list it`() {
        #expect(TableName.allCases.map(\.place) == Array(TableName.allCases.indices))
    }
}
