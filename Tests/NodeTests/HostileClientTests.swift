import Encoding
import Node
import Retail
import Storage
import Testing

/// A program of the same user that speaks the control socket's frames and says what it likes.
@Suite struct HostileClientTests {
    private struct NotForged: Error {}

    /// A shop with a cashier, a drawer, milk for everybody and gin for those of 18.
    private struct Scene {
        let served: ControlSocketTests.Served
        let cashier: PersonID
        let client: ControlClient
        let terms: SaleTerms

        var shop: ShopFixture { served.shop }

        init() throws {
            served = try ControlSocketTests.Served()
            try served.shop.openDrawer()
            try served.shop.stockItem("MILK", price: 189)
            try served.shop.stockItem("CHEESE", price: 450)
            try served.shop.put(
                Item(code: ItemCode("GIN"), name: "GIN NAME", minimumAge: 18),
                prices: [
                    DatedPrice(
                        from: Instant(milliseconds: 0), price: UnitPrice(tenThousandths: 200_000))
                ])
            cashier = try served.shop.node.makeReader().people(withNumber: 2)[0].person
            client = try served.client
            terms = served.shop.node.terms.sale(at: SystemClock.wall())
        }

        /// Somebody whose word the client takes for the shop's.
        func authority(_ person: PersonID, _ role: String) -> Authority {
            Authority(person: person, rights: Rights(of: [role], among: terms.settings.roles))
        }

        var boss: Authority { authority(shop.admin, "admin") }

        func sellable(_ code: String) throws -> Sellable {
            let reader = try shop.node.makeReader()
            let found = try reader.sellable(
                ItemCode(code), at: SystemClock.wall(), scanned: code)
            return try #require(found)
        }

        /// A basket of the cashier's with what the client makes of it, paid in cash.
        func basket(
            _ code: String = "MILK", pieces: Int64 = 1,
            _ change: (inout Basket) throws -> Void = { _ in }
        ) throws -> Basket {
            var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
            let sellable = try sellable(code)
            if let _ = sellable.item.minimumAge {
                try basket.answerAge(.accepted, for: sellable.item, terms: terms, by: boss)
            }
            try basket.add(sellable, .pieces(pieces), terms: terms, by: boss)
            try change(&basket)
            try basket.pay("cash", terms: terms, by: boss)
            return basket
        }

        func ask(_ action: Command.Action, approver: PersonID? = nil) throws -> ControlAnswer {
            try client.ask(
                .perform([Command(action, by: cashier, approvedBy: approver)], recorded: nil))
        }

        /// Refused, with no operation; and the lane's next sale has the number it would have had.
        func expect(_ refusal: Refusal, _ action: Command.Action) throws {
            let before = shop.node.books.operations
            #expect(try ask(action) == .refused(refusal))
            #expect(shop.node.books.operations == before)
        }
    }

    /// Changes fields of an encoded basket and reads it again.
    private static func forged(
        _ basket: Basket, _ change: (inout [CBOR]) throws -> Void
    ) throws -> Basket {
        guard case .array(var fields) = try CBOR.decode(basket.encode()) else { throw NotForged() }
        try change(&fields)
        return try Basket(decoding: CBOR.array(fields).encoded)
    }

    private static func forgedLine(
        _ basket: Basket, _ change: (inout [CBOR]) -> Void
    ) throws -> Basket {
        try forged(basket) { fields in
            guard case .array(let lines) = fields[3], case .array(var line)? = lines.first else {
                throw NotForged()
            }
            change(&line)
            fields[3] = .array([.array(line)] + lines.dropFirst())
        }
    }

    @Test func `an honest basket of a cashier is rung`() throws {
        let scene = try Scene()
        for code in ["MILK", "GIN"] {
            let answer = try scene.ask(.complete(try scene.basket(code, pieces: 2)))
            guard case .performed = answer else {
                Issue.record("\(code): \(answer)")
                continue
            }
        }
    }

