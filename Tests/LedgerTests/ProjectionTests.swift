import CRDT
import Encoding
import Ledger
import Retail
import TestSupport
import Testing

@Suite struct ProjectionTests {
    /// Operations with facts of every kind.
    static func operations(_ random: inout SplitMix64) -> [[RowChange]] {
        Fact.kinds.map { kind in
            rows(
                of: Fact.random(kind: kind, using: &random),
                origin: Origin.random(using: &random))
        }
    }

    @Test(arguments: UInt64(0)..<30)
    func `any order and any retractions that end in one set give the same tables`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let operations = Self.operations(&random) + Self.operations(&random)
        let counting = operations.indices.filter { _ in Bool.random(using: &random) }
        var expected = SetModel()
        for index in counting { for change in operations[index] { try expected.apply(change) } }
        for _ in 0..<5 {
            let model = try Self.interleave(operations, counting, using: &random)
            #expect(model == expected)
        }
    }

    /// Each operation is applied and retracted a few times, so that in the end it counts or not.
    private static func interleave(
        _ operations: [[RowChange]], _ counting: [Int], using random: inout SplitMix64
    ) throws -> SetModel {
        var left = operations.indices.map { index in
            2 * Int.random(in: 0..<3, using: &random) + (counting.contains(index) ? 1 : 0)
        }
        var isApplied = operations.map { _ in false }
        var model = SetModel()
        while let index = left.indices.filter({ left[$0] > 0 }).randomElement(using: &random) {
            for change in operations[index].shuffled(using: &random) {
                if isApplied[index] { try model.retract(change) } else { try model.apply(change) }
            }
            isApplied[index].toggle()
            left[index] -= 1
        }
        return model
    }

    @Test(arguments: UInt64(0)..<20)
    func `retraction removes all that was added`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var model = SetModel()
        let changes = Self.operations(&random).flatMap { $0 }
        for change in changes { try model.apply(change) }
        #expect(!model.rows.isEmpty)
        for change in changes.shuffled(using: &random) { try model.retract(change) }
        #expect(model.rows.isEmpty)
    }

    @Test(arguments: UInt64(0)..<20)
    func `every row fits its table, its kind and its scope`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for kind in Fact.kinds {
            let origin = Origin.random(using: &random)
            let fact = Fact.random(kind: kind, using: &random)
            let changes = rows(of: fact, origin: origin)
            #expect(changes == rows(of: fact, origin: origin))
            for change in changes {
                let (row, wanted): (Row, Table.Kind) =
                    switch change {
                    case .fact(let row): (row, .fact)
                    case .increase(let row): (row, .counter)
                    case .candidate(let row): (row, .candidate)
                    }
                try row.table.table.validate(row)
                #expect(row.table.table.kind == wanted)
                #expect(row.scope == origin.log.scope)
            }
        }
    }

    @Test func `a void raises what its sale lowered; training moves nothing`() throws {
        var random = SplitMix64(seed: 3)
        var values = RandomValues(random)
        var receipt = values.receipt()
        receipt.isTraining = false
        receipt.lines = (0..<4).map { _ in values.line() }
        random = values.random
        let void = ReceiptVoid(
            content: values.content(), receipt: receipt.content, number: receipt.number,
            time: receipt.time, businessDate: receipt.businessDate, drawer: nil,
            person: receipt.person, approver: nil, reason: 1, lines: receipt.lines,
            tenders: receipt.tenders, total: receipt.total)
        let origin = Origin.random(using: &random)
        let sold = Self.stock(rows(of: .receiptCompleted(receipt), origin: origin))
        let back = Self.stock(rows(of: .receiptVoided(void), origin: origin))
        #expect(!sold.isEmpty)
        #expect(sold.map { -$0 } == back)
        receipt.isTraining = true
        #expect(Self.stock(rows(of: .receiptCompleted(receipt), origin: origin)).isEmpty)
    }

    /// Raised minus lowered of each stock row.
    private static func stock(_ changes: [RowChange]) -> [Int64] {
        changes.compactMap { change in
            guard case .increase(let row) = change,
                case (.integer(let raised), .integer(let lowered)) = (row.values[4], row.values[5])
            else { return nil }
            return raised - lowered
        }
    }

    @Test func `the model sale's rows are counted`() {
        var random = SplitMix64(seed: 9)
        let sale = Receipt.modelSale(
            number: 1, drawer: ContentID(Bytes16(words: [1, 2])),
            person: PersonID(Bytes16(words: [3, 4])),
            time: Instant(milliseconds: 1_790_000_000_000), using: &random)
        let changes = rows(
            of: .receiptCompleted(sale), origin: Origin.random(using: &random))
        // The receipt, 5 lines, 2 taxes, a tender, the stock of 5 items.
        #expect(changes.count == 14)
    }
}
