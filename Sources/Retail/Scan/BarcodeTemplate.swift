/// A store's own layout of restricted barcodes, such as `21IIIIIWWWWWC`.
///
/// Digits stand for themselves, `I` for the item, `W` for a weight and `P` for a price, `V` for the
/// verifier of the field, `C` for the check digit; `X` may be anything. Where it has no `.n` the
/// weight has 3 decimals and the price the currency's digits: `02IIIIIPPPPPC.0` has whole prices.
public struct BarcodeTemplate: Hashable, Sendable {
    /// What is embedded beside the item.
    public enum Field: Hashable, Sendable {
        case weight
        case price
        case none
    }

    /// As it was written.
    public let pattern: String
    public let field: Field
    /// Digits after the mark of the embedded value; nil: as its unit has.
    public let decimals: Int?
    private let letters: [UInt8]

    /// Reads a pattern of 8, 12 or 13 characters.
    public init(_ pattern: String) throws(BarcodeTemplateError) {
        let parts = pattern.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let letters = Array(parts[0].utf8)
        guard [8, 12, 13].contains(letters.count) else { throw .wrongLength(letters.count) }
        if let bad = letters.firstIndex(where: { !Self.isKnown($0) }) {
            throw .unknownLetter(Character(Unicode.Scalar(letters[bad])), at: bad)
        }
        guard Digits.isDigit(letters[0]) else { throw .noPrefix }
        decimals = try Self.decimals(parts.count == 2 ? parts[1] : nil)
        guard letters.contains(UInt8(ascii: "I")) else { throw .missing("I") }
        guard letters.last == UInt8(ascii: "C"),
            !letters.dropLast().contains(UInt8(ascii: "C"))
        else { throw .missing("C") }
        field = try Self.field(in: letters)
        self.letters = letters
        self.pattern = pattern
    }

    /// What a code of this layout says; nil where the code is of another layout.
    ///
    /// - Parameters:
    ///   - digits: 8, 12 or 13 digits whose check digit is right.
    ///   - currencyDigits: minor-unit digits of the store's currency.
    /// - Returns: the item and what is embedded, or why it can't be trusted.
    func read(_ digits: String, currencyDigits: Int) -> Result<EmbeddedCode, EmbeddedError>? {
        let bytes = Array(digits.utf8)
        guard bytes.count == letters.count, hasPrefix(of: bytes) else { return nil }
        let value = text(of: field == .weight ? "W" : "P", in: bytes)
        if let verifier = text(of: "V", in: bytes).utf8.first.flatMap(Digits.value),
            CheckDigit.verifier(of: value) != verifier
        {
            return .failure(.wrongVerifier)
        }
        guard let item = item(in: bytes) else { return .failure(.wrongVerifier) }
        return amount(value, currencyDigits).map {
            EmbeddedCode(item: item.lookup, itemDigits: text(of: "I", in: bytes), amount: $0)
        }
    }

    /// The item's own code: the embedded value as zeros, the check digit made anew.
    private func item(in bytes: [UInt8]) -> GTIN? {
        let zeroed = zip(letters, bytes).dropLast().map { letter, byte in
            "WPV".utf8.contains(letter) ? UInt8(ascii: "0") : byte
        }
        return GTIN(withoutCheckDigit: String(decoding: zeroed, as: UTF8.self))
    }

    private func amount(
        _ value: String, _ currencyDigits: Int
    ) -> Result<EmbeddedCode.Amount, EmbeddedError> {
        switch field {
        case .none:
            return .success(.none)
        case .weight:
            guard let units = scaled(value, to: 3, default: 3) else { return .failure(.tooFine) }
            return .success(.weight(Quantity(thousandths: units)))
        case .price:
            guard let units = scaled(value, to: currencyDigits, default: currencyDigits) else {
                return .failure(.tooFine)
            }
            return .success(.price(Money(units)))
        }
    }

    /// The field's digits in 10^-scale units; nil where it is finer than that.
    private func scaled(_ value: String, to scale: Int, default decimals: Int) -> Int64? {
        let shift = scale - (self.decimals ?? decimals)
        guard let number = Int64(value), (-9...9).contains(shift) else { return nil }
        guard shift < 0 else {
            return Saturating.scale(number, by: Decimals.powerOfTen(shift), over: 1)
        }
        let divisor = Decimals.powerOfTen(-shift)
        return number.isMultiple(of: divisor) ? number / divisor : nil
    }

    private func hasPrefix(of bytes: [UInt8]) -> Bool {
        zip(letters, bytes).allSatisfy { letter, byte in
            !Digits.isDigit(letter) || letter == byte
        }
    }

    private func text(of letter: Unicode.Scalar, in bytes: [UInt8]) -> String {
        let digits = zip(letters, bytes).filter { $0.0 == UInt8(ascii: letter) }.map(\.1)
        return String(decoding: digits, as: UTF8.self)
    }

    private static func isKnown(_ letter: UInt8) -> Bool {
        Digits.isDigit(letter) || "IWPVCX".utf8.contains(letter)
    }

    private static func decimals(_ text: Substring?) throws(BarcodeTemplateError) -> Int? {
        guard let text else { return nil }
        guard text.utf8.count == 1, let digit = text.utf8.first.flatMap(Digits.value), digit <= 5
        else { throw .badDecimals(String(text)) }
        return Int(digit)
    }

    private static func field(in letters: [UInt8]) throws(BarcodeTemplateError) -> Field {
        let hasWeight = letters.contains(UInt8(ascii: "W"))
        let hasPrice = letters.contains(UInt8(ascii: "P"))
        guard !(hasWeight && hasPrice) else { throw .twoFields }
        let verifiers = letters.count { $0 == UInt8(ascii: "V") }
        let width = letters.count { $0 == UInt8(ascii: "W") || $0 == UInt8(ascii: "P") }
        guard verifiers == 0 || (verifiers == 1 && (4...5).contains(width)) else {
            throw .badVerifier
        }
        return hasWeight ? .weight : hasPrice ? .price : .none
    }
}

/// Why a pattern is no template.
public enum BarcodeTemplateError: Error, Hashable, Sendable {
    case wrongLength(Int)
    case unknownLetter(Character, at: Int)
    /// It must begin with digits, or it would take every code.
    case noPrefix
    /// No item, or no check digit at the end.
    case missing(Character)
    case twoFields
    /// A verifier stands alone and beside a field of 4 or 5 digits.
    case badVerifier
    case badDecimals(String)
}

/// What a restricted barcode says.
public struct EmbeddedCode: Hashable, Sendable {
    public enum Amount: Hashable, Sendable {
        case weight(Quantity)
        /// Of the whole piece of goods, not of a unit.
        case price(Money)
        case none
    }

    /// The item's own code: 14 digits with zeros in place of what is embedded.
    public let item: LookupCode
    /// The item's digits alone, for shops whose scales know items by a short number.
    public let itemDigits: String
    public let amount: Amount

    public init(item: LookupCode, itemDigits: String, amount: Amount) {
        self.item = item
        self.itemDigits = itemDigits
        self.amount = amount
    }
}

/// Why a restricted barcode can't be trusted.
public enum EmbeddedError: Error, Hashable, Sendable {
    /// The price was misread or the label is wrong: weigh or type it.
    case wrongVerifier
    /// Its decimals are finer than the currency or the scale.
    case tooFine
}
