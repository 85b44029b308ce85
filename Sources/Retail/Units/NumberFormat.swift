/// Why text is no number of the kind that was asked for.
public enum NumberError: Error, Hashable, Sendable {
    case empty
    /// A character that doesn't belong there; the offset counts characters from 0.
    case unexpected(Character, at: Int)
    /// More digits after the mark than the unit has.
    case tooFine(digitsMost: Int)
    /// Beyond the largest number that is taken.
    case tooLarge
}

/// How a number is written.
public enum NumberStyle: UInt8, Hashable, Sendable, CaseIterable {
    /// Files: a point, no groups.
    case plain
    /// `1,234.56`.
    case english
    /// `1.234,56`.
    case spanish
    /// A key pad: a point or a comma before the fraction, no groups, so nothing can be mistaken.
    case typed

    /// The style of people who read this language.
    public static func of(language: String) -> NumberStyle {
        language == "es" ? .spanish : .english
    }

    /// In ASCII, as is the group's.
    var mark: UInt8 { self == .spanish ? UInt8(ascii: ",") : UInt8(ascii: ".") }

    var group: UInt8? {
        switch self {
        case .plain, .typed: nil
        case .english: UInt8(ascii: ",")
        case .spanish: UInt8(ascii: ".")
        }
    }

    func isMark(_ character: Character) -> Bool {
        character.asciiValue == mark || (self == .typed && character == ",")
    }
}

/// Reads and writes money, prices, quantities and rates; no floating point is anywhere near.
public struct NumberFormat: Hashable, Sendable {
    public let style: NumberStyle
    public let currency: Currency

    public init(style: NumberStyle, currency: Currency) {
        self.style = style
        self.currency = currency
    }

    /// An amount with all its minor digits: `12.34`, `-0.05`, `1,240` yen.
    public func text(_ money: Money) -> String {
        text(money.minorUnits, scale: currency.digits, least: currency.digits)
    }

    /// An amount with its sign or code before it: `£12.34`, `CHF 12.00`.
    public func textWithSymbol(_ money: Money) -> String {
        let symbol = currency.symbol ?? "\(currency.code) "
        return (money < .zero ? "-" : "") + symbol + text(money.magnitude)
    }

    /// A unit price with at least the currency's digits: `3.99`, `3.459`.
    public func text(_ price: UnitPrice) -> String {
        text(price.tenThousandths, scale: 4, least: min(currency.digits, 4))
    }

    /// Pieces as `2`, weights with three digits as a scale shows them: `0.500`.
    public func text(_ quantity: Quantity, unit: Item.Unit = .piece) -> String {
        text(quantity.thousandths, scale: 3, least: unit == .weight ? 3 : 0)
    }

    /// A rate in percent: `6%`, `8.875%`; in Spanish `6 %`.
    public func text(_ rate: Rate) -> String {
        text(rate.millionths, scale: 4, least: 0) + (style == .spanish ? " %" : "%")
    }

    /// What a report sums a tax under, which holds a rate as the log writes it: `STATE 1.5%` is
    /// `STATE 1,5 %` in Spanish.
    public func taxName(_ name: String) -> String {
        let plain = NumberFormat(style: .plain, currency: currency)
        guard name.hasSuffix("%"), let space = name.lastIndex(of: " "),
            let rate = try? plain.rate(String(name[name.index(after: space)...]))
        else { return name }
        return "\(name[..<space]) \(text(rate))"
    }

    /// Reads an amount of the currency.
    public func money(_ text: String) throws(NumberError) -> Money {
        Money(try number(text, scale: currency.digits))
    }

    /// Reads a unit price of up to four digits after the mark.
    public func price(_ text: String) throws(NumberError) -> UnitPrice {
        UnitPrice(tenThousandths: try number(text, scale: 4))
    }

    /// Reads a quantity of up to three digits after the mark.
    public func quantity(_ text: String) throws(NumberError) -> Quantity {
        Quantity(thousandths: try number(text, scale: 3))
    }

