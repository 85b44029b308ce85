import TestSupport
import Testing

@Suite struct SellTests {
    @Test func `a day is opened, sold on, taken back from and closed`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open --float 100")
        let sale = try folder.good("sell DA002*2 4011*0.745 --tender cash --amount 50 --json")
            .json()
        #expect(sale["receiptNumber"]?.string == "014-01-000001")
        #expect(sale["kind"]?.string == "sale")
        #expect(sale["person"]?.integer == 1)
        #expect(sale["totalMinorUnits"]?.integer == 699)
        #expect(sale["changeMinorUnits"]?.integer == 4301)
        #expect(sale["operation"]?.string?.utf8.count == 64)
        let some = try folder.good("return 014-01-000001 1*1 --reason 2 --json").json()
        let rest = try folder.good("return 014-01-000001 --reason 1 --json").json()
        let back = [some, rest].compactMap { $0["totalMinorUnits"]?.integer }
        #expect(back.reduce(0, +) == -699)
        let closed = try folder.good("drawer close --counted 99 --json").json()
        #expect(closed["zNumber"]?.integer == 1)
        #expect(closed["expectedMinorUnits"]?.integer == 10_000)
        #expect(closed["differenceMinorUnits"]?.integer == -100)
    }

    @Test func `labels, PLUs, ages and cards`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open")
        let deli = try folder.good("sell 2100001027506 --tender cash").out
        #expect(deli.hasPrefix("014-01-000001: $61.38\n"), "\(deli)")
        #expect(deli.contains("2.750 × TURKEY BREAST DELI"))
        let beer = "sell BW001 --age-checked --tender card --reference 123456"
        #expect(try folder.good(beer).out.hasPrefix("014-01-000002: $10.59\n"))
        let back = try folder.good("return 014-01-000002 --reason 5 --reference 123456").out
        #expect(back.hasPrefix("014-01-000003: -$10.59\n"), "\(back)")
    }

    @Test func `goods past their label's last day take a right of their own`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open")
        let milk = "sell (01)09520000010072(17)"
        let refused = try folder.run(milk + "200131 --tender cash --as 3")
        #expect(refused.status == 77 && refused.err.contains("sell expired goods"), "\(refused)")
        try folder.good(milk + "491231 --tender cash --as 3")
        try folder.good(milk + "200131 --tender cash")
    }

    @Test func `a certificate takes the place's tax off while it holds`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open")
        let exempt = "--exemption resale --certificate R-1"
        try folder.good("customer add --name Good \(exempt) --expires 2999-12-31")
        try folder.good("customer add --name Old \(exempt) --expires 2020-12-31")
        let bare = try folder.run("customer add --name Bare --exemption charity")
        #expect(bare.status == 65 && bare.err.contains("--certificate"), "\(bare)")
        let sell = "sell AP001 --tender cash --customer C-0010000"
        let good = try folder.good(sell + "1")
        #expect(good.out.hasPrefix("014-01-000001: $19.99\n"), "\(good.out)")
        let old = try folder.good(sell + "2")
        #expect(old.out.hasPrefix("014-01-000002: $21.19\n"), "\(old.out)")
        #expect(old.err == "sell: tax is charged: the customer's exemption has expired\n")
        let cashier = try folder.good(sell + "1 --as 3")
        #expect(cashier.out.hasPrefix("014-01-000003: $21.19\n"), "\(cashier.out)")
        #expect(cashier.err.hasPrefix("sell: tax is charged: this person may not do that"))
    }

    @Test func `a customer is somebody`() throws {
        let folder = try Folder.withSampleShop()
        let who = "customer add: say who it is by --name, --phone, --email or a card's --number"
        try folder.expect(
            """
            64 | customer add | \(who)
            64 | customer add --note nice | \(who)
            65 | customer add --phone 12 | phone: that is no telephone number; write all of its \
            digits
            65 | customer add --email ada | email: that is no address; it looks like \
            ada@example.org
            """)
    }

    @Test func `books whose key is gone are not called nothing`() throws {
        let folder = try Folder.withSampleShop()
        _ = try Files.output(of: ["rm", folder.path + "/shop/identity"])
        let gone =
            "shop holds the books of a till whose identity file is gone: keep the folder, put the "
            + "file back if it was only moved, else make a new till in another folder"
        try folder.expect(
            """
            65 | status | \(gone)
            65 | sell DA001 --tender cash | \(gone)
            """)
    }

    @Test func `without a drawer nothing is sold, and a float is an amount`() throws {
        let folder = try Folder.withSampleShop()
        try folder.expect(
            """
            1 | sell DA001 --tender cash | no drawer is open: `tillmesh drawer open` begins the \
            day
            1 | drawer close --counted 5 | no drawer is open: `tillmesh drawer open` begins the \
            day
            64 | drawer | 'drawer' needs one more word: `tillmesh drawer open`, `tillmesh drawer \
            close`
            64 | drawer open --float ten | drawer open: --float: 'ten' is no number; write \
            digits and one point, such as 1.99
            64 | drawer open --float 1.001 | drawer open: --float: '1.001' has more than 2 \
            digits after the point
            1 | drawer open --float -1 | the amount must be above zero
            """)
    }

    @Test func `a sale that can't be uses up no number`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open")
        try folder.expect(
            """
            1 | drawer open | the drawer is open already
            64 | drawer close | drawer close: --counted is missing; see tillmesh drawer close \
            --help
            64 | sell | sell: ITEM[*QTY] is missing; see tillmesh sell --help
            64 | sell DA001 | sell: --tender is missing; see tillmesh sell --help
            65 | sell NOPE --tender cash | no item 'NOPE' in the catalogue; `tillmesh stock \
            list` lists what there is
            65 | sell 9520000010073 --tender cash | '9520000010073' has a wrong check digit; did \
            you mean 9520000010072?
            64 | sell DA001*x --tender cash | sell: 'DA001*x': 'x' is no number; write digits \
            and one point, such as 1.99
            64 | sell DA001*1.5 --tender cash | sell: DA001 is sold in whole pieces, not 1.5
            1 | sell DA001*0 --tender cash | that quantity can't be sold
            1 | sell DA001*-1 --tender cash | that quantity can't be sold
            64 | sell 4011 --tender cash | PR4011 is sold by weight: write PR4011*0.745 for \
            0.745 of it
            64 | sell 2100001027506*2 --tender cash | sell: the label 2100001027506 says how \
            much it is already
            1 | sell BW001 --tender cash | the buyer of BW001 must be 21: look at the card, then \
            add --age-checked
            64 | sell DA001 --tender iou | --tender takes one of cash, card, voucher, not 'iou'
            64 | sell DA001 --tender card | card needs the slip's number: --reference TEXT, 12 \
            characters at most
            1 | sell DA001 --tender card --reference 4111111111111111 | that looks like a card \
            number, which is kept nowhere
            1 | sell DA001 --tender cash --amount 1 | $0.92 would still be due; give the whole \
            amount, or leave --amount out
            1 | sell DA001 --tender card --reference 1 --amount 99 | that is more than is due, \
            and this tender gives no change
            65 | sell DA001 --tender cash --customer 77 | sell: no customer has the number '77'
            64 | sell DA001 --tender cash --as x | sell: --as takes a whole number from 0 to \
            4294967295, not 'x'
            77 | sell DA001 --tender cash --as 8 | nobody who works here has the number 8; \
            `tillmesh import people` adds people
            77 | sell 4011*1 --tender cash --as 3 | this person may not do that alone ('type \
            a weight'): name somebody who may with --as
            """)
        let sale = try folder.good("sell DA001 --tender cash --as 3 --json").json()
        #expect(sale["receiptNumber"]?.string == "014-01-000001")
        #expect(sale["person"]?.integer == 3)
    }

    @Test func `what can't come back is refused`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open --float 50")
        try folder.good("sell DA001*3 --tender cash")
        let reasons = "1 Changed mind, 2 Faulty, 3 Wrong item, 4 Spoiled, 5 Other"
        let why = "return: why? --reason takes the number of one of: \(reasons)"
        try folder.expect(
            """
            64 | return | return: RECEIPT is missing; see tillmesh return --help
            64 | return 014-01-000001 | \(why)
            64 | return 014-01-000001 --reason 9 | \(why)
            64 | return 14 --reason 1 | return: '14' is no receipt's number; it looks like \
            014-03-000123
            65 | return 014-01-000009 --reason 1 | return: no receipt 014-01-000009 here; \
            `tillmesh sales` lists them
            64 | return 014-01-000001 2 --reason 1 | return: '2' names no line; 014-01-000001 \
            has lines 1 to 1, and LINE*QTY takes some of one
            1 | return 014-01-000001 1*4 --reason 1 | return: of line 1 (MILK WHOLE 1 QT) 3 can \
            come back, not 4
            64 | return 014-01-000001 1*0.5 --reason 1 | return: line 1 (MILK WHOLE 1 QT) comes \
            back in whole pieces
            """)
        try folder.good("return 014-01-000001 --reason 1")
        try folder.expect(
            """
            1 | return 014-01-000001 --reason 1 | return: all of 014-01-000001 came back already
            1 | return 014-01-000001 1 --reason 1 | return: nothing of line 1 (MILK WHOLE 1 QT) \
            is left to come back
            1 | return 014-01-000001 1*1 --reason 1 | return: of line 1 (MILK WHOLE 1 QT) 0 can \
            come back, not 1
            """)
    }
}
