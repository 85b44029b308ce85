extension String {
    /// The text with control characters as `·`: foreign text must not steer a terminal or printer.
    public var shown: String {
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars { scalars.append(scalar.isControl ? "·" : scalar) }
        return String(scalars)
    }

    /// Whether the text holds a control character.
    public var hasControls: Bool { unicodeScalars.contains(where: \.isControl) }
}

extension Unicode.Scalar {
    /// Controls of ISO 6429, line and paragraph separators, and marks that turn the direction.
    var isControl: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0xFEFF: true
        default: false
        }
    }
}
