import Retail

/// What the answer to a request is for.
enum Purpose: Hashable, Sendable {
    case find(code: String, FindUse)
    case search(String)
    case signOn
    case approval(Permission, Act)
    /// The approver, where there was one, and what goes on after it.
    case perform(Command.Action, approval: LanePerson?, then: Sequel)
    case receipt(ReceiptUse, text: String)
    case receipts(ReceiptUse, text: String)
    case holds(HoldUse)
    case customers(String)
    case created
    /// The approver, where there was one.
    case unlock(number: UInt32, approval: LanePerson?)
    case departments
    case stock(Sellable, Basket.Measure)
    /// The approver, where there was one.
    case office(OversightWish, approval: LanePerson?)
    case neighbours

    /// What follows a performed command.
    enum Sequel: Hashable, Sendable {
        case nothing
        /// Another person's sale was put away: this one signs on.
        case signOn(LanePerson)
        /// A sale without goods was put on record: these keys are pressed again.
        case press([Key])
    }

    enum FindUse: Hashable, Sendable {
        /// How many, where that was typed before the code; and whether the code was typed, too.
        case sell(Quantity?, isTyped: Bool)
        case price
        case void
        case giveBack
        case customer
        case receipt(ReceiptUse)
    }

    enum HoldUse: Hashable, Sendable {
        case list
        /// The n-th of the list, from 1.
        case take(Int)
    }

    /// Whether it only reads, so that nobody misses the answer.
    var isLookUp: Bool {
        switch self {
        case .neighbours, .find, .search, .receipt, .receipts, .holds, .customers, .departments,
            .stock:
            true
        case .office(let wish, _): wish.isReading
        case .signOn, .approval, .perform, .created, .unlock: false
        }
    }
}
