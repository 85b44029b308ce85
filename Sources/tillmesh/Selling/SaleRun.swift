import Node
import Retail
import Storage

/// Rings a basket as a cashier does, from words.
struct SaleRun {
    let errand: Errand
    /// Somebody looked at a card and will answer for it.
    let isAgeChecked: Bool

    private var terms: SaleTerms { errand.saleTerms }

    func ring(_ words: [String], forCustomer number: String?) throws -> Basket {
        var basket = Basket(id: Errand.newContent(), digits: errand.currency.digits)
        if let number { try attach(try customer(number), to: &basket) }
        let finder = GoodsFinder(errand)
        for word in words { try add(word, finder, &basket) }
        return basket
    }

    /// With the certificate that takes tax off; one that doesn't hold is told, and tax is charged.
    private func attach(
        _ customer: Customer, to basket: inout Basket
    ) throws(BasketError) {
        try basket.attach(customer: customer.id)
        guard let exemption = customer.exemption else { return }
        do throws(BasketError) {
            try basket.attach(exemption: exemption, terms: terms, by: errand.authority)
        } catch {
            Output.error("sell: tax is charged: \(error.text)")
        }
    }

    private func customer(_ number: String) throws -> Customer {
        let key = try IdentityFile.read(errand.shop.directory).pinKey
        let found = try CustomerReader(errand.shop.reader, key: key).find(number: number)
        guard found.count == 1 else {
            let what = found.isEmpty ? "no customer has" : "more than one customer has"
            throw Failure(.badData, "sell: \(what) the number '\(number.shown)'")
        }
        return found[0]
    }

    private func add(_ word: String, _ finder: GoodsFinder, _ basket: inout Basket) throws {
        let wanted = try CodeTimes(word, errand.numbers, command: "sell")
        guard case .item(let item, let label) = try finder.find(wanted.code) else {
            throw try finder.failure(for: wanted.code)
        }
        guard let sellable = try finder.sellable(item, scanned: wanted.code) else {
            throw Failure(
                .badData,
                "\(item.code.text.shown) has no price now; `tillmesh import items` sets one")
        }
        let measure = try measure(wanted, item, label)
        do throws(BasketError) {
            try basket.add(sellable, measure, terms: terms, by: errand.authority)
        } catch {
            guard case .needsAge = error, isAgeChecked else { throw refused(error, item) }
            try answerAge(item, &basket)
            do throws(BasketError) {
                try basket.add(sellable, measure, terms: terms, by: errand.authority)
            } catch {
                throw refused(error, item)
            }
        }
    }

    private func answerAge(_ item: Item, _ basket: inout Basket) throws(Failure) {
        do throws(BasketError) {
            try basket.answerAge(.accepted, for: item, terms: terms, by: errand.authority)
        } catch {
            throw refused(error, item)
        }
    }

    /// The label's own amount, else what the word says, else one piece.
    private func measure(
        _ wanted: CodeTimes, _ item: Item, _ label: Basket.Measure?
    ) throws(Failure) -> Basket.Measure {
        if let label {
            guard wanted.quantity == nil else {
                throw Failure(
                    .usage, "sell: the label \(wanted.code.shown) says how much it is already")
            }
            return label
        }
        guard let quantity = wanted.quantity else { return .pieces(1) }
        if item.unit == .weight { return .typedWeight(quantity) }
        guard quantity.thousandths.isMultiple(of: 1000) else {
            throw Failure(
                .usage,
                "sell: \(item.code.text.shown) is sold in whole pieces, not "
                    + errand.numbers.text(quantity))
        }
        return .pieces(quantity.thousandths / 1000)
    }

    private func refused(_ error: BasketError, _ item: Item) -> Failure {
        let name = item.code.text.shown
        switch error {
        case .needsAge(let years, _):
            return Failure(
                .failure,
                "the buyer of \(name) must be \(years): look at the card, then add --age-checked")
        case .needsWeight:
            return Failure(
                .usage, "\(name) is sold by weight: write \(name)*0.745 for 0.745 of it")
        case _: return Failure(Refusal.basket(error))
        }
    }
}

/// Pays for a basket and makes it a receipt.
struct PaymentRun {
    let errand: Errand
    let tender: String?
    let amount: Money?
    let reference: String?

    init(_ errand: Errand, _ arguments: Arguments) throws(Failure) {
        self.errand = errand
        tender = arguments.value("tender")
        amount = try errand.amount("amount", of: arguments)
        reference = arguments.value("reference")
        guard amount == nil || tender != nil else {
            throw Failure(.usage, "\(arguments.command): --amount is of a --tender")
        }
    }

    private var terms: SaleTerms { errand.saleTerms }

    /// Takes the money, or pays it out the way it came in.
    func complete(_ basket: Basket) throws -> Receipt {
        var basket = basket
        do throws(TenderError) {
            if basket.due(terms) == .zero {
                try basket.settleEven(terms)
            } else if let tender {
                try pay(tender, amount, &basket)
            } else {
                for planned in basket.refundPlan(terms) {
                    try pay(planned.tender, planned.amount, &basket)
                }
                if !basket.stage.isSettled { try pay(cash, nil, &basket) }
            }
        } catch {
            throw failure(error)
        }
        guard basket.stage.isSettled else {
            throw Failure(
                .failure,
                "\(errand.write(basket.due(terms))) would still be due; give the whole amount, "
                    + "or leave --amount out")
        }
        let performed = try errand.perform([.complete(basket)])
        guard case .receipt(let receipt) = performed[0].outcome else {
            throw Failure(.software, "the till gave no receipt for this basket")
        }
        return receipt
    }

    private var cash: String {
        terms.settings.tenders.first { $0.kind == .cash }?.code ?? "cash"
    }

    private func pay(
        _ code: String, _ amount: Money?, _ basket: inout Basket
    ) throws(TenderError) {
        let needsReference = terms.settings.tender(code)?.needsReference ?? false
        try basket.pay(
            code, amount: amount, reference: needsReference ? reference : nil, terms: terms,
            by: errand.authority)
    }

    private func failure(_ error: TenderError) -> Failure {
        switch error {
        case .noSuchTender(let code):
            let codes = terms.settings.tenders.map(\.code).joined(separator: ", ")
            return Failure(.usage, "--tender takes one of \(codes), not '\(code.shown)'")
        case .needsReference(let code):
            return Failure(
                .usage, "\(code) needs the slip's number: --reference TEXT, 12 characters at most")
        case _: return Failure(Refusal.tender(error))
        }
    }
}
