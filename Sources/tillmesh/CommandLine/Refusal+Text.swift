import Retail
import Texts

// Why nothing happened, and what to do, for people at a command line.

extension Refusal {
    /// Whether another person could have it done.
    var isOfRights: Bool {
        switch self {
        case .needsApproval, .unknownPerson, .unprovedApproval, .basket(.needsApproval),
            .tender(.needsApproval), .stewardsOnly:
            true
        case .drawerIsClosed, .drawerIsOpen, .unknownReceipt, .receiptAlreadyVoided,
            .receiptHasReturns, .drawerOfReceiptClosed, .unknownHold, .holdAlreadyRecalled,
            .holdIsDamaged, .holdUnreachable, .holdTaken, .needsReason, .unknownReason,
            .amountNotPositive,
            .moreThanDrawerHolds, .countsDiffer, .nothingToMove, .textTooLong, .unknownItem,
            .quantityOutOfRange, .basket, .tender, .notInTraining, .unsoundReceipt,
            .differsFromCatalogue, .tooManyFacts:
            false
        }
    }

    var text: String {
        switch self {
        case .needsApproval(let permission): Self.approval(permission)
        case .unknownPerson: "whoever acts doesn't work here any more; name another with --as"
        case .drawerIsClosed: "no drawer is open: `tillmesh drawer open` begins the day"
        case .drawerIsOpen: "the drawer is open already"
        case .unknownReceipt: "no such receipt here; `tillmesh sales` lists them"
        case .receiptAlreadyVoided(let number): "receipt \(number) is void already"
        case .receiptHasReturns(let number):
            "goods of receipt \(number) came back already: return the rest instead"
        case .drawerOfReceiptClosed(let number):
            "the drawer of receipt \(number) is counted: return the goods instead"
        case .unknownHold: "no such held basket here"
        case .holdAlreadyRecalled: "that basket was recalled already"
        case .holdUnreachable(_, let lane):
            "lane \(lane) holds that basket and can't be reached: wait for it, or a manager "
                + "rings a copy at the lane"
        case .holdTaken(_, let lane): "lane \(lane) took that basket"
        case .holdIsDamaged: "that held basket can't be read"
        case .needsReason(let use): use.needed
        case .unknownReason(let use, let number): use.unknown(number)
        case .amountNotPositive: "the amount must be above zero"
        case .moreThanDrawerHolds: "the drawer doesn't hold that much cash"
        case .countsDiffer: "the denominations don't sum to what was counted"
        case .nothingToMove: "there is nothing to move"
        case .textTooLong(let most): "a text is longer than \(most) characters"
        case .unknownItem(let item): "no item \(ForeignText.visible(item.text)) in the catalogue"
        case .quantityOutOfRange(let item):
            "the quantity of \(ForeignText.visible(item.text)) can't be"
        case .basket(let error): error.text
        case .tender(let error): error.text
        case .notInTraining: "a practice till doesn't do that"
        case .unprovedApproval:
            "nobody can stand by here: name somebody who may do it alone with --as, or do it at "
                + "the lane"
        case .differsFromCatalogue(let item):
            "\(ForeignText.visible(item.text)) was changed in the catalogue meanwhile: ring it "
                + "anew"
        case .tooManyFacts(let most):
            "that is more than \(most) changes at once: split it into parts of \(most)"
        case .stewardsOnly(let lanes): Self.stewards(lanes)
        case .unsoundReceipt: "the basket's figures contradict each other: ring it anew"
        }
    }

    private static func stewards(_ lanes: [UInt8]) -> String {
        "this lane is no steward of the store, and what it says of this wouldn't count: do it on "
            + machines(lanes)
    }

    /// The stewards' machines by their lanes; 0 is one that is no lane.
    static func machines(_ lanes: [UInt8]) -> String {
        let names = lanes.map { $0 == 0 ? "the steward's machine" : "lane \($0)" }
        return names.isEmpty ? "a steward's machine" : names.joined(separator: " or ")
    }

