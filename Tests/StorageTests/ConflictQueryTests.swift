import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Retail
import Storage
import TestSupport
import Testing

/// What people must look at, as real operations of two lanes make it come and go.
@Suite struct ConflictQueryTests {
    private static let time = LocalTime(
        Instant(milliseconds: Int64(Till.now)), offsetSeconds: 3600)
    private static let day = BusinessDate(days: 20_700)
    private static let person = PersonID(Bytes16(words: [4, 4]))
    private static let limit = 100

    private let folder = TemporaryFolder()

    private static func content(_ number: UInt64) -> ContentID {
        ContentID(Bytes16(words: [77, number]))
    }

    private static func setting(
        _ number: UInt64, _ name: String, version: UInt64, value: UInt8
    ) -> Fact {
        .settingChanged(
            SettingChange(
                content: content(number), version: version, name: name, value: [value]))
    }

    private func shop() throws -> (Till, NeighbourLane, NeighbourLane, ShopReader) {
        var till = try Till(in: folder, facts: 0)
        let second = try NeighbourLane(seed: 2, of: &till)
        let third = try NeighbourLane(seed: 3, of: &till)
        let reader = try ShopReader(
            path: folder.database, scope: till.replica.place.scope, clock: { Sample.now })
        return (till, second, third, reader)
    }

    @Test func `two lanes' values of one version are a tie until a new version is written`() throws
    {
        var (till, second, third, reader) = try shop()
        try second.commit([Self.setting(1, "zone", version: 5, value: 1)], to: &till)
        try second.commit([Self.setting(2, "zone", version: 5, value: 2)], to: &till)
        #expect(try reader.registerTies(limit: Self.limit).isEmpty, "one log's own order")
        try third.commit([Self.setting(3, "zone", version: 5, value: 3)], to: &till)
        let tie = try present(try reader.registerTies(limit: Self.limit).first)
        #expect(tie.table == .setting)
        #expect(tie.key == ["zone"])
        #expect(tie.version == 5)
        #expect(Set(tie.operations.map(\.operation.log)) == [second.log, third.log])
        let stands = try Fact.decode(
            kind: try present(tie.operations.last).operation.kind,
            payload: try present(tie.operations.last).operation.payload)
        guard case .settingChanged(let change) = stands else { throw Missing() }
        #expect(try reader.settings().first { $0.name == "zone" }?.value == change.value)
        try third.commit([Self.setting(4, "zone", version: 6, value: 4)], to: &till)
        #expect(try reader.registerTies(limit: Self.limit).isEmpty)
    }

    @Test func `an item of two lanes ties in its codes and prices too`() throws {
        var (till, second, third, reader) = try shop()
        func item(_ number: UInt64, _ name: String) -> Fact {
            .itemChanged(
                ItemChange(
                    content: Self.content(number), version: 2, code: ItemCode("A1"),
                    item: Item(code: ItemCode("A1"), name: name, department: "Dairy"), codes: [],
                    prices: [
                        .init(
                            kind: .regular, from: Instant(milliseconds: 0), until: nil,
                            price: UnitPrice(tenThousandths: 10_000))
                    ]))
        }
        try second.commit([item(1, "Milk")], to: &till)
        try third.commit([item(2, "Oat milk")], to: &till)
        let ties = try reader.registerTies(limit: Self.limit)
        #expect(ties.map(\.table) == [.item, .price])
        #expect(ties.map(\.key) == [["A1"], ["A1", "0", "0"]])
        // A steward's word stands above both.
        try till.commit([item(3, "Milk 1 l")])
        #expect(try reader.registerTies(limit: Self.limit).isEmpty)
    }

