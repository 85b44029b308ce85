/// Says a character in ASCII where a printer can't print it: `ñ` as `n`, `€` as `EUR`.
///
/// Latin, Greek and Cyrillic letters are spelt by rule from their Unicode names; signs by a table.
public enum Transliteration {
    /// The ASCII spelling, nil where there is none worth reading.
    public static func ascii(_ character: Character) -> String? {
        guard let scalar = character.unicodeScalars.first else { return nil }
        if scalar.isASCII {
            return scalar.value >= 0x20 && scalar.value < 0x7F ? String(scalar) : nil
        }
        if let sign = signs[scalar] { return sign }
        // Fullwidth forms stand in the order of ASCII.
        if (0xFF01...0xFF5E).contains(scalar.value) {
            return Unicode.Scalar(scalar.value - 0xFEE0).map { String($0) }
        }
        if scalar.properties.generalCategory == .spaceSeparator { return " " }
        return letter(named: scalar.properties.name ?? "")
    }

    /// Spells `LATIN SMALL LETTER N WITH TILDE`, `GREEK CAPITAL LETTER THETA`, `CYRILLIC …`.
    private static func letter(named name: String) -> String? {
        let words = name.split(separator: " ")
        guard words.count >= 4, words[2] == "LETTER" || words[2] == "LIGATURE" else { return nil }
        let script = words[0]
        let isCapital = words[1] == "CAPITAL"
        guard isCapital || words[1] == "SMALL" else { return nil }
        let base = words[3...].prefix { $0 != "WITH" }.joined(separator: " ")
        guard let spelling = spelling(of: base, in: String(script)) else { return nil }
        return isCapital ? capitalised(spelling) : spelling
    }

    private static func spelling(of base: String, in script: String) -> String? {
        switch script {
        case "LATIN": base.count == 1 ? base.lowercased() : latin[base]
        case "GREEK": greek[base]
        case "CYRILLIC": cyrillic[base]
        default: nil
        }
    }

    private static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    private static let latin = [
        "AE": "ae", "OE": "oe", "SHARP S": "ss", "ETH": "d", "THORN": "th", "DOTLESS I": "i",
        "ENG": "ng", "KRA": "k", "LONG S": "s", "IJ": "ij", "SCHWA": "e", "FI": "fi", "FL": "fl",
    ]

    // ELOT 743, letter by letter.
    private static let greek = [
        "ALPHA": "a", "BETA": "v", "GAMMA": "g", "DELTA": "d", "EPSILON": "e", "ZETA": "z",
        "ETA": "i", "THETA": "th", "IOTA": "i", "KAPPA": "k", "LAMDA": "l", "MU": "m", "NU": "n",
        "XI": "x", "OMICRON": "o", "PI": "p", "RHO": "r", "SIGMA": "s", "FINAL SIGMA": "s",
        "TAU": "t", "UPSILON": "y", "PHI": "f", "CHI": "ch", "PSI": "ps", "OMEGA": "o",
    ]

    // The BGN/PCGN spellings of Russian, with the neighbours' own letters.
    private static let cyrillic = [
        "A": "a", "BE": "b", "VE": "v", "GHE": "g", "DE": "d", "IE": "e", "IO": "yo", "ZHE": "zh",
        "ZE": "z", "I": "i", "SHORT I": "y", "KA": "k", "EL": "l", "EM": "m", "EN": "n", "O": "o",
        "PE": "p", "ER": "r", "ES": "s", "TE": "t", "U": "u", "EF": "f", "HA": "kh", "TSE": "ts",
        "CHE": "ch", "SHA": "sh", "SHCHA": "shch", "HARD SIGN": "\"", "YERU": "y",
        "SOFT SIGN": "'", "E": "e", "YU": "yu", "YA": "ya", "UKRAINIAN IE": "ye", "YI": "yi",
        "BYELORUSSIAN-UKRAINIAN I": "i", "SHORT U": "u", "DJE": "dj", "GJE": "gj", "DZE": "dz",
        "JE": "j", "LJE": "lj", "NJE": "nj", "TSHE": "c", "KJE": "kj", "DZHE": "dz",
    ]

    private static let signs: [Unicode.Scalar: String] = [
        "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₴": "UAH", "₺": "TRY",
        "₪": "ILS", "₩": "KRW", "₫": "VND", "₦": "NGN", "₡": "CRC", "₱": "PHP", "₿": "BTC",
        "¢": "c", "¤": "*", "₧": "Pts", "ƒ": "f", "‘": "'", "’": "'", "‚": ",", "‛": "'",
        "“": "\"", "”": "\"", "„": "\"", "‟": "\"", "‹": "<", "›": ">", "«": "<<", "»": ">>",
        "′": "'", "″": "\"", "´": "'", "¨": "\"", "¸": ",", "ˆ": "^", "˜": "~", "‐": "-",
        "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "…": "...", "·": ".",
        "•": "*", "∙": ".", "●": "*", "¡": "!", "¿": "?", "×": "x", "÷": "/", "°": "o", "º": "o",
        "ª": "a", "¹": "1", "²": "2", "³": "3", "¼": "1/4", "½": "1/2", "¾": "3/4", "±": "+-",
        "≤": "<=", "≥": ">=", "≈": "~", "≠": "!=", "¬": "-", "¦": "|", "§": "S", "¶": "P",
        "©": "(c)", "®": "(R)", "™": "(TM)", "№": "No.", "µ": "u", "‰": "o/oo", "⁄": "/",
        "†": "+", "‡": "+", "→": "->", "←": "<-", "✓": "v", "✔": "v", "¯": "-",
    ]
}
