import Retail

/// Why a bar code is printed as digits instead.
public enum BarcodeRefusal: Error, Hashable, Sendable {
    case wrongLength(Int)
    case notDigits
    case wrongCheckDigit(expected: Int)
    /// CODE128 here holds printable ASCII.
    case notASCII
    case tooWide(dots: Int, paperDots: Int)
}

/// A bar code's content, checked, and its bars.
struct Bars {
    let symbology: Document.Barcode.Symbology
    /// Digits with the check digit, or the text of a CODE128.
    let content: String

    init(_ barcode: Document.Barcode) throws(BarcodeRefusal) {
        symbology = barcode.symbology
        switch barcode.symbology {
        case .ean13: content = try Bars.checked(barcode.content, length: 13)
        case .ean8: content = try Bars.checked(barcode.content, length: 8)
        case .upcA: content = try Bars.checked(barcode.content, length: 12)
        case .code128:
            content = barcode.content
            let bytes = Array(content.utf8)
            guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { throw .notASCII }
            guard (1...80).contains(bytes.count) else { throw .wrongLength(bytes.count) }
        }
    }

    /// Bars and gaps, a module each, black is true; no quiet zone.
    var modules: [Bool] {
        let digits = content.utf8.map { Int($0) - 0x30 }
        switch symbology {
        case .ean13:
            return Bars.ean(left: digits[1...6], digits[7...12], parity: Bars.parities[digits[0]])
        case .upcA: return Bars.ean(left: digits[0...5], digits[6...11], parity: 0)
        case .ean8: return Bars.ean(left: digits[0...3], digits[4...7], parity: 0)
        case .code128: return Code128(content).modules
        }
    }

    /// Completes a missing check digit and refuses a wrong one.
    private static func checked(
        _ content: String, length: Int
    ) throws(BarcodeRefusal) -> String {
        let bytes = Array(content.utf8)
        guard bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .notDigits }
        guard bytes.count == length || bytes.count == length - 1 else {
            throw .wrongLength(bytes.count)
        }
        let digits = bytes.prefix(length - 1).map { Int($0) - 0x30 }
        // Weights 3, 1, 3 … from the right (GS1 General Specifications 7.9).
        let sum = digits.reversed().enumerated().reduce(0) {
            $0 + $1.element * ($1.offset.isMultiple(of: 2) ? 3 : 1)
        }
        let check = (10 - sum % 10) % 10
        if bytes.count == length, Int(bytes[length - 1]) - 0x30 != check {
            throw .wrongCheckDigit(expected: check)
        }
        return content + (bytes.count == length ? "" : String(check))
    }

    /// Guards, two halves and the middle; a set bit of `parity` makes a left digit of set G.
    ///
    /// - Source: ISO/IEC 15420, tables 1 and 2.
    private static func ean(left: ArraySlice<Int>, _ right: ArraySlice<Int>, parity: Int) -> [Bool]
    {
        var bits: [Bool] = [true, false, true]
        for (place, digit) in left.enumerated() {
            let isG = parity & (0x20 >> place) != 0
            bits += isG ? setR[digit].reversed() : setR[digit].map { !$0 }
        }
        bits += [false, true, false, true, false]
        for digit in right { bits += setR[digit] }
        return bits + [true, false, true]
    }

    /// Right-hand digits; the left-hand sets are their complement (A) and mirror image (B).
    private static let setR: [[Bool]] = [
        0b1110010, 0b1100110, 0b1101100, 0b1000010, 0b1011100, 0b1001110, 0b1010000, 0b1000100,
        0b1001000, 0b1110100,
    ].map { pattern in (0..<7).map { pattern & (0x40 >> $0) != 0 } }

    /// Which left-hand digits are of set B, by the first digit of an EAN-13.
    private static let parities = [
        0b000000, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110,
        0b011010,
    ]
}