    /// Reads a rate in percent, with or without its sign, of up to four digits after the mark.
    public func rate(_ text: String) throws(NumberError) -> Rate {
        var text = text[...]
        if text.last == "%" { text = text.dropLast() }
        while text.last == " " { text = text.dropLast() }
        return Rate(millionths: try number(String(text), scale: 4))
    }
}

extension NumberFormat {
    /// Whole digits that are taken: far above any shop's figures, far below 64 bits.
    static let wholeDigitsMost = 12

    /// Writes a number of 10^-scale units with at least so many digits after the mark.
    func text(_ value: Int64, scale: Int, least: Int) -> String {
        // From the last digit to the first, as division has it; turned round at the end.
        var reversed: [UInt8] = []
        reversed.reserveCapacity(Self.textMost)
        var rest = value.magnitude
        for place in 1...max(scale, 1) where scale > 0 {
            let digit = UInt8(rest % 10)
            rest /= 10
            // Zeros at the end say nothing beyond what is asked for.
            if place > scale - least || digit != 0 || !reversed.isEmpty {
                reversed.append(Self.zero + digit)
            }
        }
        if !reversed.isEmpty { reversed.append(style.mark) }
        appendWhole(rest, to: &reversed)
        if value < 0 { reversed.append(UInt8(ascii: "-")) }
        reversed.reverse()
        return String(decoding: reversed, as: UTF8.self)
    }

    private func appendWhole(_ whole: UInt64, to reversed: inout [UInt8]) {
        var (rest, count) = (whole, 0)
        repeat {
            if let group = style.group, count > 0, count.isMultiple(of: 3) {
                reversed.append(group)
            }
            reversed.append(Self.zero + UInt8(rest % 10))
            rest /= 10
            count += 1
        } while rest > 0
    }

    private static let zero = UInt8(ascii: "0")
    /// 19 digits, 6 group marks, the mark and the sign.
    private static let textMost = 27

    /// Reads a signed number into 10^-scale units.
    func number(_ text: String, scale: Int) throws(NumberError) -> Int64 {
        guard !text.isEmpty else { throw .empty }
        let characters = Array(text)
        let isNegative = characters[0] == "-"
        let start = isNegative ? 1 : 0
        let mark = characters.firstIndex(where: style.isMark) ?? characters.count
        let whole = try whole(characters, start..<max(start, mark))
        let fraction = try fraction(characters, mark, scale: scale)
        guard whole.count + fraction.count > 0 else { throw .empty }
        guard whole.drop(while: { $0 == 0 }).count <= Self.wholeDigitsMost else { throw .tooLarge }
        let padded = fraction + Array(repeating: 0, count: scale - fraction.count)
        let value = (whole + padded).reduce(Int64(0)) { $0 * 10 + Int64($1) }
        return isNegative ? -value : value
    }

    /// Digits before the mark; group marks must stand before groups of three.
    private func whole(
        _ characters: [Character], _ range: Range<Int>
    ) throws(NumberError) -> [UInt8] {
        var digits: [UInt8] = []
        for index in range {
            if let digit = digit(characters[index]) {
                digits.append(digit)
                continue
            }
            let isGroup = style.group != nil && characters[index].asciiValue == style.group
            let left = range.upperBound - index
            guard isGroup, !digits.isEmpty, left.isMultiple(of: 4) else {
                throw .unexpected(characters[index], at: index)
            }
        }
        return digits
    }

    private func fraction(
        _ characters: [Character], _ mark: Int, scale: Int
    ) throws(NumberError) -> [UInt8] {
        guard mark < characters.count else { return [] }
        var digits: [UInt8] = []
        for index in (mark + 1)..<characters.count {
            guard let digit = digit(characters[index]) else {
                throw .unexpected(characters[index], at: index)
            }
            digits.append(digit)
        }
        // Zeros beyond the unit say nothing new: 1.500 is a price of 1.50.
        while digits.count > scale, digits.last == 0 { digits.removeLast() }
        guard digits.count <= scale else { throw .tooFine(digitsMost: scale) }
        return digits
    }

    private func digit(_ character: Character) -> UInt8? {
        character.asciiValue.flatMap(Digits.value)
    }
}
