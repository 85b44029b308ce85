import Testing
import Texts

@Suite struct TextsTests {
    private static let receipt: [ReceiptText] = [
        .refund, .exchange, .giftReceipt, .copy(3), .training, .store("014"),
        .lane("03"), .cashier(7), .receiptNumber, .businessDate, .subtotal, .discount,
        .tax(label: "VAT", rate: "20%", base: "1.00"),
        .taxIncluded(label: "VAT", rate: "20%", base: "1.00"), .taxExempt, .total, .refundTotal,
        .rounding, .change, .paidOut("Card"), .reference("R1"), .returned, .customer, .note("N"),
        .itemCount("2"), .wasPrice("1.00"),
    ]

    private static let report: [ReportText] = [
        .xReport, .zReport(4), .series, .receipts(first: "1", last: "2"), .noReceipts, .sales(1),
        .returns(1), .voids(1), .voidedLines(1), .discounts(1), .overrides(1), .cancelled(1),
        .noSales, .reprints, .training(1), .rounding, .taxes, .tenders,
        .tally(name: "Cash", count: 1), .drawer, .float, .drops(1), .paidIn(1), .paidOut(1),
        .expectedCash, .countedCash, .over, .short, .difference, .grandTotal, .logHead(5),
        .openedAt, .voidSlip, .originalReceipt, .heldSlip,
        .recallHint, .dropSlip, .paidInSlip, .paidOutSlip, .noSaleSlip, .reason, .amount,
        .approvedBy(2), .signatureCashier, .signatureManager, .testPage, .testLine,
    ]

    @Test(arguments: Language.allCases)
    func `no key is empty in any language, and arguments show in all`(language: Language) {
        for key in Self.receipt { #expect(!text(key, in: language).isEmpty, "\(key)") }
        for key in Self.report { #expect(!text(key, in: language).isEmpty, "\(key)") }
        #expect(text(ReceiptText.copy(3), in: language).contains("3"))
        #expect(text(ReceiptText.note("x y"), in: language).contains("x y"))
        #expect(text(ReportText.zReport(42), in: language).contains("42"))
    }

    @Test func `a language is chosen by its code`() {
        #expect(Language(rawValue: "es").map { text(ReceiptText.subtotal, in: $0) } == "Subtotal")
        #expect(text(ReceiptText.refund, in: .english) == "REFUND")
        #expect(text(ReceiptText.refund, in: .spanish) == "DEVOLUCIÓN")
        #expect(Language(rawValue: "xx") == nil)
    }

    /// What came in, what is shown.
    static let foreign: [(String, String)] = [
        ("MILK 1L", "MILK 1L"), ("", ""), ("ñandú €", "ñandú €"), ("a\u{1B}[2Jb", "a·[2Jb"),
        ("bell\u{7}", "bell·"), ("tab\tnew\r\nline", "tab·new··line"), ("\u{9B}31m", "·31m"),
        ("abc\u{202E}fed", "abc·fed"), ("\u{2066}x\u{2069}", "·x·"), ("\u{FEFF}x", "·x"),
        ("a\u{2028}b", "a·b"), ("\u{7F}", "·"), ("日本", "日本"),
    ]

    @Test(arguments: foreign)
    func `control characters are shown as dots`(input: String, shown: String) {
        #expect(ForeignText.visible(input) == shown)
    }
}
