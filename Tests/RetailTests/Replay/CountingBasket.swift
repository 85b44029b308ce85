import Retail
import Synchronization

/// A cashier's basket that counts what is asked of it and does it.
struct CountingBasket: ReplayedBasket {
    /// Calls by the verb's name, of all baskets of one run.
    final class Calls: Sendable {
        private let counts = Mutex<[String: Int]>([:])

        func note(_ verb: String = #function) {
            let name = String(verb.prefix { $0 != "(" })
            counts.withLock { $0[name, default: 0] += 1 }
        }

        var byVerb: [String: Int] { counts.withLock { $0 } }
    }

    @TaskLocal static var calls = Calls()

    private var basket: Basket

    init(id: ContentID, digits: Int) {
        Self.calls.note()
        basket = Basket(id: id, digits: digits)
    }

    var acceptedAge: UInt8 { basket.acceptedAge }
    var lastLine: Int? { basket.lastLine }

    mutating func attach(customer: CustomerID?) throws(BasketError) {
        Self.calls.note()
        try basket.attach(customer: customer)
    }

    mutating func answerAge(
        _ answer: Basket.AgeAnswer, for item: Item, terms: SaleTerms, by cashier: Authority
    ) throws(BasketError) {
        Self.calls.note()
        try basket.answerAge(answer, for: item, terms: terms, by: cashier)
    }

    mutating func add(
        _ sellable: Sellable, _ measure: Basket.Measure, terms: SaleTerms, by cashier: Authority,
        approval: Authority?
    ) throws(BasketError) {
        Self.calls.note()
        try basket.add(sellable, measure, terms: terms, by: cashier, approval: approval)
    }

    mutating func overridePrice(
        ofLine index: Int, to price: UnitPrice, reason: UInt8?, terms: SaleTerms,
        by cashier: Authority, approval: Authority?
    ) throws(BasketError) {
        Self.calls.note()
        try basket.overridePrice(
            ofLine: index, to: price, reason: reason, terms: terms, by: cashier,
            approval: approval)
    }

    mutating func addReturn(
        ofLine line: UInt32, quantity: Quantity, from source: ReturnSource, reason: UInt8?,
        terms: SaleTerms, by cashier: Authority, approval: Authority?
    ) throws(BasketError) {
        Self.calls.note()
        try basket.addReturn(
            ofLine: line, quantity: quantity, from: source, reason: reason, terms: terms,
            by: cashier, approval: approval)
    }

    mutating func addReturnWithoutReceipt(
        _ sellable: Sellable, quantity: Quantity, price: UnitPrice, reason: UInt8?,
        terms: SaleTerms, by cashier: Authority, approval: Authority?
    ) throws(BasketError) {
        Self.calls.note()
        try basket.addReturnWithoutReceipt(
            sellable, quantity: quantity, price: price, reason: reason, terms: terms,
            by: cashier, approval: approval)
    }

    func due(_ terms: SaleTerms) -> Money { basket.due(terms) }

    mutating func settleEven(_ terms: SaleTerms) throws(TenderError) {
        Self.calls.note()
        try basket.settleEven(terms)
    }

    mutating func pay(
        _ code: String, amount: Money?, reference: String?, terms: SaleTerms,
        by cashier: Authority, approval: Authority?
    ) throws(TenderError) {
        Self.calls.note()
        try basket.pay(
            code, amount: amount, reference: reference, terms: terms, by: cashier,
            approval: approval)
    }

    func complete(
        number: ReceiptNumber, context: FactContext, terms: SaleTerms, isTraining: Bool
    ) throws(TenderError) -> Receipt {
        Self.calls.note()
        return try basket.complete(
            number: number, context: context, terms: terms, isTraining: isTraining)
    }
}
