import Retail
import TestSupport
import Testing

@Suite struct DrawerSessionTests {
    private static let id = ContentID(Shop.id(700))
    private static let settings = Shop().terms.settings

    private func opened() throws -> DrawerSession {
        var drawer = DrawerSession(lastZ: 7)
        _ = try drawer.open(
            content: Self.id, context: Shop.context(), float: Money(5000), by: Shop.cashier)
        return drawer
    }

    private func fold(_ drawer: DrawerSession) throws -> DrawerFold {
        DrawerFold(
            opening: try #require(drawer.opening), series: "014-03", grandTotal: .zero,
            settings: Self.settings)
    }

    @Test func `a closed drawer refuses by name`() {
        var drawer = DrawerSession()
        #expect(throws: DrawerError.notOpen) { try drawer.selling() }
        #expect(throws: DrawerError.notOpen) {
            try drawer.count([], settings: Self.settings, by: Shop.cashier)
        }
        #expect(throws: DrawerError.notOpen) {
            try drawer.readX(content: Self.id, context: Shop.context(), by: Shop.cashier)
        }
        #expect(throws: DrawerError.notCounted) { try drawer.resume() }
    }

    @Test func `an open drawer is opened once and closed by a count`() throws {
        var drawer = try opened()
        let context = Shop.context()
        #expect(throws: DrawerError.alreadyOpen(since: context.time)) {
            try drawer.open(
                content: Self.id, context: context, float: .zero, by: Shop.cashier)
        }
        let fold = try fold(drawer)
        #expect(throws: DrawerError.notCounted) {
            try drawer.close(content: Self.id, context: context, fold: fold, by: Shop.cashier)
        }
        let counts = [DenominationCount(value: Money(1000), count: 5)]
        try drawer.count(counts, settings: Self.settings, by: Shop.cashier)
        #expect(throws: DrawerError.isCounted) { try drawer.selling() }
        try drawer.resume()
        #expect(try drawer.selling().float == Money(5000))
        try drawer.count(counts, settings: Self.settings, by: Shop.cashier)
        let closing = try drawer.close(
            content: Self.id, context: context, fold: fold, by: Shop.cashier)
        #expect((closing.zNumber, drawer.lastZ) == (8, 8))
        #expect(closing.difference == .zero)
        #expect(drawer.state == .closed)
    }

    @Test func `movements need a permission, a reason and a sum`() throws {
        let drawer = try opened()
        func move(
            _ kind: DrawerMovement.Kind, _ amount: Int64, reason: UInt8? = 1,
            text: String? = nil, by person: Authority = Shop.manager
        ) throws(DrawerError) -> DrawerMovement {
            try drawer.move(
                kind, amount: Money(amount), reason: reason, text: text, content: Self.id,
                context: Shop.context(), settings: Self.settings, by: person)
        }
        #expect(throws: DrawerError.needsApproval(.noSale)) {
            try move(.noSale, 0, by: Shop.cashier)
        }
        #expect(throws: DrawerError.needsReason(.noSale)) { try move(.noSale, 0, reason: nil) }
        #expect(throws: DrawerError.unknownReason(.paidIn, 9)) { try move(.paidIn, 5, reason: 9) }
        #expect(throws: DrawerError.amountOutOfRange(.zero)) { try move(.drop, 0) }
        #expect(throws: DrawerError.amountOutOfRange(Money(-1))) { try move(.paidOut, -1) }
        #expect(throws: DrawerError.amountOutOfRange(Money(1))) { try move(.noSale, 1) }
        #expect(throws: DrawerError.looksLikeCardNumber) {
            try move(.paidOut, 5, text: "4111 1111 1111 1111")
        }
        #expect(try move(.drop, 500, reason: nil, by: Shop.cashier).drawer == Self.id)
    }

    @Test func `coins that the store doesn't count are refused`() throws {
        var drawer = try opened()
        #expect(throws: DrawerError.unknownDenomination(Money(3))) {
            try drawer.count(
                [DenominationCount(value: Money(3), count: 1)], settings: Self.settings,
                by: Shop.cashier)
        }
    }
}
