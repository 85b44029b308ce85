import Encoding

/// Recognises what may be a payment card's number, so that no field ever keeps one.
enum CardNumber {
    /// Whether 13 to 19 digits stand in a row, spaces and dashes between them not counting.
    static func isPossible(in text: String) -> Bool { runs(in: text).contains { !$0.isEmpty } }

    /// Whether such a row also has a card number's check digit (ISO/IEC 7812-1, annex B).
    ///
    /// For free text, where an order's or a parcel's long number is no reason to refuse.
    static func isSuspected(in text: String) -> Bool { runs(in: text).contains(where: isLuhn) }

    /// A code that a till doesn't know, as it may be kept: a card in the wrong field is dots.
    ///
    /// Only rows of 15 digits and more count here, since one in ten shorter ones is a GTIN whose
    /// digits check out by chance.
    static func masked(code: String) -> String {
        isProbable(in: code) ? String(code.map { $0.isNumber ? "·" : $0 }) : code
    }

    /// Whether a row of 15 digits and more has a card number's check digit.
    ///
    /// For text in which long numbers are usual: barcodes, telephone numbers and a French shop's
    /// SIRET, whose 14 digits always check out, are shorter.
    static func isProbable(in text: String) -> Bool {
        // Rows of files are read by the hundred thousand, and few hold so many digits.
        guard text.utf8.count(where: Digits.isDigit) >= 15 else { return false }
        return runs(in: text).contains { $0.count >= 15 && isLuhn($0) }
    }

    /// Whether a text anywhere in a setting's value, as ``SettingChange`` carries it, has one.
    static func isProbable(inSetting value: [UInt8]) -> Bool {
        guard let cbor = try? CBOR.decode(value) else { return false }
        return isProbable(within: cbor)
    }

    private static func isProbable(within value: CBOR) -> Bool {
        switch value {
        case .text(let text): isProbable(in: text)
        case .array(let items): items.contains { isProbable(within: $0) }
        case .map(let map): map.entries.contains { isProbable(within: $0.value) }
        case .unsigned, .negative, .bytes, .bool, .null: false
        }
    }

    /// Rows of 13 to 19 digits.
    private static func runs(in text: String) -> [[UInt8]] {
        var runs: [[UInt8]] = []
        var run: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): run.append(byte - UInt8(ascii: "0"))
            case UInt8(ascii: " "), UInt8(ascii: "-"): continue
            default:
                runs.append(run)
                run = []
            }
        }
        return (runs + [run]).filter { (13...19).contains($0.count) }
    }

    private static func isLuhn(_ digits: [UInt8]) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) * (digit.offset.isMultiple(of: 2) ? 1 : 2)
            return sum + (value > 9 ? value - 9 : value)
        }
        return sum.isMultiple(of: 10)
    }
}
