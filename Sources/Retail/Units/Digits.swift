/// Decimal digits of text: what numbers, dates and barcodes are made of.
enum Digits {
    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// 0 to 9; nil for anything else.
    static func value(_ byte: UInt8) -> UInt8? {
        isDigit(byte) ? byte - UInt8(ascii: "0") : nil
    }

    /// The number with leading zeros; longer than the width it stays whole.
    static func padded(_ number: Int64, to width: Int) -> String {
        let digits = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
        return (number < 0 ? "-" : "") + zeros + digits
    }

    /// Whether text is digits only, and not empty.
    static func areAll(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isDigit)
    }
}
