import Retail

/// Something a cashier wants done, as a value.
///
/// It is tried once, and again with a reason or a second person.
enum Act: Hashable, Sendable {
    case add(Sellable, Basket.Measure)
    case repeatLast
    case openItem(code: String?, Department, UnitPrice)
    case setQuantity(Quantity, Int)
    case voidLine(Int)
    case overridePrice(Int, UnitPrice, UInt8?)
    case discountLine(Int, Discount, UInt8?)
    case discountBasket(Discount, UInt8?)
    case exempt(TaxExemption)
    case returnLine(UInt32, Quantity, ReturnSource, UInt8?)
    case returnWithoutReceipt(Sellable, Quantity, UnitPrice, UInt8?)
    case pay(String, Money?, reference: String?)
    case command(Command.Action)
    case train(Bool)
    case unlock(UInt32)
    case createCustomer(NewCustomer)
    case office(OversightWish)

    /// The same with a reason chosen.
    func with(reason: UInt8) -> Act {
        switch self {
        case .overridePrice(let line, let price, _): .overridePrice(line, price, reason)
        case .discountLine(let line, let discount, _): .discountLine(line, discount, reason)
        case .discountBasket(let discount, _): .discountBasket(discount, reason)
        case .returnLine(let line, let quantity, let source, _):
            .returnLine(line, quantity, source, reason)
        case .returnWithoutReceipt(let sellable, let quantity, let price, _):
            .returnWithoutReceipt(sellable, quantity, price, reason)
        case .command(let action): .command(action.with(reason: reason))
        case .add, .repeatLast, .openItem, .setQuantity, .voidLine, .exempt, .pay, .train,
            .unlock, .createCustomer, .office:
            self
        }
    }
}

extension Command.Action {
    fileprivate func with(reason: UInt8) -> Command.Action {
        switch self {
        case .moveCash(var move):
            move.reason = reason
            return .moveCash(move)
        case .cancel(let basket, _): return .cancel(basket, reason: reason)
        case .voidReceipt(let receipt, _): return .voidReceipt(receipt, reason: reason)
        case .sign, .clock, .openDrawer, .takeX, .closeDrawer, .complete, .hold, .recall, .ringCopy,
            .reprint, .moveStock, .adjustMoney, .changeItems, .changeTaxes, .changePerson,
            .changeCustomer, .changeSetting, .recordImport, .publish:
            return self
        }
    }
}

/// What stands in an act's way.
enum Hindrance: Error, Hashable, Sendable {
    case approval(Permission)
    case age(years: UInt8, bornOnOrBefore: BusinessDate)
    case weight
    case reason(ReasonUse)
    case reference(String)
    case tender(TenderError)
    case basket(BasketError)
}

extension Hindrance {
    init(_ error: BasketError) {
        switch error {
        case .needsApproval(let permission): self = .approval(permission)
        case .needsAge(let years, let date): self = .age(years: years, bornOnOrBefore: date)
        case .needsWeight: self = .weight
        case .needsReason(let use): self = .reason(use)
        case .tooYoung, .noSuchLine, .lineIsVoided, .tendersGiven, .itemInactive,
            .quantityOutOfRange, .quantityNotWhole, .lineIsFixed, .isNotWeighed,
            .nothingToRepeat, .priceOutOfRange, .discountOutOfRange, .unknownReason,
            .tooManyLines, .tooManyNotes, .textTooLong, .looksLikeCardNumber, .exemptionRefused,
            .returnRefused, .basketIsEmpty:
            self = .basket(error)
        }
    }

    init(_ error: TenderError) {
        switch error {
        case .needsApproval(let permission): self = .approval(permission)
        case .needsReference(let code): self = .reference(code)
        case .noSuchTender, .basketIsEmpty, .alreadySettled, .amountOutOfRange, .moreThanDue,
            .referenceTooLong, .looksLikeCardNumber, .noSuchTenderGiven, .notSettled:
            self = .tender(error)
        }
    }
}
