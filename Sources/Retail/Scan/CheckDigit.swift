/// Check digits of GS1 keys and of embedded prices.
///
/// - Source: GS1 General Specifications §7.9.
public enum CheckDigit {
    /// The digit that completes a GTIN's digits; nil where they aren't digits.
    public static func standard(of digits: some StringProtocol) -> UInt8? {
        guard let values = values(of: digits) else { return nil }
        // From the right, weights 3, 1, 3 …
        let sum = values.reversed().enumerated().reduce(0) { sum, entry in
            sum + Int(entry.element) * (entry.offset.isMultiple(of: 2) ? 3 : 1)
        }
        return UInt8((10 - sum % 10) % 10)
    }

    /// Whether the last digit checks the others.
    public static func isRight(_ digits: some StringProtocol) -> Bool {
        guard digits.utf8.count > 1, let last = Array(digits.utf8).last.flatMap(Digits.value)
        else { return false }
        return standard(of: digits.dropLast()) == last
    }

    /// The verifier of a price or weight field of four or five digits; nil for other fields.
    public static func verifier(of field: some StringProtocol) -> UInt8? {
        guard let values = values(of: field) else { return nil }
        switch values.count {
        case 4:
            let weighted = weigh(values, [.twoMinus, .twoMinus, .three, .fiveMinus])
            return UInt8(weighted * 3 % 10)
        case 5:
            let weighted = weigh(values, [.fivePlus, .twoMinus, .fiveMinus, .fivePlus, .twoMinus])
            let wanted = (10 - weighted % 10) % 10
            return (UInt8(0)...9).first { Weight.fiveMinus.of(Int($0)) == wanted }
        default:
            return nil
        }
    }

    /// How a digit counts: products of two digits lose or gain their tens.
    private enum Weight {
        case twoMinus
        case three
        case fiveMinus
        case fivePlus

        /// The weighted digit's last digit.
        func of(_ digit: Int) -> Int {
            switch self {
            case .twoMinus: (2 * digit - 2 * digit / 10) % 10
            case .three: 3 * digit % 10
            case .fiveMinus: (5 * digit - 5 * digit / 10) % 10
            case .fivePlus: (5 * digit + 5 * digit / 10) % 10
            }
        }
    }

    private static func weigh(_ values: [UInt8], _ weights: [Weight]) -> Int {
        zip(values, weights).reduce(0) { $0 + $1.1.of(Int($1.0)) }
    }

    private static func values(of digits: some StringProtocol) -> [UInt8]? {
        guard Digits.areAll(digits) else { return nil }
        return digits.utf8.compactMap(Digits.value)
    }
}