    @Test(arguments: [true, false])
    func `of candidates that are equal in all else the greater log's name stands`(
        isSecondFirst: Bool
    ) throws {
        var (till, second, third, reader) = try shop()
        func said(_ number: UInt64, by name: String) -> [Fact] {
            let price = DatedPrice(
                kind: .regular, from: Instant(milliseconds: 0), until: nil,
                price: UnitPrice(tenThousandths: Int64(number) * 10_000))
            let item = ItemChange(
                content: Self.content(number), version: 2, code: ItemCode("A1"),
                item: Item(code: ItemCode("A1"), name: name, department: "Dairy"),
                codes: [.init(code: LookupCode("4006381333931"), isPresent: number == 2)],
                prices: [price])
            return [.itemChanged(item)]
        }
        if isSecondFirst { try second.commit(said(1, by: "second"), to: &till) }
        try third.commit(said(2, by: "third"), to: &till)
        if !isSecondFirst { try second.commit(said(1, by: "second"), to: &till) }
        #expect(try present(second.head).hlc == present(third.head).hlc)
        let isThird = third.log > second.log
        let stands = try present(reader.item(ItemCode("A1")))
        #expect(stands.name == (isThird ? "third" : "second"))
        let price = try present(reader.prices(of: ItemCode("A1")).first)
        #expect(price.price == UnitPrice(tenThousandths: isThird ? 20_000 : 10_000))
        let found = try reader.items(behind: LookupCode("4006381333931"))
        #expect(found == (isThird ? [ItemCode("A1")] : []))
    }

    @Test func `what one author said twice differently is listed, and one of it revoked no more`()
        throws
    {
        var (till, second, _, reader) = try shop()
        let first = Self.setting(9, "zone", version: 5, value: 1)
        try second.commit([first], to: &till)
        let honest = try present(second.head)
        try second.commit([first], to: &till)
        #expect(try reader.contradictions(limit: Self.limit).isEmpty)
        try second.commit([Self.setting(9, "zone", version: 5, value: 2)], to: &till)
        let found = try present(try reader.contradictions(limit: Self.limit).first)
        #expect(found.author == second.node)
        #expect(found.content == Self.content(9))
        #expect(found.operations.count == 3)
        let revoked = MemberRevoked(
            node: second.node, cuts: [OperationID(honest, of: second.log)], reason: "stolen")
        try till.decide([(.memberRevoked, revoked.encoded())])
        #expect(try reader.contradictions(limit: Self.limit).isEmpty)
    }

    @Test func `more returned than sold is listed, a voided return doesn't count`() throws {
        var (till, second, third, reader) = try shop()
        guard case .receiptCompleted(let sale) = Till.sale(1) else { throw Missing() }
        try till.commit([.receiptCompleted(sale)])
        func refund(_ number: UInt64) -> Receipt {
            var refund = sale
            refund.content = Self.content(number)
            refund.kind = .refund
            refund.number = ReceiptNumber(series: "014-0\(number)", number: 1)
            var line = sale.lines[0]
            line.quantity = -line.quantity
            line.gross = -line.gross
            line.tax = -line.tax
            line.origin = LineOrigin(receipt: sale.content, line: 0)
            refund.lines = [line]
            refund.taxes = []
            refund.tenders = [ReceiptTender(tender: "cash", amount: line.gross)]
            refund.change = .zero
            return refund
        }
        try second.commit([.receiptCompleted(refund(2))], to: &till)
        #expect(try reader.overReturns(limit: Self.limit).isEmpty)
        try third.commit([.receiptCompleted(refund(3))], to: &till)
        let found = try present(try reader.overReturns(limit: Self.limit).first)
        #expect(found.receipt == sale.content && found.number == sale.number && found.line == 0)
        #expect(found.sold == .one && found.returned == Quantity(units: 2))
        let undone = ReceiptVoid(
            content: Self.content(4), receipt: Self.content(3),
            number: ReceiptNumber(series: "014-03", number: 1), time: Self.time,
            businessDate: Self.day, drawer: nil, person: Self.person, approver: nil, reason: 1,
            lines: [], tenders: [], total: .zero)
        try third.commit([.receiptVoided(undone)], to: &till)
        #expect(try reader.overReturns(limit: Self.limit).isEmpty)
    }

