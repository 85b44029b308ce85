/// Texts as people search them: without case, accents and signs.
public enum FoldedText {
    /// Small letters and digits, with a single space for each run of anything else.
    ///
    /// Latin letters lose their marks by the rule of their Unicode names: `ñ` is `LATIN SMALL
    /// LETTER N WITH TILDE`.
    public static func fold(_ text: String) -> String {
        var folded = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: continue
            case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber, .uppercaseLetter,
                .titlecaseLetter:
                folded += base(of: scalar)
            default:
                if !folded.isEmpty, !folded.hasSuffix(" ") { folded += " " }
            }
        }
        return folded.hasSuffix(" ") ? String(folded.dropLast()) : folded
    }

    /// The words of a text, folded.
    public static func words(of text: String) -> [String] {
        fold(text).split(separator: " ").map(String.init)
    }

    private static func base(of scalar: Unicode.Scalar) -> String {
        if scalar.isASCII { return String(scalar) }
        if let spelling = ligatures[scalar] { return spelling }
        guard let name = scalar.properties.name, name.hasPrefix(latinPrefix) else {
            return String(scalar)
        }
        let letter = name.dropFirst(latinPrefix.count).prefix { $0 != " " }
        return letter.utf8.count == 1 ? letter.lowercased() : String(scalar)
    }

    private static let latinPrefix = "LATIN SMALL LETTER "

    private static let ligatures: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ĳ": "ij",
    ]
}
