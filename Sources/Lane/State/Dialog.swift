import Retail

/// A question over the screen; at most two lie there, the last one has the keys.
enum Dialog: Hashable, Sendable {
    case help
    case menu
    case clock
    /// A second person signs; then the act is tried again.
    case approval(Permission, PINEntry, Act)
    case reason(ReasonUse, Act)
    case age(AgeQuestion)
    case weight(Sellable, EditField)
    case price(PriceCheck)
    case find(FindList)
    case customers(CustomerList)
    case newCustomer(CustomerEntry)
    case unlock(EditField)
    case holds([HeldSale], selected: Int)
    case voidScan
    case discountKind(line: Int?, text: String)
    case discountValue(DiscountKind, EditField)
    case cash(DrawerMovement.Kind, EditField)
    case reference(String, Money?, EditField)
    case tenders(amount: Money?)
    case openItem(OpenItem)
    case note(EditField)
    case receipt(ReceiptUse, EditField)
    case receipts(ReceiptList)
    case returnLines(ReturnList)
    case returnItem(EditField)
    case returnPrice(Sellable, Quantity, EditField)
    case confirm(Confirmation)
    case printQuestion(PrintQuestion)
    case office(OfficeDialog)
    case neighbours([Machine], selected: Int)
}

struct AgeQuestion: Hashable, Sendable {
    let sellable: Sellable
    let measure: Basket.Measure
    let years: UInt8
    let bornOnOrBefore: BusinessDate
    var field = EditField(.date, most: 10)
}

enum PriceCheck: Hashable, Sendable {
    case asking(EditField)
    case shown(Sellable, Basket.Measure, stock: [StockLevel])
}

struct FindList: Hashable, Sendable {
    var field: EditField
    /// What the items were searched by; nil: nothing yet.
    var searched: String?
    var items: [Sellable] = []
    var hasMore = false
    var selected = 0
}

struct CustomerList: Hashable, Sendable {
    var field: EditField
    var searched: String?
    var customers: [FoundCustomer] = []
    var selected = 0
}

/// A customer's name and phone as they are typed.
struct CustomerEntry: Hashable, Sendable {
    var name: EditField
    var phone = EditField(.text, most: 20)
    var isInPhone = false

    /// The field that keys go to.
    var field: EditField {
        get { isInPhone ? phone : name }
        set { if isInPhone { phone = newValue } else { name = newValue } }
    }
}

enum DiscountKind: Hashable, Sendable {
    case linePercent(Int)
    case lineAmount(Int)
    case basketPercent
    case basketAmount
    case price(Int)
}

/// An open item in the making: the department, then the price.
struct OpenItem: Hashable, Sendable {
    let code: String?
    let departments: [Department]
    var selected = 0
    /// Nil while the department is chosen.
    var field: EditField?
}

/// What a receipt is looked for.
enum ReceiptUse: Hashable, Sendable {
    case returns
    case void
    case reprint(Reprint.Kind)
}

struct ReturnList: Hashable, Sendable {
    let source: ReturnSource
    var selected = 0
    var field = EditField(.number, most: 10)

    /// What of a line can still come back, beside what is in the basket already.
    func left(_ line: Int, in basket: Basket) -> Quantity {
        let origin = LineOrigin(receipt: source.receipt.content, line: UInt32(line))
        let here = basket.lines.filter { $0.origin == origin && !$0.isVoided }
            .reduce(Quantity.zero) { $0 - $1.quantity }
        return max(.zero, source.returnable(UInt32(line)) - here)
    }

    /// Whether something of the receipt comes back in this basket.
    func hasReturns(in basket: Basket) -> Bool {
        basket.returnedReceipts.contains(source.receipt.content)
    }
}

enum Confirmation: Hashable, Sendable {
    case cancelSale
    case takeBack(Int)
    case exempt(TaxExemption)
    case closeDrawer
    case leave
    /// The lane that holds the sale can't be reached.
    case ringCopy(ContentID, lane: UInt8)
}
