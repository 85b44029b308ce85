import Crypto
import Encoding

/// The sealed root on paper, to be typed back by a person.
///
/// Groups of four letters of base32, each with a check letter behind it, eight groups a row, each
/// row with its number; the last two bytes are a digest of all before them. A wrong letter, two
/// exchanged ones and a group out of place are found where they are; what a check letter can't see,
/// the digest does.
public enum RecoverySheet {
    static let lettersPerGroup = 4
    static let groupsPerRow = 8
    private static let digestBytes = 2
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")

    /// What was typed isn't the sheet, and where.
    public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        /// No row is in the text.
        case empty
        /// A row that isn't there, or not where it belongs.
        case row(Int, of: Int)
        /// A row with more or fewer groups than it has on paper.
        case groups(row: Int, found: Int)
        /// A group with more or fewer letters than it has on paper.
        case length(row: Int, group: Int, found: Int)
        /// A character that no group has.
        case character(row: Int, group: Int, String)
        /// The letters of this group don't fit its check letter.
        case group(row: Int, group: Int)
        /// Each group fits by itself, and all together don't.
        case whole

        public var description: String {
            switch self {
            case .empty: "no row of a recovery sheet is in it: a row begins with its number, 1/7"
            case .row(let row, let count): "row \(row) of \(count) is missing, or not in its place"
            case .groups(let row, let found):
                "row \(row) has \(RecoverySheet.groupsPerRow) groups on paper, and \(found) here"
            case .length(let row, let group, let found):
                "row \(row), group \(group): \(found) letters, and on paper "
                    + "\(RecoverySheet.lettersPerGroup + 1)"
            case .character(let row, let group, let text):
                "row \(row), group \(group): '\(text)' is none of its letters (a to z, 2 to 7)"
            case .group(let row, let group): "row \(row), group \(group) is mistyped"
            case .whole: "each group fits, and the whole doesn't: compare all rows with the paper"
            }
        }
    }

    // MARK: On paper

    /// The rows of sealed bytes, the first one first.
    static func rows(of bytes: [UInt8]) -> [String] {
        let letters = Array(Base32.encode(bytes + digest(bytes)))
        let groups = stride(from: 0, to: letters.count, by: lettersPerGroup).enumerated().map {
            number, start in
            let group = letters[start..<min(start + lettersPerGroup, letters.count)]
            return String(group) + String(alphabet[Int(check(group, group: number))])
        }
        let count = (groups.count + groupsPerRow - 1) / groupsPerRow
        return (0..<count).map { row in
            let start = row * groupsPerRow
            let text = groups[start..<min(start + groupsPerRow, groups.count)]
            return "\(row + 1)/\(count)  " + text.joined(separator: " ")
        }
    }

    // MARK: Typed back

    /// The sealed bytes out of text in which the rows stand, each in a line of its own.
    ///
    /// Upper case is taken for lower case; lines that don't begin with a row's number are passed
    /// over, so that the whole file may be handed in.
    ///
    /// - Throws: ``Failure`` with the first place that isn't as on paper.
    public static func read(_ text: String) throws(Failure) -> [UInt8] {
        let rows = text.split(whereSeparator: \.isNewline).compactMap(Row.init)
        guard let count = rows.first?.count else { throw .empty }
        var letters = ""
        for number in 1...count {
            guard rows.count >= number, rows[number - 1].number == number else {
                throw .row(number, of: count)
            }
            letters += try rows[number - 1].letters(isLast: number == count)
        }
        guard let bytes = Base32.decode(letters), bytes.count > digestBytes,
            digest(Array(bytes.dropLast(digestBytes))) == Array(bytes.suffix(digestBytes))
        else { throw .whole }
        return Array(bytes.dropLast(digestBytes))
    }

    /// Checks a row by itself, as it is typed.
    ///
    /// - Parameters:
    ///   - line: as typed, with its number.
    ///   - number: the row that it should be.
    /// - Returns: how many rows the sheet has.
    /// - Throws: ``Failure`` with the first place that isn't as on paper.
    public static func check(_ line: String, row number: Int) throws(Failure) -> Int {
        guard let row = Row(line[...]) else { throw .empty }
        guard row.number == number else { throw .row(number, of: row.count) }
        _ = try row.letters(isLast: number == row.count)
        return row.count
    }

    /// A typed line that begins with `3/7`.
    struct Row {
        let number: Int
        let count: Int
        let words: [[Character]]

        init?(_ line: Substring) {
            var words = line.lowercased().split(whereSeparator: \.isWhitespace)
            guard let label = words.first?.split(separator: "/"), label.count == 2,
                let number = Int(label[0]), let count = Int(label[1]), (1...99).contains(count),
                (1...count).contains(number)
            else { return nil }
            words.removeFirst()
            (self.number, self.count) = (number, count)
            self.words = words.map(Array.init)
        }

        /// The letters without check letters.
        func letters(isLast: Bool) throws(Failure) -> String {
            var letters = ""
            for (place, word) in words.enumerated() {
                letters += try group(word, place, isLast: isLast && place == words.count - 1)
            }
            guard words.count == groupsPerRow || (isLast && words.count < groupsPerRow) else {
                throw .groups(row: number, found: words.count)
            }
            return letters
        }

        private func group(
            _ word: [Character], _ place: Int, isLast: Bool
        ) throws(Failure) -> String {
            let least = isLast ? 2 : lettersPerGroup + 1
            guard (least...lettersPerGroup + 1).contains(word.count) else {
                throw .length(row: number, group: place + 1, found: word.count)
            }
            if let odd = word.first(where: { !alphabet.contains($0) }) {
                throw .character(row: number, group: place + 1, String(odd))
            }
            let index = (number - 1) * groupsPerRow + place
            guard let last = word.last,
                alphabet[Int(check(word.dropLast(), group: index))] == last
            else { throw .group(row: number, group: place + 1) }
            return String(word.dropLast())
        }
    }

    // MARK: Checks

    /// Over GF(32): each letter weighed by another power of x, and the group's number; so one wrong
    /// letter, and two exchanged ones, always show.
    private static func check(_ letters: ArraySlice<Character>, group: Int) -> UInt8 {
        var sum = UInt8(group % 32)
        for letter in letters {
            sum = doubled(sum ^ UInt8(alphabet.firstIndex(of: letter) ?? 0))
        }
        return sum
    }

    /// Times x, modulo x^5 + x^2 + 1.
    private static func doubled(_ value: UInt8) -> UInt8 {
        let shifted = value << 1
        return shifted & 0x20 == 0 ? shifted : (shifted ^ 0x25) & 0x1F
    }

    private static func digest(_ bytes: [UInt8]) -> [UInt8] {
        BLAKE2b.hash(bytes, length: digestBytes, label: "tillmesh-sheet")
    }
}

extension RootSeal {
    /// The sheet that goes into the safe: what it is, and the sealed key in groups to type back.
    public func recoverySheet(store: String) -> String {
        """
        TILLMESH RECOVERY SHEET / HOJA DE RECUPERACIÓN     STORE \(store)

        The store's root key, sealed. It opens only with the passphrase typed at `init`.
        Keep this sheet in a safe, and the passphrase somewhere else.
        La clave raíz de la tienda, sellada. Sólo se abre con la contraseña de `init`.

        \(RecoverySheet.rows(of: bytes).joined(separator: "\n"))

        """
    }
}
