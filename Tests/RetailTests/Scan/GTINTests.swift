import Retail
import TestSupport
import Testing

@Suite struct GTINTests {
    @Test func `check digits`() {
        let rows: [(String, UInt8)] = [
            ("210000102750", 6), ("210000100000", 4), ("03600024145", 7), ("211234501599", 6),
            ("629104150021", 3), ("703801005447", 1), ("950110153100", 0), ("9501234", 6),
            ("37610425002123456", 9),
        ]
        for (digits, check) in rows {
            #expect(CheckDigit.standard(of: digits) == check, "\(digits)")
        }
        #expect(CheckDigit.standard(of: "12a") == nil)
        #expect(CheckDigit.standard(of: "") == nil)
        #expect(!CheckDigit.isRight("0"))
    }

    @Test func `price verifiers`() {
        #expect(CheckDigit.verifier(of: "2875") == 9)
        #expect(CheckDigit.verifier(of: "14685") == 6)
        #expect(CheckDigit.verifier(of: "0000") == 0)
        #expect(CheckDigit.verifier(of: "287") == nil)
        // Every price has one, and a misread digit changes it.
        for price in 0...9999 {
            let text = String(String(10_000 + price).dropFirst())
            let verifier = CheckDigit.verifier(of: text)
            for place in 0..<4 {
                var digits = Array(text)
                digits[place] =
                    digits[place] == "9"
                    ? "0" : Character("\((digits[place].wholeNumberValue ?? 0) + 1)")
                #expect(CheckDigit.verifier(of: String(digits)) != verifier)
            }
        }
    }

    @Test func `UPC-E is expanded`() throws {
        let rows = [
            ("01234505", "00012000003455"), ("01234514", "00012100003454"),
            ("01234531", "00012300000451"), ("01234543", "00012340000053"),
            ("01234558", "00012345000058"), ("04252614", "00042100005264"),
            ("06543217", "00065100004327"),
        ]
        for (short, long) in rows {
            let check = CheckDigit.standard(of: long.dropLast()).map { String($0) } ?? ""
            let right = short.dropLast() + check
            #expect(try GTIN(upcE: right).digits == long.dropLast() + check, "\(short)")
        }
        #expect(throws: GTINError.notUPCE) { try GTIN(upcE: "21234505") }
        #expect(throws: GTINError.wrongLength(7)) { try GTIN(upcE: "0123450") }
        #expect(try GTIN(upcE: "04252614").digits == "00042100005264")
    }

    @Test(arguments: UInt64(0)..<20)
    func `one wrong digit is always found, and the right check digit is offered`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let length = [7, 11, 12, 13][Int.random(in: 0...3, using: &random)]
            let body = (0..<length).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
            guard let gtin = GTIN(withoutCheckDigit: body) else {
                Issue.record("\(body)")
                return
            }
            let text = gtin.digits.suffix(length + 1)
            #expect(throws: Never.self) { try GTIN(text) }
            var digits = Array(text)
            let place = Int.random(in: 0...length, using: &random)
            let old = digits[place].wholeNumberValue ?? 0
            digits[place] = Character("\((old + Int.random(in: 1...9, using: &random)) % 10)")
            let expected: (any Error) -> Bool = { error in
                guard let error = error as? GTINError, case .wrongCheckDigit(let right) = error
                else { return false }
                return (try? GTIN(right)) != nil && right.dropLast() == String(digits.dropLast())
            }
            #expect(throws: GTINError.self) {
                do throws(GTINError) { _ = try GTIN(String(digits)) } catch {
                    #expect(expected(error))
                    throw error
                }
            }
        }
    }

    @Test func `a number is shown as short as it was issued`() throws {
        for code in ["96385074", "036000241457", "4006381333931", "10012345000017"] {
            let gtin = try? GTIN(code)
            #expect(gtin?.digits.utf8.count == 14 || gtin == nil)
        }
        #expect(try GTIN("96385074").shortest == "96385074")
        #expect(try GTIN("0036000241457").shortest == "036000241457")
        #expect(try GTIN("4006381333931").lookup == LookupCode("04006381333931"))
    }

    /// 28,766 codes of real products: how many have a right check digit, by length.
    @Test func `real codes`() throws {
        guard let path = TestData.path("catalogue/openfoodfacts-sample.csv.gz") else { return }
        var rows = CSVReader()
        var passed: [Int: Int] = [:]
        var count = 0
        for row in rows.append(try Files.unpacked(path)) + rows.finish() {
            guard case .row(_, let fields) = row, fields[0] != "gtin" else { continue }
            count += 1
            if (try? GTIN(fields[0])) != nil { passed[fields[0].utf8.count, default: 0] += 1 }
        }
        #expect(count == 28_766)
        #expect(passed == [8: 935, 12: 25, 13: 26_565, 14: 40])
        #expect(passed.values.reduce(0, +) == 27_565)
    }
}
