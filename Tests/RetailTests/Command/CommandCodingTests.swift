import Encoding
import Retail
import TestSupport
import Testing

@Suite struct CommandCodingTests {
    @Test(arguments: UInt64(0)..<20)
    func `every kind of command comes back as it was`(seed: UInt64) throws {
        var random = RandomCommand(seed: seed)
        for kind in RandomCommand.kinds {
            let command = random.command(kind)
            let bytes = command.encode()
            #expect(try Command(decoding: bytes) == command)
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `every outcome comes back as it was`(seed: UInt64) throws {
        var random = RandomCommand(seed: seed)
        for outcome in random.outcomes() {
            #expect(try Outcome(decoding: outcome.encode()) == outcome)
        }
    }

    @Test func `every refusal comes back as it was`() throws {
        #expect(Set(Self.refusals.map { $0.encode() }).count == Self.refusals.count)
        for refusal in Self.refusals {
            #expect(try Refusal(decoding: refusal.encode()) == refusal)
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `no mutation traps, and what decodes encodes to the same bytes`(seed: UInt64) {
        var random = RandomCommand(seed: seed)
        var noise = SplitMix64(seed: seed)
        for kind in RandomCommand.kinds {
            let bytes = random.command(kind).encode()
            for _ in 0..<50 {
                var mutated = bytes
                let place = Int(noise.next() % UInt64(bytes.count))
                mutated[place] = UInt8(truncatingIfNeeded: noise.next())
                guard let decoded = try? Command(decoding: mutated) else { continue }
                #expect(decoded.encode() == mutated)
            }
        }
    }

    @Test func `another version, a cut and a tail are refused by name`() throws {
        var random = RandomCommand(seed: 1)
        let bytes = random.command(4).encode()
        var later = bytes
        // Byte 0 is the array's head, byte 1 the version.
        later[1] = 3
        #expect(throws: CommandCodingError.unknownVersion(3)) { try Command(decoding: later) }
        #expect(throws: CommandCodingError.malformed(offset: 0)) { try Command(decoding: []) }
        #expect(throws: CommandCodingError.self) { try Command(decoding: bytes + [0]) }
        #expect(throws: CommandCodingError.self) {
            try Command(decoding: Array(bytes.dropLast()))
        }
    }

    @Test func `a value too many is refused, though its case is known`() throws {
        let person = CBOR.fixed(Bytes16(words: [1, 2]))
        let exact: CBOR = [2, person, .null, [4], [], .null]
        let more: CBOR = [2, person, .null, [4, 0], [], .null]
        #expect(try Command(decoding: exact.encoded).action == .takeX)
        #expect(throws: CommandCodingError.notCanonical) { try Command(decoding: more.encoded) }
        let unknown: CBOR = [2, person, .null, [99], [], .null]
        #expect(throws: CommandCodingError.unknownCase(99)) {
            try Command(decoding: unknown.encoded)
        }
    }

    private static let number = ReceiptNumber(series: "014-03", number: 41)
    private static let content = ContentID(Bytes16(words: [3, 4]))
    private static let item = ItemCode("MILK")

    static let refusals: [Refusal] =
        [
            .needsApproval(.discount), .unknownPerson(PersonID(Bytes16(words: [1, 2]))),
            .drawerIsClosed, .drawerIsOpen, .unknownReceipt(content),
            .receiptAlreadyVoided(number), .receiptHasReturns(number),
            .drawerOfReceiptClosed(number), .unknownHold(content), .holdAlreadyRecalled(content),
            .holdIsDamaged(content), .needsReason(.void), .unknownReason(.paidIn, 9),
            .amountNotPositive(Money(-1)), .moreThanDrawerHolds(Money(100)),
            .countsDiffer(denominations: Money(1), counted: Money(2)), .nothingToMove,
            .textTooLong(most: 64), .unknownItem(item), .quantityOutOfRange(item),
            .stewardsOnly(lanes: [1, 7]), .notInTraining,
            .unsoundReceipt, .unprovedApproval, .differsFromCatalogue(item),
            .tooManyFacts(most: 64),
            .holdUnreachable(content, lane: 2), .holdTaken(content, lane: 0),
        ] + baskets.map { .basket($0) } + tenders.map { .tender($0) }

    static let baskets: [BasketError] =
        [
            .needsApproval(.sell), .needsAge(years: 18, bornOnOrBefore: BusinessDate(days: -9)),
            .tooYoung(years: 21), .noSuchLine(3), .lineIsVoided(2), .tendersGiven,
            .itemInactive(item), .quantityOutOfRange(Quantity(thousandths: -5)),
            .quantityNotWhole(Quantity(thousandths: 5)), .lineIsFixed(1), .needsWeight(item),
            .isNotWeighed(item), .nothingToRepeat,
            .priceOutOfRange(UnitPrice(tenThousandths: -7)), .discountOutOfRange,
            .needsReason(.discount), .unknownReason(.void, 200), .tooManyLines(most: 500),
            .tooManyNotes(most: 10), .textTooLong(most: 60), .looksLikeCardNumber,
            .exemptionRefused(.noCertificate(.resale)),
            .exemptionRefused(.expired(.charity, at: Instant(milliseconds: 12))), .basketIsEmpty,
        ]
        + [
            ReturnError.noSuchLine(1), .lineCameBack(2),
            .moreThanSold(returnable: Quantity(units: 1), asked: Quantity(units: 2)),
            .taxModeDiffers, .receiptIsVoided, .overCap(cap: Money(50), asked: Money(60)),
            .differsFromReceipt(3),
        ].map { .returnRefused($0) }

    static let tenders: [TenderError] = [
        .noSuchTender("cheque"), .basketIsEmpty, .alreadySettled, .amountOutOfRange(Money(-3)),
        .moreThanDue(due: Money(1), given: Money(2)), .needsReference("card"),
        .referenceTooLong(most: 12), .looksLikeCardNumber, .needsApproval(.returnGoods),
        .noSuchTenderGiven(4), .notSettled(due: Money(5)),
    ]
}
