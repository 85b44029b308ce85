import Encoding
import Retail
import Testing

@Suite struct DeskTests {
    /// What a role may do alone, and what it is asked for otherwise: one row a command.
    @Test(arguments: [
        ("cashier", Command.Action.openDrawer(float: Money(100_00)), nil),
        ("cashier", .moveCash(CashMove(.noSale, reason: 1)), Permission.noSale),
        ("cashier", .moveCash(CashMove(.paidOut, amount: Money(5_00), reason: 1)), .payOut),
        ("cashier", .moveCash(CashMove(.drop, amount: Money(5_00))), nil),
        ("cashier", .takeX, nil),
        ("cashier", .moveStock(DeskFixture.receipt), .moveStock),
        ("cashier", .changeItems([]), .editCatalogue),
        ("cashier", .changeTaxes([]), .editTaxes),
        ("cashier", .adjustMoney(amount: .zero, reason: "", reference: nil), .importFiles),
        ("supervisor", .moveCash(CashMove(.noSale, reason: 1)), nil),
        ("supervisor", .moveStock(DeskFixture.receipt), nil),
        ("manager", .changeTaxes([]), .editTaxes),
        ("manager", .changeItems([]), nil),
        ("admin", .changeTaxes([]), nil),
    ])
    func `a role does what it may and is asked for the rest`(
        role: String, action: Command.Action, missing: Permission?
    ) throws {
        let desk = DeskFixture.desk(open: DeskFixture.needsOpenDrawer(action))
        let alone = Desk.Standing(DeskFixture.authority(role))
        guard let missing else {
            _ = try desk.decide(action, alone, DeskFixture.known, content: DeskFixture.id(9))
            return
        }
        #expect(throws: Refusal.needsApproval(missing)) {
            try desk.decide(action, alone, DeskFixture.known, content: DeskFixture.id(9))
        }
        let together = Desk.Standing(
            DeskFixture.authority(role), approval: DeskFixture.authority("admin"))
        _ = try desk.decide(action, together, DeskFixture.known, content: DeskFixture.id(9))
    }

    @Test func `a count is a change against what is held at its cut`() throws {
        let request = StockRequest(
            kind: .counted, reason: "week",
            lines: [StockRequest.Line(item: ItemCode("MILK"), quantity: Quantity(units: 9))])
        let decision = try DeskFixture.decide(.moveStock(request))
        guard case .stockMoved(let movement) = decision.facts[0] else {
            Issue.record("not a movement: \(decision.facts)")
            return
        }
        #expect(movement.lines[0].change == Quantity(units: -3))
        #expect(movement.lines[0].counted == Quantity(units: 9))
    }

    @Test func `an item that the catalogue lacks moves no stock`() {
        let request = StockRequest(
            kind: .adjusted, reason: "found",
            lines: [StockRequest.Line(item: ItemCode("GHOST"), quantity: .one)])
        #expect(throws: Refusal.unknownItem(ItemCode("GHOST"))) {
            try DeskFixture.decide(.moveStock(request))
        }
    }

    @Test func `no more leaves the drawer than should lie in it`() {
        #expect(throws: Refusal.moreThanDrawerHolds(Money(200_00))) {
            try DeskFixture.decide(.moveCash(CashMove(.drop, amount: Money(200_01))))
        }
    }

    @Test func `a blind count gives the difference and must add up`() throws {
        let counts = [DenominationCount(value: Money(20_00), count: 9)]
        let decision = try DeskFixture.decide(
            .closeDrawer(denominations: counts, counted: Money(180_00)))
        guard case .closed(let closing) = decision.outcome else {
            Issue.record("not a closing: \(decision.outcome)")
            return
        }
        #expect(closing.difference == Money(-20_00))
        #expect(closing.zNumber == 7)
        #expect(throws: Refusal.countsDiffer(denominations: Money(180_00), counted: Money(1))) {
            try DeskFixture.decide(.closeDrawer(denominations: counts, counted: Money(1)))
        }
    }

    @Test func `a receipt is voided once, in its own session, with nothing back`() throws {
        let void = Command.Action.voidReceipt(DeskFixture.id(3), reason: 1)
        var known = DeskFixture.known
        known.receipt = DeskFixture.source()
        _ = try DeskFixture.decide(void, known)
        known.receipt = DeskFixture.source(isVoided: true)
        let number = DeskFixture.number
        #expect(throws: Refusal.receiptAlreadyVoided(number)) {
            try DeskFixture.decide(void, known)
        }
        known.receipt = DeskFixture.source(cameBack: [0: .one])
        #expect(throws: Refusal.receiptHasReturns(number)) { try DeskFixture.decide(void, known) }
        known.receipt = DeskFixture.source(drawer: DeskFixture.id(77))
        #expect(throws: Refusal.drawerOfReceiptClosed(number)) {
            try DeskFixture.decide(void, known)
        }
    }

    @Test func `a basket of another currency's digits is no receipt`() throws {
        let item = Item(code: ItemCode("MILK"), name: "MILK 1L")
        let milk = Sellable(item: item, price: UnitPrice(tenThousandths: 18_900), scanned: "")
        let admin = DeskFixture.authority("admin")
        let terms = DeskFixture.desk().terms
        for digits in [2, 0] {
            var basket = Basket(id: DeskFixture.id(5), digits: digits)
            try basket.add(milk, terms: terms, by: admin)
            try basket.pay("cash", terms: terms, by: admin)
            let complete = Command.Action.complete(basket)
            if digits == 2 {
                try DeskFixture.decide(complete)
            } else {
                #expect(throws: Refusal.self) { try DeskFixture.decide(complete) }
            }
        }
    }

    @Test func `goods that came back elsewhere meanwhile don't come back again`() throws {
        let terms = DeskFixture.desk().terms
        let admin = DeskFixture.authority("admin")
        var basket = Basket(id: DeskFixture.id(5), digits: 2)
        try basket.addReturn(
            ofLine: 0, quantity: Quantity(units: 2), from: DeskFixture.source(), reason: 1,
            terms: terms, by: admin)
        try basket.pay("cash", terms: terms, by: admin)
        var known = DeskFixture.known
        #expect(throws: Refusal.unknownReceipt(DeskFixture.id(3))) {
            try DeskFixture.decide(.complete(basket), known)
        }
        known.sources = [DeskFixture.id(3): DeskFixture.source(cameBack: [0: .one])]
        let refusal = ReturnError.moreThanSold(returnable: .one, asked: Quantity(units: 2))
        #expect(throws: Refusal.basket(.returnRefused(refusal))) {
            try DeskFixture.decide(.complete(basket), known)
        }
        known.sources = [DeskFixture.id(3): DeskFixture.source(isVoided: true)]
        #expect(throws: Refusal.basket(.returnRefused(.receiptIsVoided))) {
            try DeskFixture.decide(.complete(basket), known)
        }
        known.sources = [DeskFixture.id(3): DeskFixture.source()]
        _ = try DeskFixture.decide(.complete(basket), known)
    }

    /// A basket that brings milk back, as a till makes it that was told of another receipt.
    private static func refund(_ told: Receipt) throws -> Basket {
        let terms = DeskFixture.desk().terms
        let admin = DeskFixture.authority("admin")
        var basket = Basket(id: DeskFixture.id(5), digits: 2)
        try basket.addReturn(
            ofLine: 0, quantity: .one, from: ReturnSource(receipt: told), reason: 1,
            terms: terms, by: admin)
        try basket.pay("cash", terms: terms, by: admin)
        return basket
    }

    @Test func `what comes back is what the receipt sold, for what was paid`() throws {
        var known = DeskFixture.known
        known.sources = [DeskFixture.id(3): DeskFixture.source()]
        let honest = DeskFixture.source().receipt
        _ = try DeskFixture.decide(.complete(try Self.refund(honest)), known)
        let forgeries: [(inout Receipt) -> Void] = [
            { $0.lines[0].gross = Money(900_00) }, { $0.lines[0].quantity = Quantity(units: 900) },
            { $0.lines[0].discount = Money(1) }, { $0.lines[0].item = ItemCode("GOLD") },
            { $0.lines[0].name = "GOLD" }, { $0.lines[0].price = UnitPrice(tenThousandths: 1) },
            {
                $0.taxes = [
                    ReceiptTax(
                        label: "VAT", category: "", rate: Rate(basisPoints: 2000),
                        base: Money(3_00), amount: Money(60))
                ]
            },
        ]
        for forge in forgeries {
            var told = honest
            forge(&told)
            #expect(throws: Refusal.basket(.returnRefused(.differsFromReceipt(0)))) {
                try DeskFixture.decide(.complete(try Self.refund(told)), known)
            }
        }
    }

    @Test func `the cap without receipt holds when the sale ends`() throws {
        let item = Item(code: ItemCode("MILK"), name: "MILK 1L")
        let milk = Sellable(item: item, price: UnitPrice(tenThousandths: 18_900), scanned: "")
        var desk = DeskFixture.desk()
        let admin = DeskFixture.authority("admin")
        var basket = Basket(id: DeskFixture.id(5), digits: 2)
        try basket.addReturnWithoutReceipt(
            milk, quantity: .one, price: milk.price, reason: 1, terms: desk.terms, by: admin)
        try basket.pay("cash", terms: desk.terms, by: admin)
        desk.terms.settings.returnCapWithoutReceipt = Money(1_00)
        let over = ReturnError.overCap(cap: Money(1_00), asked: Money(1_89))
        #expect(throws: Refusal.basket(.returnRefused(over))) {
            try desk.decide(
                .complete(basket), Desk.Standing(admin), DeskFixture.known,
                content: DeskFixture.id(9))
        }
    }

    @Test func `copies are counted`() throws {
        var known = DeskFixture.known
        known.receipt = DeskFixture.source()
        known.copies = 2
        let decision = try DeskFixture.decide(.reprint(DeskFixture.id(3), .copy), known)
        #expect(decision.print == PrintRequest(DeskFixture.id(3), .copy(3)))
    }

    @Test func `with the drawer closed nothing is sold and nothing paid out`() {
        let desk = DeskFixture.desk(open: false)
        let admin = Desk.Standing(DeskFixture.authority("admin"))
        let actions: [Command.Action] = [
            .complete(Basket(id: DeskFixture.id(4), digits: 2)), .takeX,
            .moveCash(CashMove(.noSale, reason: 1)),
            .closeDrawer(denominations: [], counted: .zero),
        ]
        for action in actions {
            #expect(throws: Refusal.drawerIsClosed) {
                try desk.decide(action, admin, DeskFixture.known, content: DeskFixture.id(9))
            }
        }
    }
}
