import Encoding
import Retail

// What a manager does while the shop sells: goods in, counts, prices, taxes, people.

extension World {
    mutating func manage(_ random: inout SeededRandom) throws(TillError) -> String {
        if random.isOneIn(12) { return try importFile(&random) }
        let (action, words): (Command.Action, String) =
            switch random.pick(weighted: [
                (30, 0), (15, 1), (8, 2), (8, 3), (5, 4), (5, 5), (10, 6), (5, 7),
            ]) {
            case 0: stock(&random)
            case 1: price(&random)
            case 2: taxes(&random)
            case 3: setting(&random)
            case 4: person(&random)
            case 5: customer(&random)
            case 6: shift(&random)
            default: money(&random)
            }
        _ = try perform(action, &random, by: plan.manager)
        return words
    }

    /// Receives, adjusts or counts up to three items.
    private func stock(_ random: inout SeededRandom) -> (Command.Action, String) {
        let kind = random.pick(StockMovement.Kind.allCases)
        let items = random.mixed(plan.goods).prefix(Int(random.number(1...3)))
        let lines = items.map { goods in
            StockRequest.Line(
                item: goods.item.code,
                quantity: Quantity(
                    thousandths: random.number((kind == .adjusted ? -9000 : 1)...40_000)))
        }
        return (
            .moveStock(StockRequest(kind: kind, reason: "day \(kind)", lines: lines)),
            "stock \(kind) of \(lines.count)"
        )
    }

    /// A new regular price now, or a special for some hours.
    private func price(_ random: inout SeededRandom) -> (Command.Action, String) {
        let goods = random.pick(plan.goods)
        let isSpecial = random.isOneIn(3)
        let from = till.desk.terms.moment
        let price = DatedPrice(
            kind: isSpecial ? .special : .regular, from: from,
            until: isSpecial ? from.adding(milliseconds: 7_200_000) : nil,
            price: UnitPrice(tenThousandths: random.number(0...400_000)))
        let version = till.memory.versions[goods.item.code.text, default: 0] + 1
        let change = ItemChange(
            content: ContentID(random.bytes16()), version: version, code: goods.item.code,
            item: random.isOneIn(3) ? goods.item : nil, prices: [price])
        return (.changeItems([change]), "priced \(goods.item.code.text)")
    }

    private func taxes(_ random: inout SeededRandom) -> (Command.Action, String) {
        var rule = random.pick(plan.taxRules)
        rule.from = till.desk.terms.moment
        rule.rate = Rate(basisPoints: random.number(0...2500))
        return (.changeTaxes([rule]), "taxed \(rule.label)")
    }

    private func setting(_ random: inout SeededRandom) -> (Command.Action, String) {
        var settings = till.desk.terms.settings
        settings.mergesSameItems.toggle()
        settings.cashRounding = CashRounding(increment: Money(random.pick([1, 5, 10])))
        settings.taxMode.rounding = random.pick(TaxMode.Rounding.allCases)
        let name = random.pick([SettingName.mergesSameItems, .cashRounding, .taxMode])
        return (
            .changeSetting(name: name.rawValue, value: settings.value(of: name)),
            "set \(name.rawValue)"
        )
    }

    private func person(_ random: inout SeededRandom) -> (Command.Action, String) {
        let cashier = till.memory.people[plan.cashier]
        let roles = random.pick([["cashier"], ["cashier", "supervisor"]])
        let change = PersonChange(
            content: ContentID(random.bytes16()), person: plan.cashier,
            version: (cashier?.version ?? 0) + 1, number: 1, roles: roles, pin: nil,
            sealedName: random.bytes(40))
        return (.changePerson(change), "cashier is now \(roles.joined(separator: "+"))")
    }

    private func customer(_ random: inout SeededRandom) -> (Command.Action, String) {
        let change = CustomerChange(
            content: ContentID(random.bytes16()), customer: CustomerID(random.bytes16()),
            version: 1,
            entries: [
                .init(field: .name, value: random.bytes(44)),
                .init(field: .number, value: Array("C-\(random.number(1...9999))".utf8)),
            ], time: till.desk.time, person: plan.manager)
        return (.changeCustomer(change), "customer")
    }

    private func shift(_ random: inout SeededRandom) -> (Command.Action, String) {
        if random.isOneIn(2) {
            let kind = random.pick(ClockEntry.Kind.allCases)
            return (.clock(kind), "clocked \(kind)")
        }
        let kind = random.pick(SignOn.Kind.allCases)
        return (.sign(kind), "signed \(kind)")
    }

    private func money(_ random: inout SeededRandom) -> (Command.Action, String) {
        let amount = Money(random.number(-5000...5000))
        return (.adjustMoney(amount: amount, reason: "bad debt", reference: nil), "adjusted")
    }
}