    fileprivate static func approval(_ permission: Permission) -> String {
        "this person may not do that alone ('\(permission.text.translation.english)'): name "
            + "somebody who may with --as"
    }
}

extension BasketError {
    var text: String {
        switch self {
        case .needsApproval(let permission): Refusal.approval(permission)
        case .needsAge(let years, _): "the buyer must be \(years): sell it at the lane"
        case .tooYoung(let years): "the buyer is younger than \(years)"
        case .noSuchLine(let line): "there is no line \(line + 1)"
        case .lineIsVoided(let line): "line \(line + 1) is voided"
        case .tendersGiven: "something was paid already"
        case .itemInactive(let item): "\(ForeignText.visible(item.text)) isn't sold any more"
        case .quantityOutOfRange, .quantityNotWhole: "that quantity can't be sold"
        case .lineIsFixed(let line): "line \(line + 1) is fixed by its label or its receipt"
        case .needsWeight(let item): "\(ForeignText.visible(item.text)) is sold by weight"
        case .isNotWeighed(let item): "\(ForeignText.visible(item.text)) is sold by the piece"
        case .nothingToRepeat: "there is nothing to repeat"
        case .priceOutOfRange: "that price can't be"
        case .discountOutOfRange: "that discount can't be"
        case .needsReason(let use): use.needed
        case .unknownReason(let use, let number): use.unknown(number)
        case .tooManyLines(let most): "a basket takes \(most) lines"
        case .tooManyNotes(let most): "a basket takes \(most) notes"
        case .textTooLong(let most): "a text is longer than \(most) characters"
        case .looksLikeCardNumber: "that looks like a card number, which is kept nowhere"
        case .exemptionRefused(.noCertificate): "the customer has no exemption certificate"
        case .exemptionRefused(.expired): "the customer's exemption has expired"
        case .returnRefused(let error): error.text
        case .basketIsEmpty: "nothing was rung"
        }
    }
}

extension ReturnError {
    var text: String {
        switch self {
        case .noSuchLine(let line): "the receipt has no line \(line)"
        case .lineCameBack(let line): "line \(line) is goods that came back"
        case .moreThanSold(let returnable, _):
            "no more than \(NumberFormat(style: .plain, currency: .pound).text(returnable)) "
                + "of it can come back"
        case .taxModeDiffers: "the receipt's prices and today's hold tax differently"
        case .receiptIsVoided: "the receipt was voided"
        case .overCap: "that is more than may be paid out without a receipt"
        case .differsFromReceipt(let line): "line \(line) differs from what the receipt sold"
        }
    }
}

extension TenderError {
    var text: String {
        switch self {
        case .noSuchTender(let code): "'\(ForeignText.visible(code))' is not taken here"
        case .basketIsEmpty: "nothing was rung"
        case .alreadySettled: "it is paid already"
        case .amountOutOfRange: "that amount can't be"
        case .moreThanDue: "that is more than is due, and this tender gives no change"
        case .needsReference(let code): "'\(ForeignText.visible(code))' needs a reference"
        case .referenceTooLong(let most): "a reference has at most \(most) characters"
        case .looksLikeCardNumber: "that looks like a card number, which is kept nowhere"
        case .needsApproval(let permission): Refusal.approval(permission)
        case .noSuchTenderGiven: "no such tender was given"
        case .notSettled: "what was given doesn't cover what is due"
        }
    }
}

extension ReasonUse {
    fileprivate var needed: String { "a reason is needed for \(text): name its number" }

    fileprivate func unknown(_ number: UInt8) -> String {
        "there is no reason \(number) for \(text); `tillmesh settings list` lists them"
    }

    private var text: String {
        switch self {
        case .discount: "a discount"
        case .priceOverride: "another price"
        case .goodsReturned: "goods that come back"
        case .noSale: "opening the drawer"
        case .paidOut: "cash paid out"
        case .paidIn: "cash paid in"
        case .void: "a void"
        }
    }
}
