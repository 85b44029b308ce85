/// What replay does to a basket: a cashier's own verbs, named here so that a test can count them.
public protocol ReplayedBasket {
    var acceptedAge: UInt8 { get }
    var lastLine: Int? { get }

    init(id: ContentID, digits: Int)

    mutating func attach(customer: CustomerID?) throws(BasketError)

    mutating func answerAge(
        _ answer: Basket.AgeAnswer, for item: Item, terms: SaleTerms, by cashier: Authority
    ) throws(BasketError)

    mutating func add(
        _ sellable: Sellable, _ measure: Basket.Measure, terms: SaleTerms, by cashier: Authority,
        approval: Authority?
    ) throws(BasketError)

    mutating func overridePrice(
        ofLine index: Int, to price: UnitPrice, reason: UInt8?, terms: SaleTerms,
        by cashier: Authority, approval: Authority?
    ) throws(BasketError)

    mutating func addReturn(
        ofLine line: UInt32, quantity: Quantity, from source: ReturnSource, reason: UInt8?,
        terms: SaleTerms, by cashier: Authority, approval: Authority?
    ) throws(BasketError)

    mutating func addReturnWithoutReceipt(
        _ sellable: Sellable, quantity: Quantity, price: UnitPrice, reason: UInt8?,
        terms: SaleTerms, by cashier: Authority, approval: Authority?
    ) throws(BasketError)

    func due(_ terms: SaleTerms) -> Money

    mutating func settleEven(_ terms: SaleTerms) throws(TenderError)

    mutating func pay(
        _ code: String, amount: Money?, reference: String?, terms: SaleTerms,
        by cashier: Authority, approval: Authority?
    ) throws(TenderError)

    func complete(
        number: ReceiptNumber, context: FactContext, terms: SaleTerms, isTraining: Bool
    ) throws(TenderError) -> Receipt
}

extension Basket: ReplayedBasket {}