    @Test func `a hold that two lanes recalled is listed with the receipts that it became`() throws
    {
        var (till, second, third, reader) = try shop()
        guard case .receiptCompleted(var sale) = Till.sale(5) else { throw Missing() }
        let hold = BasketRecord(
            content: Self.content(10), basketID: sale.content, time: Self.time,
            businessDate: Self.day, drawer: nil, person: Self.person, label: "blue hat",
            total: .zero, lines: [], events: [])
        try till.commit([.basketHeld(hold)])
        func recall(_ number: UInt64) -> Fact {
            .basketRecalled(
                BasketRecall(
                    content: Self.content(number), hold: hold.content, time: Self.time,
                    businessDate: Self.day, person: Self.person))
        }
        try second.commit([recall(11), .receiptCompleted(sale)], to: &till)
        #expect(try reader.twiceFinishedHolds(limit: Self.limit).isEmpty)
        let first = sale.number
        sale.number = ReceiptNumber(series: "014-09", number: 7)
        try third.commit([recall(12), .receiptCompleted(sale)], to: &till)
        let found = try present(try reader.twiceFinishedHolds(limit: Self.limit).first)
        #expect(found.hold == hold.content && found.label == "blue hat" && found.recalls == 2)
        #expect(Set(found.receipts) == [first, sale.number])
    }

    @Test func `negative stock is a task until it is counted`() throws {
        var (till, second, _, reader) = try shop()
        func movement(_ number: UInt64, _ kind: StockMovement.Kind, _ change: Int64) -> Fact {
            .stockMoved(
                StockMovement(
                    content: Self.content(number), kind: kind, time: Self.time,
                    businessDate: Self.day, person: Self.person, reason: "",
                    lines: [
                        .init(item: ItemCode("A1"), change: Quantity(thousandths: change))
                    ]))
        }
        try till.commit([movement(20, .received, 3000)])
        #expect(try reader.recountTasks(limit: Self.limit).isEmpty)
        try second.commit([movement(21, .adjusted, -5000)], to: &till)
        let task = try present(try reader.recountTasks(limit: Self.limit).first)
        #expect(task.item == ItemCode("A1") && task.place == .shop)
        #expect(task.held == Quantity(thousandths: -2000))
        try till.commit([movement(22, .counted, 6000)])
        #expect(try reader.recountTasks(limit: Self.limit).isEmpty)
    }

    @Test func `quarantine lists why, page by page, and empties when a steward salvages`() throws {
        var (till, second, _, reader) = try shop()
        let cut = try present(second.head)
        let sales = (1...3).map { Till.sale($0) }
        try second.commit(sales, to: &till)
        try second.write([(999, [0xA0])], to: &till)
        #expect(try reader.quarantine(limit: 9).map(\.reason) == [.unknownKind])
        let revoked = MemberRevoked(
            node: second.node, cuts: [OperationID(cut, of: second.log)], reason: "stolen")
        try till.decide([(.memberRevoked, revoked.encoded())])
        let first = try reader.quarantine(limit: 2)
        let rest = try reader.quarantine(after: try present(first.last).id, limit: 9)
        #expect((first + rest).map(\.reason) == [.aboveCut, .aboveCut, .aboveCut, .aboveCut])
        #expect((first + rest).map(\.id.seq) == [2, 3, 4, 5])
        #expect(try reader.quarantineCounts().map(\.reason) == [4])
        #expect(try reader.quarantineReason(of: first[0].id) == .aboveCut)
        let salvaged = Salvaged(
            log: second.log,
            operations: first.map { LogPoint(seq: $0.id.seq, hash: $0.id.hash) },
            reason: "sold before the theft")
        try till.decide([(.salvaged, salvaged.encoded())])
        #expect(try reader.quarantine(limit: 9).map(\.id.seq) == [4, 5])
        #expect(try reader.quarantineReason(of: first[0].id) == nil)
    }
}
