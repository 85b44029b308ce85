import Retail
import Texts

// Errors as the cashier reads them.

extension LaneState {
    var numbers: NumberFormat {
        NumberFormat(style: .of(language: language.rawValue), currency: settings.currency)
    }

    var typedNumbers: NumberFormat { NumberFormat(style: .typed, currency: settings.currency) }

    func write(_ amount: Money) -> String { numbers.textWithSymbol(amount) }

    func write(_ day: BusinessDate) -> String {
        DateFormat(language: language.rawValue).short(CivilDate(day))
    }

    mutating func refuse(_ error: BasketError) {
        switch error {
        case .needsApproval, .needsAge, .needsReason: refuse(GoodsMessage.needsReason)
        case .tooYoung(let years): refuse(GoodsMessage.tooYoung(years: years))
        case .noSuchLine: refuse(GoodsMessage.noSuchLine)
        case .lineIsVoided: refuse(GoodsMessage.lineIsVoided)
        case .tendersGiven: refuse(GoodsMessage.somethingPaid)
        case .itemInactive(let item): refuse(GoodsMessage.inactive(item.text))
        case .quantityOutOfRange: refuse(GoodsMessage.quantityOutOfRange)
        case .quantityNotWhole: refuse(GoodsMessage.quantityNotWhole)
        case .lineIsFixed: refuse(GoodsMessage.lineIsFixed)
        case .needsWeight(let item): refuse(GoodsMessage.notByPiece(item.text))
        case .isNotWeighed(let item): refuse(GoodsMessage.notWeighed(item.text))
        case .nothingToRepeat: refuse(GoodsMessage.nothingToRepeat)
        case .priceOutOfRange: refuse(GoodsMessage.priceOutOfRange)
        case .discountOutOfRange: refuse(GoodsMessage.discountOutOfRange)
        case .unknownReason(_, let number): refuse(GoodsMessage.unknownReason(number))
        case .tooManyLines(let most): refuse(GoodsMessage.tooManyLines(most: most))
        case .tooManyNotes(let most): refuse(GoodsMessage.tooManyNotes(most: most))
        case .textTooLong(let most): refuse(GoodsMessage.textTooLong(most: most))
        case .looksLikeCardNumber: refuse(GoodsMessage.looksLikeCard)
        case .exemptionRefused(.expired): refuse(GoodsMessage.exemptionExpired)
        case .exemptionRefused(.noCertificate): refuse(GoodsMessage.noCertificate)
        case .returnRefused(let error): refuse(error)
        case .basketIsEmpty: refuse(GoodsMessage.nothingRung)
        }
    }

    mutating func refuse(_ error: ReturnError) {
        switch error {
        case .noSuchLine: refuse(GoodsMessage.noSuchLine)
        case .lineCameBack: refuse(ReceiptMessage.lineCameBack)
        case .moreThanSold(let returnable, _):
            refuse(ReceiptMessage.moreThanSold(numbers.text(returnable)))
        case .taxModeDiffers: refuse(ReceiptMessage.taxModeDiffers)
        case .receiptIsVoided: refuse(ReceiptMessage.receiptIsVoided)
        case .overCap(let cap, _): refuse(ReceiptMessage.overCap(write(cap)))
        case .differsFromReceipt: refuse(ReceiptMessage.differsFromReceipt)
        }
    }

    mutating func refuse(_ error: TenderError) {
        switch error {
        case .noSuchTender(let code): refuse(MoneyMessage.noSuchTender(code))
        case .basketIsEmpty: refuse(GoodsMessage.nothingRung)
        case .alreadySettled: refuse(MoneyMessage.alreadyPaid)
        case .amountOutOfRange: refuse(MoneyMessage.amountOutOfRange)
        case .moreThanDue(let due, _): refuse(MoneyMessage.moreThanDue(write(due.magnitude)))
        case .needsReference(let code): refuse(MoneyMessage.needsReference(tenderName(code)))
        case .referenceTooLong(let most): refuse(MoneyMessage.referenceTooLong(most: most))
        case .looksLikeCardNumber: refuse(GoodsMessage.looksLikeCard)
        case .needsApproval(let permission): refuse(.needsApproval(permission) as Refusal)
        case .noSuchTenderGiven: refuse(MoneyMessage.chooseTender)
        case .notSettled(let due): refuse(MoneyMessage.stillDue(write(due)))
        }
    }

