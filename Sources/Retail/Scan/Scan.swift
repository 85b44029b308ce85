/// What a scanned or typed code is.
public enum Scan: Hashable, Sendable {
    case gtin(GTIN)
    /// Four digits 3000 to 4999, or five with 9 (organic) or 8 before them.
    case plu(LookupCode)
    /// A restricted barcode by a template of the store.
    case embedded(EmbeddedCode)
    case gs1(GS1Elements)
    case receipt(ReceiptNumber)
    /// The text, control characters as `·`, and why it is none of the others.
    case unknown(String, ScanError)
}

/// Why a code is none that a till knows.
public enum ScanError: Error, Hashable, Sendable {
    case empty
    /// More than 128 characters.
    case tooLong
    /// The number with the check digit that would be right.
    case wrongCheckDigit(didYouMean: String)
    case embedded(EmbeddedError)
    case gs1(GS1Error)
    /// No form that a till knows; it may still be an item's own code.
    case noKnownForm
}

/// Reads codes as this store's scanners and cashiers give them.
public struct ScanReader: Hashable, Sendable {
    public static let charactersMost = 128

    private let templates: [BarcodeTemplate]
    private let currencyDigits: Int
    private let year: Int32

    /// Takes the store's templates; the first that fits a code reads it.
    ///
    /// - Parameters:
    ///   - templates: of restricted barcodes.
    ///   - currency: whose digits embedded prices have.
    ///   - year: the current one, for dates of two-digit years.
    public init(templates: [BarcodeTemplate], currency: Currency, year: Int32) {
        self.templates = templates
        currencyDigits = currency.digits
        self.year = year
    }

    /// Reads a code; never fails, an unreadable one says why.
    public func read(_ text: String) -> Scan {
        let bytes = Array(text.utf8)
        let code = Self.trimmed(bytes)
        guard !code.isEmpty else { return .unknown("", .empty) }
        guard code.utf8.count <= Self.charactersMost else {
            return .unknown(String(code.prefix(32)).shown, .tooLong)
        }
        if let symbology = Symbology(code) { return read(symbology) }
        if code.first == "(" || code.utf8.contains(GS1Splitter.separator) { return gs1(code) }
        if Digits.areAll(code) { return digits(code) }
        if let number = ReceiptNumber(text: code) { return .receipt(number) }
        return .unknown(code.shown, .noKnownForm)
    }

    /// Without blanks and line ends around it, which scanners are often set to send.
    private static func trimmed(_ bytes: [UInt8]) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
        let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// A code with the scanner's own word on what symbol it came from (ISO/IEC 15424).
    private struct Symbology {
        enum Kind {
            case elements
            case upcE
            case plain
        }

        let kind: Kind
        let code: String

        init?(_ text: String) {
            guard text.hasPrefix("]"), text.utf8.count > 3 else { return nil }
            code = String(text.dropFirst(3))
            switch text.prefix(3) {
            case "]C1", "]d2", "]e0", "]e1", "]e2", "]Q3", "]J1": kind = .elements
            case "]E0" where code.utf8.count == 8 && !CheckDigit.isRight(code): kind = .upcE
            default: kind = .plain
            }
        }
    }

    private func read(_ symbology: Symbology) -> Scan {
        let code = symbology.code
        switch symbology.kind {
        case .elements: return gs1(code)
        case .upcE: return upcE(code)
        case .plain:
            if Digits.areAll(code) { return digits(code) }
            guard let number = ReceiptNumber(text: code) else {
                return .unknown(code.shown, .noKnownForm)
            }
            return .receipt(number)
        }
    }

    private func digits(_ code: String) -> Scan {
        switch code.utf8.count {
        case 4, 5: return Self.isPLU(code) ? .plu(LookupCode(code)) : noForm(code)
        case 8, 12, 13, 14: return gtin(code)
        case 16...: return elements(code)
        default: return noForm(code)
        }
    }

    private func noForm(_ code: String) -> Scan { .unknown(code, .noKnownForm) }

    private func gtin(_ code: String) -> Scan {
        do {
            let gtin = try GTIN(code)
            return gtin.isRestricted ? restricted(gtin) : .gtin(gtin)
        } catch {
            if code.utf8.count == 8, let gtin = try? GTIN(upcE: code) { return .gtin(gtin) }
            return .unknown(code, Self.reason(error))
        }
    }

    /// By the first template that fits; without one it is a number like any other.
    private func restricted(_ gtin: GTIN) -> Scan {
        let forms = [gtin.shortest, String(gtin.digits.suffix(13)), String(gtin.digits.suffix(12))]
        for template in templates {
            for form in forms {
                guard let result = template.read(form, currencyDigits: currencyDigits) else {
                    continue
                }
                switch result {
                case .success(let code): return .embedded(code)
                case .failure(let error): return .unknown(gtin.shortest, .embedded(error))
                }
            }
        }
        return .gtin(gtin)
    }

    private func upcE(_ code: String) -> Scan {
        do { return .gtin(try GTIN(upcE: code)) } catch {
            return .unknown(code.shown, Self.reason(error))
        }
    }

    /// Digits alone are an element string only where they begin with a checked GTIN.
    private func elements(_ code: String) -> Scan {
        guard code.hasPrefix("01"), let elements = try? GS1Elements(code, year: year) else {
            return noForm(code)
        }
        return .gs1(elements)
    }

    private func gs1(_ code: String) -> Scan {
        do { return .gs1(try GS1Elements(code, year: year)) } catch {
            return .unknown(code.shown, .gs1(error))
        }
    }

    private static func reason(_ error: GTINError) -> ScanError {
        switch error {
        case .wrongCheckDigit(let right): .wrongCheckDigit(didYouMean: right)
        case .notDigits, .wrongLength, .notUPCE: .noKnownForm
        }
    }

    /// 3000 to 4999, or five digits: 8 or 9 before such a number.
    static func isPLU(_ code: String) -> Bool {
        guard Digits.areAll(code), let number = Int(code.suffix(4)), (3000...4999).contains(number)
        else { return false }
        return code.utf8.count == 4
            || (code.utf8.count == 5 && (code.hasPrefix("9") || code.hasPrefix("8")))
    }
}

extension ReceiptNumber {
    /// Reads `014-03-000123` or, with a later life of the lane, `014-03k7q-000123`.
    public init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, Digits.areAll(parts[0]), Digits.areAll(parts[2]),
            parts[0].utf8.count <= 8, (6...10).contains(parts[2].utf8.count),
            let number = UInt32(parts[2]), (1...16).contains(parts[1].utf8.count),
            parts[1].utf8.first.map(Digits.isDigit) ?? false,
            parts[1].utf8.allSatisfy({ Digits.isDigit($0) || Self.isSmallLetter($0) })
        else { return nil }
        self.init(series: "\(parts[0])-\(parts[1])", number: number)
    }

    private static func isSmallLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
