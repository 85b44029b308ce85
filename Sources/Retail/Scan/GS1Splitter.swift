/// Cuts an element string into identifiers and values.
///
/// - Source: GS1 General Specifications §7.8.5 (predefined lengths) and §3 (identifiers).
enum GS1Splitter {
    struct Element {
        let identifier: String
        let value: String
    }

    /// FNC1 as scanners send it.
    static let separator: UInt8 = 29

    /// Far above the 48 characters of one symbol's practice, below anything that could hurt.
    static let elementsMost = 32

    /// How long an identifier is, by its first two digits; nil for one that isn't assigned.
    private static func identifierLength(_ two: String) -> Int? {
        switch two {
        case "00", "01", "02", "03", "10", "11", "12", "13", "15", "16", "17", "20", "21", "22",
            "30", "37", "90", "91", "92", "93", "94", "95", "96", "97", "98", "99":
            2
        case "23", "24", "25", "40", "41", "42", "71": 3
        case "31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "81", "82": 4
        default: nil
        }
    }

    /// How long a value is where the specification fixes it, so that no separator follows.
    private static func fixedLength(_ identifier: String) -> Int? {
        switch identifier.prefix(2) {
        case "00": 18
        case "01", "02", "03": 14
        case "11", "12", "13", "15", "16", "17": 6
        case "20": 2
        case "31", "32", "33", "34", "35", "36": 6
        case "41": 13
        default: nil
        }
    }

    static func scanned(_ bytes: [UInt8]) throws(GS1Error) -> [Element] {
        var elements: [Element] = []
        var rest = bytes[...]
        while let next = rest.first {
            if next == separator {
                rest = rest.dropFirst()
                continue
            }
            guard elements.count < elementsMost else { throw .tooLong(identifier: "") }
            let identifier = try identifier(rest, at: rest.startIndex)
            rest = rest.dropFirst(identifier.utf8.count)
            let value = try value(of: identifier, in: rest)
            rest = rest.dropFirst(value.count)
            elements.append(
                Element(identifier: identifier, value: String(decoding: value, as: UTF8.self)))
        }
        return elements
    }

    static func written(_ bytes: [UInt8]) throws(GS1Error) -> [Element] {
        var elements: [Element] = []
        var rest = bytes[...]
        while rest.first == UInt8(ascii: "(") {
            guard elements.count < elementsMost else { throw .tooLong(identifier: "") }
            let inner = rest.dropFirst()
            let identifier = try identifier(inner, at: inner.startIndex)
            rest = inner.dropFirst(identifier.utf8.count)
            guard rest.first == UInt8(ascii: ")") else {
                throw .unknownIdentifier(identifier, at: rest.startIndex)
            }
            rest = rest.dropFirst()
            let value = rest.prefix { $0 != UInt8(ascii: "(") }
            try check(value, of: identifier)
            rest = rest.dropFirst(value.count)
            elements.append(
                Element(identifier: identifier, value: String(decoding: value, as: UTF8.self)))
        }
        return elements
    }

    private static func identifier(
        _ rest: ArraySlice<UInt8>, at offset: Int
    ) throws(GS1Error) -> String {
        let two = String(decoding: rest.prefix(2), as: UTF8.self)
        guard let length = identifierLength(two) else { throw .unknownIdentifier(two, at: offset) }
        let identifier = String(decoding: rest.prefix(length), as: UTF8.self)
        guard identifier.utf8.count == length, Digits.areAll(identifier) else {
            throw .unknownIdentifier(identifier, at: offset)
        }
        return identifier
    }

    private static func value(
        of identifier: String, in rest: ArraySlice<UInt8>
    ) throws(GS1Error) -> ArraySlice<UInt8> {
        guard let length = fixedLength(identifier) else {
            let value = rest.prefix { $0 != separator }
            // No identifier of variable length takes more than 90 characters.
            guard value.count <= 90 else { throw .tooLong(identifier: identifier) }
            return value
        }
        let value = rest.prefix(length)
        try check(value, of: identifier)
        return value
    }

    private static func check(
        _ value: ArraySlice<UInt8>, of identifier: String
    ) throws(GS1Error) {
        guard let length = fixedLength(identifier) else { return }
        guard value.count == length else { throw .cutShort(identifier: identifier) }
        guard value.allSatisfy(Digits.isDigit) else {
            throw .badValue(
                identifier: identifier, String(decoding: value, as: UTF8.self).shown)
        }
    }
}