    mutating func refuse(_ refusal: Refusal) {
        switch refusal {
        case .needsApproval(let permission):
            refuse(PeopleMessage.mayNotEither(person?.number ?? 0, name(permission)))
        case .unknownPerson: refuse(PeopleMessage.unknownPerson)
        case .drawerIsClosed: refuse(MoneyMessage.drawerClosed)
        case .drawerIsOpen: refuse(MoneyMessage.drawerOpen)
        case .unknownReceipt: refuse(ReceiptMessage.noSuchReceipt(""))
        case .receiptAlreadyVoided: refuse(ReceiptMessage.alreadyVoided)
        case .receiptHasReturns: refuse(ReceiptMessage.hasReturns)
        case .drawerOfReceiptClosed: refuse(ReceiptMessage.drawerOfReceiptClosed)
        case .unknownHold: refuse(ReceiptMessage.unknownHold)
        case .holdAlreadyRecalled: refuse(ReceiptMessage.alreadyRecalled)
        case .holdIsDamaged: refuse(ReceiptMessage.holdIsDamaged)
        case .holdUnreachable(_, let lane):
            refuse(ReceiptMessage.heldOutOfReach(Self.laneName(lane)))
        case .holdTaken(_, let lane): refuse(ReceiptMessage.takenBy(Self.laneName(lane)))
        case .needsReason: refuse(GoodsMessage.needsReason)
        case .unknownReason(_, let number): refuse(GoodsMessage.unknownReason(number))
        case .amountNotPositive: refuse(MoneyMessage.amountNotPositive)
        case .moreThanDrawerHolds(let most):
            refuse(MoneyMessage.moreThanDrawerHolds(write(most)))
        case .countsDiffer: refuse(MoneyMessage.countsDiffer)
        case .nothingToMove: refuse(EntryMessage.nothingTyped)
        case .textTooLong(let most): refuse(GoodsMessage.textTooLong(most: most))
        case .unknownItem(let item): refuse(GoodsMessage.notFound(item.text))
        case .quantityOutOfRange: refuse(GoodsMessage.quantityOutOfRange)
        case .basket(let error): refuse(error)
        case .tender(let error): refuse(error)
        case .notInTraining: refuse(MachineMessage.notInTraining)
        case .stewardsOnly(let lanes):
            refuse(MachineMessage.stewardsOnly(lanes.map(Self.laneName).joined(separator: ", ")))
        // The last three are for baskets and lists of other processes, which no screen makes.
        case .unsoundReceipt, .unprovedApproval, .differsFromCatalogue, .tooManyFacts:
            refuse(ReceiptMessage.unsound)
        }
    }

    /// As people call a lane; an unknown one by a question mark.
    static func laneName(_ lane: UInt8) -> String { lane == 0 ? "?" : "\(lane)" }

    mutating func refuse(_ error: NumberError, _ text: String) {
        switch error {
        case .empty: refuse(EntryMessage.nothingTyped)
        case .unexpected: refuse(EntryMessage.noNumber(text))
        case .tooFine(let digits): refuse(EntryMessage.tooFine(digits: digits))
        case .tooLarge: refuse(EntryMessage.tooLarge)
        }
    }

    /// A typed amount; nil, with a message, where the text is none.
    mutating func money(_ text: String) -> Money? {
        do throws(NumberError) { return try typedNumbers.money(text) } catch {
            refuse(error, text)
            return nil
        }
    }

    mutating func quantity(_ text: String) -> Quantity? {
        do throws(NumberError) { return try typedNumbers.quantity(text) } catch {
            refuse(error, text)
            return nil
        }
    }

    mutating func price(_ text: String) -> UnitPrice? {
        do throws(NumberError) { return try typedNumbers.price(text) } catch {
            refuse(error, text)
            return nil
        }
    }

    func tenderName(_ code: String) -> String {
        settings.tender(code).map { name($0.labels) } ?? code
    }

    func name(_ labels: Labels) -> String {
        switch language {
        case .english: labels.english
        case .spanish: labels.spanish
        }
    }

    func name(_ permission: Permission) -> String { text(permission.text, in: language) }
}
