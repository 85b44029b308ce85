/// A trade item's number of 8, 12, 13 or 14 digits, checked, as 14 digits.
public struct GTIN: Hashable, Comparable, Sendable {
    /// Always 14, zeros before shorter ones.
    public let digits: String

    /// Takes 8, 12, 13 or 14 digits, the last their check digit.
    ///
    /// - Throws: ``GTINError``; a wrong check digit says which would be right.
    public init(_ text: some StringProtocol) throws(GTINError) {
        guard Digits.areAll(text) else { throw .notDigits }
        let count = text.utf8.count
        guard [8, 12, 13, 14].contains(count) else { throw .wrongLength(count) }
        guard CheckDigit.isRight(text) else {
            throw .wrongCheckDigit(didYouMean: Self.corrected(String(text)))
        }
        digits = Self.padded(text)
    }

    /// Takes a number without its check digit and completes it.
    public init?(withoutCheckDigit text: some StringProtocol) {
        guard [7, 11, 12, 13].contains(text.utf8.count), let digit = CheckDigit.standard(of: text)
        else { return nil }
        digits = Self.padded(String(text) + String(digit))
    }

    /// Expands a zero-suppressed UPC-E of 8 digits, number system 0 or 1.
    ///
    /// - Source: GS1 General Specifications §5.2.2.4.2.
    /// - Throws: ``GTINError``; the check digit is that of the expanded number.
    public init(upcE text: some StringProtocol) throws(GTINError) {
        guard Digits.areAll(text) else { throw .notDigits }
        guard text.utf8.count == 8 else { throw .wrongLength(text.utf8.count) }
        let all = String(text)
        let system = all.prefix(1)
        guard system == "0" || system == "1" else { throw .notUPCE }
        let body = Array(all.dropFirst().dropLast()).map(String.init)
        let check = all.suffix(1)
        let middle: String =
            switch body[5] {
            case "0", "1", "2": body[0] + body[1] + body[5] + "0000" + body[2...4].joined()
            case "3": body[0...2].joined() + "00000" + body[3...4].joined()
            case "4": body[0...3].joined() + "00000" + body[4]
            default: body[0...4].joined() + "0000" + body[5]
            }
        let expanded = system + middle + check
        guard CheckDigit.isRight(expanded) else {
            let digit = CheckDigit.standard(of: expanded.dropLast()).map { String($0) } ?? ""
            throw .wrongCheckDigit(didYouMean: all.dropLast() + digit)
        }
        digits = Self.padded(expanded)
    }

    /// The look-up code of the catalogue.
    public var lookup: LookupCode { LookupCode(digits) }

    /// As people write it: 8, 12, 13 or 14 digits.
    public var shortest: String {
        for count in [8, 12, 13] where digits.dropLast(count).allSatisfy({ $0 == "0" }) {
            return String(digits.suffix(count))
        }
        return digits
    }

    /// Whether a store defines the number itself: prefixes 02, 04 and 20 to 29, and GTIN-8 from 0
    /// and 2.
    public var isRestricted: Bool {
        let number = shortest
        guard digits.hasPrefix("0") else { return false }
        if number.utf8.count == 8 { return number.hasPrefix("0") || number.hasPrefix("2") }
        let prefix = digits.dropFirst().prefix(2)
        return prefix == "02" || prefix == "04" || prefix.first == "2"
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.digits.utf8.lexicographicallyPrecedes(b.digits.utf8)
    }

    private static func padded(_ text: some StringProtocol) -> String {
        String(repeating: "0", count: 14 - text.utf8.count) + text
    }

    /// The same digits with the last one put right.
    private static func corrected(_ text: String) -> String {
        let digit = CheckDigit.standard(of: text.dropLast()).map { String($0) } ?? ""
        return text.dropLast() + digit
    }
}

/// Why text is no GTIN.
public enum GTINError: Error, Hashable, Sendable {
    case notDigits
    case wrongLength(Int)
    /// The number with the check digit that would be right.
    case wrongCheckDigit(didYouMean: String)
    /// A UPC-E of another number system than 0 and 1.
    case notUPCE
}
