import Encoding

extension BasketError {
    var coded: CBOR {
        switch self {
        case .needsApproval(let permission): .coded(0, .named(permission))
        case .needsAge(let years, let born): .coded(1, .number(years), .number(born.days))
        case .tooYoung(let years): .coded(2, .number(years))
        case .noSuchLine(let line): .coded(3, .number(line))
        case .lineIsVoided(let line): .coded(4, .number(line))
        case .tendersGiven: .coded(5)
        case .itemInactive(let item): .coded(6, .text(item.text))
        case .quantityOutOfRange(let quantity): .coded(7, .number(quantity.thousandths))
        case .quantityNotWhole(let quantity): .coded(8, .number(quantity.thousandths))
        case .lineIsFixed(let line): .coded(9, .number(line))
        case .needsWeight(let item): .coded(10, .text(item.text))
        case .isNotWeighed(let item): .coded(11, .text(item.text))
        case .nothingToRepeat: .coded(12)
        case .priceOutOfRange(let price): .coded(13, .number(price.tenThousandths))
        case .discountOutOfRange: .coded(14)
        case .needsReason(let use): .coded(15, .named(use))
        case .unknownReason(let use, let number): .coded(16, .named(use), .number(number))
        case .tooManyLines(let most): .coded(17, .number(most))
        case .tooManyNotes(let most): .coded(18, .number(most))
        case .textTooLong(let most): .coded(19, .number(most))
        case .looksLikeCardNumber: .coded(20)
        case .exemptionRefused(.noCertificate(let kind)): .coded(21, .named(kind))
        case .exemptionRefused(.expired(let kind, let at)):
            .coded(22, .named(kind), .number(at.milliseconds))
        case .returnRefused(let error): .coded(23, error.coded)
        case .basketIsEmpty: .coded(24)
        }
    }

    init(_ parts: CodedCase) throws(CommandCodingError) {
        switch parts.number {
        case 0: self = .needsApproval(try parts.named(1))
        case 1:
            self = .needsAge(
                years: try parts.number(1),
                bornOnOrBefore: BusinessDate(days: try parts.number(2)))
        case 2: self = .tooYoung(years: try parts.number(1))
        case 3: self = .noSuchLine(try parts.number(1))
        case 4: self = .lineIsVoided(try parts.number(1))
        case 5: self = .tendersGiven
        case 6: self = .itemInactive(ItemCode(try parts.text(1)))
        case 7: self = .quantityOutOfRange(Quantity(thousandths: try parts.number(1)))
        case 8: self = .quantityNotWhole(Quantity(thousandths: try parts.number(1)))
        case 9: self = .lineIsFixed(try parts.number(1))
        case 10: self = .needsWeight(ItemCode(try parts.text(1)))
        case 11: self = .isNotWeighed(ItemCode(try parts.text(1)))
        case 12: self = .nothingToRepeat
        case 13: self = .priceOutOfRange(UnitPrice(tenThousandths: try parts.number(1)))
        case 14...24: try self.init(later: parts)
        default: throw parts.unknown
        }
    }

    private init(later parts: CodedCase) throws(CommandCodingError) {
        switch parts.number {
        case 14: self = .discountOutOfRange
        case 15: self = .needsReason(try parts.named(1))
        case 16: self = .unknownReason(try parts.named(1), try parts.number(2))
        case 17: self = .tooManyLines(most: try parts.number(1))
        case 18: self = .tooManyNotes(most: try parts.number(1))
        case 19: self = .textTooLong(most: try parts.number(1))
        case 20: self = .looksLikeCardNumber
        case 21: self = .exemptionRefused(.noCertificate(try parts.named(1)))
        case 22:
            self = .exemptionRefused(
                .expired(try parts.named(1), at: Instant(milliseconds: try parts.number(2))))
        case 23: self = .returnRefused(try ReturnError(try CodedCase(try parts.item(1))))
        case 24: self = .basketIsEmpty
        default: throw parts.unknown
        }
    }
}

extension ReturnError {
    fileprivate var coded: CBOR {
        switch self {
        case .noSuchLine(let line): .coded(0, .number(line))
        case .lineCameBack(let line): .coded(1, .number(line))
        case .moreThanSold(let returnable, let asked):
            .coded(2, .number(returnable.thousandths), .number(asked.thousandths))
        case .taxModeDiffers: .coded(3)
        case .receiptIsVoided: .coded(4)
        case .overCap(let cap, let asked): .coded(5, .money(cap), .money(asked))
        case .differsFromReceipt(let line): .coded(6, .number(line))
        }
    }

    fileprivate init(_ parts: CodedCase) throws(CommandCodingError) {
        switch parts.number {
        case 0: self = .noSuchLine(try parts.number(1))
        case 1: self = .lineCameBack(try parts.number(1))
        case 2:
            self = .moreThanSold(
                returnable: Quantity(thousandths: try parts.number(1)),
                asked: Quantity(thousandths: try parts.number(2)))
        case 3: self = .taxModeDiffers
        case 4: self = .receiptIsVoided
        case 5: self = .overCap(cap: try parts.money(1), asked: try parts.money(2))
        case 6: self = .differsFromReceipt(try parts.number(1))
        default: throw parts.unknown
        }
    }
}
