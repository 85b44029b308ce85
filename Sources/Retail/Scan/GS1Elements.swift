/// What a GS1 element string says, as far as a till needs it.
public struct GS1Elements: Hashable, Sendable {
    /// AI 01.
    public var gtin: GTIN?
    /// AI 310n, in kilograms.
    public var netWeight: Quantity?
    /// AI 10, at most 20 characters.
    public var batch: String?
    /// AI 21, at most 20 characters.
    public var serial: String?
    /// AI 15.
    public var bestBefore: CivilDate?
    /// AI 17.
    public var expires: CivilDate?
    /// Elements that a till doesn't use, by their identifiers, in order.
    public var others: [String] = []

    public init() {}
}

/// Why an element string can't be read; offsets count characters from 0.
public enum GS1Error: Error, Hashable, Sendable {
    case unknownIdentifier(String, at: Int)
    case cutShort(identifier: String)
    case badValue(identifier: String, String)
    case tooLong(identifier: String)
    /// The same element twice with two values.
    case contradiction(identifier: String)
    case badGTIN(GTINError)
    case empty
}

extension GS1Elements {
    /// Reads elements as a scanner sends them, FNC1 as the character GS (29), or as people write
    /// them: `(01)09501101530003(17)271231`.
    ///
    /// - Parameters:
    ///   - text: without the symbology's prefix.
    ///   - year: the current one, which decides the century (GS1 General Specifications §7.12).
    /// - Throws: ``GS1Error`` for the first element that can't be read.
    public init(_ text: some StringProtocol, year: Int32) throws(GS1Error) {
        self.init()
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw .empty }
        let elements =
            bytes[0] == UInt8(ascii: "(")
            ? try GS1Splitter.written(bytes) : try GS1Splitter.scanned(bytes)
        for element in elements { try take(element, year: year) }
    }

    private mutating func take(_ element: GS1Splitter.Element, year: Int32) throws(GS1Error) {
        let (name, value) = (element.identifier, element.value)
        switch name {
        case "01": try set(\.gtin, Self.gtin(value), name)
        case "10": try set(\.batch, try Self.text(value, name), name)
        case "21": try set(\.serial, try Self.text(value, name), name)
        case "15": try set(\.bestBefore, try Self.date(value, name, year: year), name)
        case "17": try set(\.expires, try Self.date(value, name, year: year), name)
        case _ where name.hasPrefix("310"):
            try set(\.netWeight, try Self.weight(value, name), name)
        default: others.append(name)
        }
    }

    private mutating func set<Value: Equatable>(
        _ path: WritableKeyPath<GS1Elements, Value?>, _ value: Value, _ name: String
    ) throws(GS1Error) {
        guard self[keyPath: path] == nil || self[keyPath: path] == value else {
            throw .contradiction(identifier: name)
        }
        self[keyPath: path] = value
    }

    private static func gtin(_ value: String) throws(GS1Error) -> GTIN {
        do { return try GTIN(value) } catch { throw .badGTIN(error) }
    }

    /// Letters, digits and signs of ISO/IEC 646: nothing that could steer a terminal.
    private static func text(_ value: String, _ name: String) throws(GS1Error) -> String {
        guard !value.isEmpty, value.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw .badValue(identifier: name, value)
        }
        guard value.utf8.count <= 20 else { throw .tooLong(identifier: name) }
        return value
    }

    /// Six digits whose last of the identifier says how many of them are decimals.
    private static func weight(_ value: String, _ name: String) throws(GS1Error) -> Quantity {
        guard value.utf8.count == 6, Digits.areAll(value), let number = Int64(value),
            let decimals = name.utf8.last.flatMap(Digits.value), decimals <= 5
        else { throw .badValue(identifier: name, value) }
        // Finer than a gram is rounded to one, as a scale would.
        let divisor = Decimals.powerOfTen(Int(decimals))
        return Quantity(thousandths: Saturating.scale(number, by: 1000, over: divisor))
    }

    /// `YYMMDD`; day 00 is the month's last.
    private static func date(
        _ value: String, _ name: String, year: Int32
    ) throws(GS1Error) -> CivilDate {
        guard value.utf8.count == 6, Digits.areAll(value), let two = Int32(value.prefix(2)),
            let month = UInt8(value.dropFirst(2).prefix(2)), let day = UInt8(value.suffix(2))
        else { throw .badValue(identifier: name, value) }
        let full = century(of: two, year: min(max(year, 100), 9800)) + two
        let last = (UInt8(28)...31).reversed().first {
            CivilDate(year: full, month: month, day: $0) != nil
        }
        guard let date = CivilDate(year: full, month: month, day: day == 0 ? last ?? 0 : day)
        else { throw .badValue(identifier: name, value) }
        return date
    }

    /// The century in which two digits lie nearest: 51 ahead is the last, 50 behind the next.
    private static func century(of two: Int32, year: Int32) -> Int32 {
        let current = year - year % 100
        let difference = two - year % 100
        if difference >= 51 { return current - 100 }
        return difference <= -50 ? current + 100 : current
    }
}
