import Encoding

extension Refusal {
    /// `[number, value …]`, one item.
    public func encode() -> [UInt8] { coded.encoded }

    /// Reads what ``encode()`` wrote, and nothing else.
    public init(decoding bytes: [UInt8]) throws(CommandCodingError) {
        self = try CBOR.exact(
            bytes,
            { item throws(CommandCodingError) in
                try Refusal(try CodedCase(item))
            }, \.coded)
    }

    private var coded: CBOR {
        switch self {
        case .needsApproval(let permission): .coded(0, .named(permission))
        case .unknownPerson(let person): .coded(1, .fixed(person.id))
        case .drawerIsClosed: .coded(2)
        case .drawerIsOpen: .coded(3)
        case .unknownReceipt(let content): .coded(4, .content(content))
        case .receiptAlreadyVoided(let number): .receipt(5, number)
        case .receiptHasReturns(let number): .receipt(6, number)
        case .drawerOfReceiptClosed(let number): .receipt(7, number)
        case .unknownHold(let content): .coded(8, .content(content))
        case .holdAlreadyRecalled(let content): .coded(9, .content(content))
        case .holdIsDamaged(let content): .coded(10, .content(content))
        case .needsReason(let use): .coded(11, .named(use))
        case .unknownReason(let use, let number): .coded(12, .named(use), .number(number))
        case .amountNotPositive(let amount): .coded(13, .money(amount))
        case .moreThanDrawerHolds(let amount): .coded(14, .money(amount))
        case .countsDiffer(let denominations, let counted):
            .coded(15, .money(denominations), .money(counted))
        case .nothingToMove: .coded(16)
        case .textTooLong(let most): .coded(17, .number(most))
        case .unknownItem(let item): .coded(18, .text(item.text))
        case .quantityOutOfRange(let item): .coded(19, .text(item.text))
        case .basket(let error): .coded(20, error.coded)
        case .tender(let error): .coded(21, error.coded)
        case .notInTraining: .coded(22)
        case .unsoundReceipt: .coded(23)
        case .unprovedApproval: .coded(24)
        case .differsFromCatalogue(let item): .coded(25, .text(item.text))
        case .tooManyFacts(let most): .coded(26, .number(most))
        case .holdUnreachable(let content, let lane):
            .coded(27, .content(content), .number(lane))
        case .holdTaken(let content, let lane): .coded(28, .content(content), .number(lane))
        case .stewardsOnly(let lanes): .coded(29, .bytes(lanes))
        }
    }

    private init(_ parts: CodedCase) throws(CommandCodingError) {
        switch parts.number {
        case 0: self = .needsApproval(try parts.named(1))
        case 1:
            self = .unknownPerson(
                try parts.value(1) { $0.asFixed(Bytes16.self).map(PersonID.init) })
        case 2: self = .drawerIsClosed
        case 3: self = .drawerIsOpen
        case 4: self = .unknownReceipt(try parts.content(1))
        case 5: self = .receiptAlreadyVoided(try parts.receipt())
        case 6: self = .receiptHasReturns(try parts.receipt())
        case 7: self = .drawerOfReceiptClosed(try parts.receipt())
        case 8: self = .unknownHold(try parts.content(1))
        case 9: self = .holdAlreadyRecalled(try parts.content(1))
        case 10: self = .holdIsDamaged(try parts.content(1))
        case 11: self = .needsReason(try parts.named(1))
        case 12: self = .unknownReason(try parts.named(1), try parts.number(2))
        case 13: self = .amountNotPositive(try parts.money(1))
        case 14: self = .moreThanDrawerHolds(try parts.money(1))
        case 15:
            self = .countsDiffer(denominations: try parts.money(1), counted: try parts.money(2))
        case 16: self = .nothingToMove
        case 17: self = .textTooLong(most: try parts.number(1))
        case 18: self = .unknownItem(ItemCode(try parts.text(1)))
        case 19: self = .quantityOutOfRange(ItemCode(try parts.text(1)))
        case 20: self = .basket(try BasketError(try CodedCase(try parts.item(1))))
        case 21: self = .tender(try TenderError(try CodedCase(try parts.item(1))))
        case 22: self = .notInTraining
        case 23: self = .unsoundReceipt
        case 24: self = .unprovedApproval
        case 25: self = .differsFromCatalogue(ItemCode(try parts.text(1)))
        case 26: self = .tooManyFacts(most: try parts.number(1))
        case 29: self = .stewardsOnly(lanes: try parts.value(1) { $0.asBytes })
        case 27:
            self = .holdUnreachable(try parts.content(1), lane: try parts.number(2))
        case 28: self = .holdTaken(try parts.content(1), lane: try parts.number(2))
        default: throw parts.unknown
        }
    }
}

extension CBOR {
    fileprivate static func receipt(_ number: Int, _ receipt: ReceiptNumber) -> CBOR {
        .coded(number, .text(receipt.series), .number(receipt.number))
    }
}

extension CodedCase {
    fileprivate func receipt() throws(CommandCodingError) -> ReceiptNumber {
        ReceiptNumber(series: try text(1), number: try number(2))
    }
}

extension TenderError {
    fileprivate var coded: CBOR {
        switch self {
        case .noSuchTender(let code): .coded(0, .text(code))
        case .basketIsEmpty: .coded(1)
        case .alreadySettled: .coded(2)
        case .amountOutOfRange(let amount): .coded(3, .money(amount))
        case .moreThanDue(let due, let given): .coded(4, .money(due), .money(given))
        case .needsReference(let code): .coded(5, .text(code))
        case .referenceTooLong(let most): .coded(6, .number(most))
        case .looksLikeCardNumber: .coded(7)
        case .needsApproval(let permission): .coded(8, .named(permission))
        case .noSuchTenderGiven(let index): .coded(9, .number(index))
        case .notSettled(let due): .coded(10, .money(due))
        }
    }

    fileprivate init(_ parts: CodedCase) throws(CommandCodingError) {
        switch parts.number {
        case 0: self = .noSuchTender(try parts.text(1))
        case 1: self = .basketIsEmpty
        case 2: self = .alreadySettled
        case 3: self = .amountOutOfRange(try parts.money(1))
        case 4: self = .moreThanDue(due: try parts.money(1), given: try parts.money(2))
        case 5: self = .needsReference(try parts.text(1))
        case 6: self = .referenceTooLong(most: try parts.number(1))
        case 7: self = .looksLikeCardNumber
        case 8: self = .needsApproval(try parts.named(1))
        case 9: self = .noSuchTenderGiven(try parts.number(1))
        case 10: self = .notSettled(due: try parts.money(1))
        default: throw parts.unknown
        }
    }
}