    @Test func `an approver is nobody there, in a command or in a basket`() throws {
        let scene = try Scene()
        let move = Command.Action.moveCash(CashMove(.noSale, reason: 1))
        #expect(
            try scene.ask(move, approver: scene.shop.admin) == .refused(.unprovedApproval))
        try scene.expect(.needsApproval(.noSale), move)
        let basket = try scene.basket { basket in
            try basket.discountBasket(
                .percent(Rate(basisPoints: 9000)), reason: 1, terms: scene.terms,
                by: scene.authority(scene.cashier, "cashier"), approval: scene.boss)
        }
        try scene.expect(.unprovedApproval, .complete(basket))
    }

    @Test func `limits of the role hold, whoever the client says rang it`() throws {
        let scene = try Scene()
        let discount = try scene.basket { basket in
            try basket.discountLine(
                0, .percent(Rate(basisPoints: 9000)), reason: 1, terms: scene.terms,
                by: scene.boss)
        }
        try scene.expect(.needsApproval(.discount), .complete(discount))
        let whole = try scene.basket { basket in
            try basket.discountBasket(
                .amount(Money(1_50)), reason: 1, terms: scene.terms, by: scene.boss)
        }
        try scene.expect(.needsApproval(.discount), .complete(whole))
        let price = try scene.basket { basket in
            try basket.overridePrice(
                ofLine: 0, to: UnitPrice(tenThousandths: 100), reason: 1, terms: scene.terms,
                by: scene.boss)
        }
        try scene.expect(.needsApproval(.overridePrice), .complete(price))
        let open = try scene.basket { basket in
            try basket.addOpenItem(
                code: nil, name: "THING", department: "", taxCategory: "",
                price: UnitPrice(tenThousandths: 100), by: scene.boss)
        }
        try scene.expect(.needsApproval(.openItem), .complete(open))
        let voided = try scene.basket { basket in
            try basket.add(
                try scene.sellable("MILK"), .pieces(2), terms: scene.terms, by: scene.boss)
            try basket.setQuantity(Quantity(units: 40), ofLine: 0, by: scene.boss)
            try basket.setQuantity(.one, ofLine: 0, by: scene.boss)
        }
        try scene.expect(.needsApproval(.voidLine), .complete(voided))
    }

    @Test func `a hold is no way around`() throws {
        let scene = try Scene()
        var basket = try scene.basket { basket in
            try basket.discountLine(
                0, .percent(Rate(basisPoints: 9000)), reason: 1, terms: scene.terms,
                by: scene.boss)
        }
        try basket.removeTender(0)
        try scene.expect(.needsApproval(.discount), .hold(basket, label: nil))
        try scene.expect(.needsApproval(.discount), .cancel(basket, reason: nil))
    }

    @Test func `what verbs note can't be left out`() throws {
        let scene = try Scene()
        let own = scene.authority(scene.cashier, "cashier")
        let basket = try scene.basket { basket in
            try basket.discountLine(
                0, .percent(Rate(basisPoints: 500)), reason: 1, terms: scene.terms, by: own)
        }
        #expect(throws: BasketCodingError.unsound(.line(0))) {
            try Self.forged(basket) { $0[8] = .array([]) }
        }
        // Neither does a line that was rung vanish from the receipt.
        let gone = try scene.basket { basket in
            let cheese = try scene.sellable("CHEESE")
            try basket.add(cheese, terms: scene.terms, by: scene.boss)
            try basket.voidLine(1, by: scene.boss)
        }
        let silent = try Self.forged(gone) { fields in
            fields[8] = .array((fields[8].asArray ?? []).dropLast().map { $0 })
        }
        try scene.expect(.unsoundReceipt, .complete(silent))
    }

    @Test func `an age is accepted by an event, not by a number`() throws {
        let scene = try Scene()
        let basket = try scene.basket("GIN")
        let unasked = try Self.forged(basket) { $0[8] = .array([]) }
        #expect(unasked.acceptedAge == 18)
        let day = scene.terms.today
        guard
            case .refused(.basket(.needsAge(years: 18, let born))) =
                try scene.ask(.complete(unasked))
        else {
            Issue.record("sold to anybody")
            return
        }
        #expect(born.days < day.days - 18 * 365)
        // Neither does it help to say that nobody has to be of age for it.
        let ageless = try Self.forgedLine(unasked) { $0[5] = .null }
        let none = try Self.forged(ageless) { $0[9] = .integer(0) }
        try scene.expect(.differsFromCatalogue(ItemCode("GIN")), .complete(none))
    }

    @Test func `goods are the catalogue's, at its price`() throws {
        let scene = try Scene()
        let code = ItemCode("MILK")
        for (field, value): (Int, CBOR) in [
            (1, .text("GOLD")), (2, .text("elsewhere")), (3, .text("untaxed")),
        ] {
            let basket = try Self.forgedLine(try scene.basket()) { $0[field] = value }
            try scene.expect(.differsFromCatalogue(code), .complete(basket))
        }
        let cheap = try Self.forgedLine(try scene.basket()) { line in
            (line[7], line[8]) = (.integer(100), .integer(100))
        }
        try scene.expect(.differsFromCatalogue(code), .complete(cheap))
        let unknown = try Self.forgedLine(try scene.basket()) { $0[0] = .text("NONE") }
        try scene.expect(.unknownItem(ItemCode("NONE")), .complete(unknown))
    }

    @Test func `money without a receipt takes whoever may pay it out`() throws {
        let scene = try Scene()
        let milk = try scene.sellable("MILK")
        var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
        try basket.addReturnWithoutReceipt(
            milk, quantity: .one, price: milk.price, reason: 1, terms: scene.terms,
            by: scene.boss)
        try basket.pay("cash", terms: scene.terms, by: scene.boss)
        try scene.expect(.needsApproval(.returnWithoutReceipt), .complete(basket))
    }

    @Test func `tenders are paid once more, and must settle it the same way`() throws {
        let scene = try Scene()
        let basket = try scene.basket()
        // 1.89 given in cash, and then 50.00 of it paid out again by another tender.
        let forged = try Self.forged(basket) { fields in
            fields[10] = .array([
                .array([
                    .array([.text("cash"), .integer(51_89), .null]),
                    .array([.text("card"), .integer(-50_00), .text("1")]),
                ]), .integer(0), .integer(0),
            ])
        }
        let before = scene.shop.node.books.operations
        guard case .refused = try scene.ask(.complete(forged)) else {
            Issue.record("paid out")
            return
        }
        #expect(scene.shop.node.books.operations == before)
    }

    @Test func `no version that a client names freezes anything`() throws {
        let scene = try Scene()
        let reader = try scene.shop.node.makeReader()
        let changes = ["FROZEN", "FROZEN AGAIN"].map { name in
            ItemChange(
                content: ContentID(SystemRandom().bytes16()), version: UInt64(Int64.max),
                code: ItemCode("MILK"), item: Item(code: ItemCode("MILK"), name: name))
        }
        let person = try #require(try reader.person(scene.cashier))
        let staff = PersonChange(
            content: ContentID(SystemRandom().bytes16()), person: person.person,
            version: UInt64(Int64.max), number: person.number, roles: person.roles,
            pin: person.pin, sealedName: person.sealedName)
        let customer = CustomerID(SystemRandom().bytes16())
        let edit = CustomerChange(
            content: ContentID(SystemRandom().bytes16()), customer: customer,
            version: UInt64(Int64.max),
            entries: [.init(field: .number, value: Array("C-1".utf8))],
            time: LocalTime(SystemClock.wall(), offsetSeconds: 0), person: scene.shop.admin)
        let actions: [Command.Action] = [
            .changeItems(changes), .changePerson(staff), .changeCustomer(edit),
        ]
        let commands = actions.map { Command($0, by: scene.shop.admin) }
        guard case .performed = try scene.client.ask(.perform(commands, recorded: nil)) else {
            Issue.record("not performed")
            return
        }
        #expect(try reader.itemVersion(ItemCode("MILK")) == 3)
        #expect(try reader.person(scene.cashier)?.version == person.version + 1)
        #expect(try reader.customerVersion(customer) == 1)
    }

    @Test func `more than one transaction takes is refused whole, and says how to split`() throws {
        let scene = try Scene()
        let changes = (0...64).map { number in
            ItemChange(
                content: ContentID(SystemRandom().bytes16()), version: 1,
                code: ItemCode("ITEM\(number)"),
                item: Item(code: ItemCode("ITEM\(number)"), name: "ITEM \(number)"))
        }
        let before = scene.shop.node.books.operations
        let all = Command(.changeItems(changes), by: scene.shop.admin)
        #expect(
            try scene.client.ask(.perform([all], recorded: nil))
                == .refused(.tooManyFacts(most: 64)))
        #expect(scene.shop.node.books.operations == before)
        let most = Command(.changeItems(Array(changes.prefix(64))), by: scene.shop.admin)
        guard case .performed = try scene.client.ask(.perform([most], recorded: nil)) else {
            Issue.record("64 are one transaction's")
            return
        }
    }
}
