/// How many cells of a terminal text takes.
///
/// - Source: Unicode Standard Annex #11 (East Asian Width: W and F take two cells) and the general
///   categories Mn, Me and Cf, which take none, as POSIX `wcwidth` has it.
public enum CellWidth {
    /// The sum over the characters.
    public static func of(_ text: String) -> Int {
        isPlain(text) ? text.utf8.count : text.reduce(0) { $0 + of($1) }
    }

    /// Whether text is printable ASCII, a cell a byte: most is by far.
    static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    }

    /// 0, 1 or 2; a character with its marks is as wide as its base.
    public static func of(_ character: Character) -> Int {
        if let ascii = character.asciiValue { return ascii < 32 || ascii == 127 ? 0 : 1 }
        var width = 0
        for scalar in character.unicodeScalars {
            // The emoji variation selector asks for the wide picture of a narrow sign.
            if scalar.value == 0xFE0F { return 2 }
            width = max(width, of(scalar))
        }
        return width
    }

    /// The character as it may be shown: a control, or a mark with nothing to stand on, is `·`.
    static func visible(_ character: Character) -> Character {
        if let ascii = character.asciiValue { return ascii < 32 || ascii == 127 ? "·" : character }
        let isControl = character.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C,
                0xFEFF, 0xE0000...0xE0FFF:
                true
            default: false
            }
        }
        return isControl || of(character) == 0 ? "·" : character
    }

    /// The text cut to so many cells.
    public static func prefix(_ text: String, cells: Int) -> String {
        if isPlain(text) { return String(text.utf8.prefix(max(cells, 0))) ?? "" }
        var left = cells
        var kept = ""
        for character in text {
            left -= of(character)
            guard left >= 0 else { return kept }
            kept.append(character)
        }
        return kept
    }

    /// The text broken at blanks into lines of at most so many cells; longer words are cut.
    static func wrap(_ text: String, cells: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            var word = String(word)
            let gap = line.isEmpty ? 0 : 1
            if of(line) + gap + of(word) <= cells {
                line += (gap == 1 ? " " : "") + word
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while of(word) > cells {
                let head = prefix(word, cells: max(cells, 2))
                lines.append(head)
                word.removeFirst(head.count)
            }
            line = word
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        // The soft hyphen is a format character that terminals show.
        case .format: return scalar.value == 0xAD ? 1 : 0
        case _: return isWide(scalar.value) ? 2 : 1
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        var low = 0
        var high = wide.count
        while low < high {
            let middle = (low + high) / 2
            if wide[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < wide.count && wide[low].contains(value)
    }

    /// Ranges of width W or F, ascending; unassigned places of the ideographic planes are W too.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0,
        0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F,
        0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5,
        0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5,
        0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728,
        0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
        0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55,
        0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x18AFF, 0x1B000...0x1B2FF, 0x1F004...0x1F004,
        0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F265,
        0x1F300...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393,
        0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4,
        0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D,
        0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596,
        0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC,
        0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC,
        0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB, 0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A,
        0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x2FFFD,
        0x30000...0x3FFFD,
    ]
}
