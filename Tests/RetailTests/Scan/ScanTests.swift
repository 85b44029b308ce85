import Retail
import TestSupport
import Testing

@Suite struct ScanTests {
    private func reader(_ templates: String...) throws -> ScanReader {
        ScanReader(
            templates: try templates.map { try BarcodeTemplate($0) }, currency: .pound, year: 2026)
    }

    private func gtin(_ text: String) throws -> Scan { .gtin(try GTIN(text)) }

    @Test func `codes and what they are`() throws {
        let reader = try reader()
        #expect(try reader.read("4006381333931") == gtin("4006381333931"))
        #expect(try reader.read(" 4006381333931\r\n") == gtin("4006381333931"))
        #expect(try reader.read("]E04006381333931") == gtin("4006381333931"))
        #expect(try reader.read("036000241457") == gtin("036000241457"))
        #expect(try reader.read("04252614") == gtin("042100005264"))
        #expect(reader.read("4011") == .plu(LookupCode("4011")))
        #expect(reader.read("94011") == .plu(LookupCode("94011")))
        #expect(reader.read("2999") == .unknown("2999", .noKnownForm))
        #expect(reader.read("74011") == .unknown("74011", .noKnownForm))
        #expect(
            reader.read("014-03-000123")
                == .receipt(ReceiptNumber(series: "014-03", number: 123)))
        #expect(
            reader.read("]C0014-03k7q-000123")
                == .receipt(ReceiptNumber(series: "014-03k7q", number: 123)))
        #expect(reader.read("") == .unknown("", .empty))
        #expect(reader.read(" \r\n") == .unknown("", .empty))
        #expect(
            reader.read("4006381333930")
                == .unknown("4006381333930", .wrongCheckDigit(didYouMean: "4006381333931")))
        #expect(reader.read("MILK\u{1B}[2J") == .unknown("MILK·[2J", .noKnownForm))
        let long = String(repeating: "7", count: 129)
        #expect(reader.read(long) == .unknown(String(long.prefix(32)), .tooLong))
    }

    @Test func `a receipt's number is read as it is written`() {
        for number in [UInt32(1), 123, 999_999, 1_000_000, .max] {
            let receipt = ReceiptNumber(series: "014-03", number: number)
            #expect(ReceiptNumber(text: receipt.description) == receipt)
        }
        for text in [
            "014-03", "014-03-12345", "a-03-000001", "014-k3-000001", "014-03-99999999999",
        ] {
            #expect(ReceiptNumber(text: text) == nil, "\(text)")
        }
    }

    @Test func `a weight in the barcode`() throws {
        let reader = try reader("21IIIIIWWWWWC")
        #expect(
            reader.read("2100001027506")
                == .embedded(
                    EmbeddedCode(
                        item: LookupCode("02100001000004"), itemDigits: "00001",
                        amount: .weight(Quantity(thousandths: 2750)))))
        // Another prefix is another layout: without a template it is a number like any other.
        #expect(try reader.read("2200001027503") == gtin("2200001027503"))
    }

    @Test func `a price in the barcode, with and without its verifier`() throws {
        let plain = try reader("21IIIIIPPPPPC")
        let item = LookupCode("02112345000000")
        let zeroed = try #require(GTIN(withoutCheckDigit: "211234500000"))
        #expect(
            plain.read("2112345015996")
                == .embedded(
                    EmbeddedCode(
                        item: zeroed.lookup, itemDigits: "12345", amount: .price(Money(1599)))))
        #expect(item.digits.dropLast() == zeroed.digits.dropLast())

        let checked = try reader("2IIIIIVPPPPC")
        let right = try #require(GTIN(withoutCheckDigit: "21234592875"))
        let wrong = try #require(GTIN(withoutCheckDigit: "21234582875"))
        guard case .embedded(let code) = checked.read(right.shortest) else {
            Issue.record("\(checked.read(right.shortest))")
            return
        }
        #expect(code.amount == .price(Money(2875)))
        #expect(code.itemDigits == "12345")
        #expect(
            checked.read(wrong.shortest)
                == .unknown(wrong.shortest, .embedded(.wrongVerifier)))
        // The same label read as 13 digits.
        #expect(checked.read(String(right.digits.suffix(13))) == .embedded(code))
    }

    @Test func `decimals are the store's to set`() throws {
        let code = try #require(GTIN(withoutCheckDigit: "201234500250"))
        let rows: [(String, EmbeddedCode.Amount)] = [
            ("20IIIIIPPPPPC", .price(Money(250))), ("20IIIIIPPPPPC.0", .price(Money(25_000))),
            ("20IIIIIPPPPPC.1", .price(Money(2500))), ("20IIIIIPPPPPC.3", .price(Money(25))),
            ("20IIIIIWWWWWC", .weight(Quantity(thousandths: 250))),
            ("20IIIIIWWWWWC.2", .weight(Quantity(thousandths: 2500))), ("20IIIIIXXXXXC", .none),
        ]
        for (pattern, amount) in rows {
            guard case .embedded(let found) = try reader(pattern).read(code.shortest) else {
                Issue.record("\(pattern)")
                continue
            }
            #expect(found.amount == amount, "\(pattern)")
        }
        let fine = try reader("20IIIIIPPPPPC.4")
        #expect(fine.read(code.shortest) == .unknown(code.shortest, .embedded(.tooFine)))
    }

    @Test func `patterns that are no templates`() {
        let rows: [(String, BarcodeTemplateError)] = [
            ("", .wrongLength(0)), ("21IIIIIWWWWW", .missing("C")),
            ("IIIIIIIWWWWWC", .noPrefix), ("21XXXXXWWWWWC", .missing("I")),
            ("21IIIIICWWWWC", .missing("C")), ("21IIIPPPWWWWC", .twoFields),
            ("21IIIIQWWWWWC", .unknownLetter("Q", at: 6)), ("21IIIIIVWWWPC", .twoFields),
            ("21IIIIIVVPPPC", .badVerifier), ("21IIIIIIIIVXC", .badVerifier),
            ("21IIIIIWWWWWC.9", .badDecimals("9")), ("21IIIIIWWWWWC.", .badDecimals("")),
            ("2É", .wrongLength(3)),
        ]
        for (pattern, error) in rows {
            #expect(throws: error, "\(pattern)") { try BarcodeTemplate(pattern) }
        }
    }

    @Test func `GS1 element strings`() throws {
        let reader = try reader()
        var elements = GS1Elements()
        elements.gtin = try GTIN("09501101530003")
        elements.netWeight = Quantity(thousandths: 1234)
        elements.batch = "AB-12"
        elements.serial = "42"
        elements.bestBefore = CivilDate(iso: "2027-12-31")
        elements.expires = CivilDate(iso: "2028-02-29")
        let forms = [
            "]C1010950110153000331030012341527123117280200" + "10AB-12\u{1D}2142",
            "]d2010950110153000331030012341527123117280229" + "10AB-12\u{1D}2142\u{1D}",
            "(01)09501101530003(3103)001234(15)271231(17)280200(10)AB-12(21)42",
            "\u{1D}010950110153000331030012341527123117280229" + "10AB-12\u{1D}2142",
        ]
        for form in forms { #expect(reader.read(form) == .gs1(elements), "\(form.shown)") }
        var price = GS1Elements()
        price.gtin = elements.gtin
        price.others = ["3922"]
        #expect(reader.read("]e0" + "0109501101530003" + "3922599") == .gs1(price))
    }

    @Test func `broken element strings name the element`() throws {
        let reader = try reader()
        let rows: [(String, GS1Error)] = [
            ("]C1", .empty), ("]C10109501101530003X", .unknownIdentifier("X", at: 16)),
            ("]C1010950110153", .cutShort(identifier: "01")),
            ("]C10109501101530004", .badGTIN(.wrongCheckDigit(didYouMean: "09501101530003"))),
            ("(17)271331", .badValue(identifier: "17", "271331")),
            ("(10)", .badValue(identifier: "10", "")),
            ("(10)123456789012345678901", .tooLong(identifier: "10")),
            ("(10)A(10)B", .contradiction(identifier: "10")),
            ("(3109)000001", .badValue(identifier: "3109", "000001")),
            ("(99", .unknownIdentifier("99", at: 3)),
        ]
        for (text, error) in rows {
            let got = reader.read(text)
            if text == "]C1" {
                #expect(got == .unknown("]C1", .noKnownForm))
            } else {
                guard case .unknown(_, .gs1(let found)) = got else {
                    Issue.record("\(text): \(got)")
                    continue
                }
                #expect(found == error, "\(text)")
            }
        }
    }

    /// GS1 General Specifications §7.12: 49 ahead is this century, 51 the last.
    @Test func `two digits of a year mean the nearest century`() throws {
        let rows: [(Int32, String, Int32)] = [
            (2026, "76", 2076), (2026, "77", 1977), (2026, "00", 2000), (2080, "20", 2120),
            (2080, "30", 2130), (2080, "31", 2031), (1999, "01", 2001),
        ]
        for (year, two, full) in rows {
            let elements = try GS1Elements("(17)\(two)0101", year: year)
            #expect(elements.expires?.year == full, "\(two) in \(year)")
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `no text traps the reader`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let reader = try reader("21IIIIIWWWWWC", "2IIIIIVPPPPC", "02IIIIIPPPPPC.4")
        let alphabet = Array("0123456789012345678901()]C1d2-é\u{1D}\u{0}")
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            let scan = reader.read(String(text))
            if case .unknown(let shown, _) = scan { #expect(!shown.hasControls) }
        }
    }
}
