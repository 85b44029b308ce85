import Retail

// Ringing, paying and putting away a basket; each verb is on disk before it is seen.

extension World {
    mutating func beginBasket(_ random: inout SeededRandom) throws(TillError) -> String {
        let basket = Basket(
            id: ContentID(random.bytes16()), digits: plan.settings.currency.digits)
        return try ring(basket, &random)
    }

    /// One verb on the basket; a refusal leaves it as it was.
    mutating func ring(_ basket: Basket, _ random: inout SeededRandom) throws(TillError) -> String {
        var ringer = Ringer(till: till, plan: plan, basket: basket, source: source(&random))
        let words: String
        do throws(BasketError) {
            words = try ringer.verb(&random)
        } catch {
            counts.refusals += 1
            // A refusal of the buyer's age stays on record.
            guard case .tooYoung = error else { return "refused: \(error)" }
            try save(ringer.basket)
            return "too young"
        }
        try save(ringer.basket)
        return words
    }

    private func source(_ random: inout SeededRandom) -> ReturnSource? {
        recent(&random).flatMap { till.memory.source($0) }
    }

    private mutating func save(_ basket: Basket?) throws(TillError) {
        do throws(DiskError) { try till.save(basket) } catch { throw .disk(error) }
    }

    mutating func pay(_ basket: Basket, _ random: inout SeededRandom) throws(TillError) -> String {
        var paid = basket
        let terms = till.desk.terms
        do throws(TenderError) {
            if !paid.stage.tenders.isEmpty, random.isOneIn(10) {
                try paid.removeTender(0)
            } else if paid.due(terms) == .zero, random.isOneIn(2) {
                try paid.settleEven(terms)
            } else {
                try tender(&paid, &random)
            }
        } catch {
            counts.refusals += 1
            return "refused: \(error)"
        }
        try save(paid)
        return "paid \(paid.stage.tenders.last.map { "\($0.tender) \($0.amount)" } ?? "nothing")"
    }

    private func tender(
        _ basket: inout Basket, _ random: inout SeededRandom
    ) throws(TenderError) {
        let code = random.pick(["cash", "cash", "card", "voucher"])
        let due = basket.due(till.desk.terms).magnitude.minorUnits
        let amount: Money? =
            switch random.number(0...4) {
            case 0 where due > 1: Money(random.number(1...due))
            case 1: Money(due + random.number(0...5000))
            default: nil
            }
        try basket.pay(
            code, amount: amount, reference: code == "cash" ? nil : "R\(random.number(1...9999))",
            terms: till.desk.terms, by: till.authority(plan.cashier),
            approval: random.isOneIn(2) ? till.authority(plan.manager) : nil)
    }

    mutating func complete(
        _ basket: Basket, _ random: inout SeededRandom
    ) throws(TillError) -> String {
        do throws(TillError) {
            guard case .receipt(let receipt) = try perform(.complete(basket), &random) else {
                return "completed nothing"
            }
            counts.receipts += 1
            if receipt.kind != .sale { counts.returns += 1 }
            return "\(receipt.kind) \(receipt.number) of \(receipt.total.minorUnits)"
        } catch {
            guard case .refused(let refusal) = error else { throw error }
            counts.refusals += 1
            return try giveBack(basket, after: refusal)
        }
    }

    /// Terms changed after the last tender, or goods came back elsewhere: the tenders go back.
    private mutating func giveBack(
        _ basket: Basket, after refusal: Refusal
    ) throws(TillError) -> String {
        var open = basket
        do throws(TenderError) {
            while !open.stage.tenders.isEmpty { try open.removeTender(0) }
            if open.stage.isSettled { try open.reopen() }
        } catch {
            throw .broken("tenders can't be taken back: \(error)")
        }
        try save(open)
        return "refused: \(refusal)"
    }

    /// Holds the basket or gives it up.
    mutating func putAway(
        _ basket: Basket, _ random: inout SeededRandom
    ) throws(TillError) -> String {
        if random.isOneIn(2) {
            _ = try perform(.hold(basket, label: "H\(random.number(1...99))"), &random)
            return "held \(basket.lines.count) lines"
        }
        _ = try perform(.cancel(basket, reason: nil), &random)
        return "cancelled \(basket.lines.count) lines"
    }
}
