/// Why a line of a profile file was refused; lines count from 1.
public enum ProfileFileError: Error, Equatable {
    case notKeyAndValue(line: Int)
    case unknownKey(line: Int, key: String)
    /// The value is none of those that the key takes.
    case badValue(line: Int, key: String, value: String, allowed: String)
    case unknownBase(line: Int, name: String)
    /// `based-on` replaces everything, so it stands first.
    case baseNotFirst(line: Int)
}

/// Reads a printer profile from text: `key = value` a line, `#` starts a comment.
///
/// It starts from `generic-42` or from the profile that `based-on` names; docs/printers.md lists
/// the keys.
public enum ProfileFile {
    public static func read(_ text: String) throws(ProfileFileError) -> PrinterProfile {
        var profile = BuiltInProfile.generic42.profile
        var isFirst = true
        for (index, raw) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .enumerated() {
            let content = raw.prefix { $0 != "#" }
            guard content.contains(where: { !$0.isWhitespace }) else { continue }
            let entry = try Entry(content, line: index + 1)
            if entry.key == "based-on" {
                guard isFirst else { throw .baseNotFirst(line: entry.line) }
                guard let base = BuiltInProfile.named(entry.value) else {
                    throw .unknownBase(line: entry.line, name: entry.value)
                }
                profile = base
            } else {
                try entry.apply(to: &profile)
            }
            isFirst = false
        }
        return profile
    }
}

/// One line of a profile file.
private struct Entry {
    let line: Int
    let key: String
    let value: String

    init(_ content: Substring, line: Int) throws(ProfileFileError) {
        let parts = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .notKeyAndValue(line: line) }
        self.line = line
        key = Entry.trimmed(parts[0])
        value = Entry.trimmed(parts[1])
        guard !key.isEmpty, !value.isEmpty else { throw .notKeyAndValue(line: line) }
    }

    func apply(to profile: inout PrinterProfile) throws(ProfileFileError) {
        switch key {
        case "name": profile.name = value
        case "columns": profile.columnsOfFontA = try number(in: 8...255)
        case "columns-b": profile.columnsOfFontB = try number(in: 8...255)
        case "dots": profile.dots = try number(in: 64...2_040)
        case "font": profile.font = try choice()
        case "cutter": profile.cutter = try choice()
        case "drawer-pin": profile.drawerPin = try choice()
        case "barcodes": profile.barcodes = try choice()
        case "qr": profile.hasQR = try yesOrNo()
        case "raster": profile.hasRaster = try yesOrNo()
        case "column-image": profile.hasColumnImage = try yesOrNo()
        case "kanji-mode": profile.startsInKanjiMode = try yesOrNo()
        case "status": profile.answersStatus = try yesOrNo()
        case "pages": profile.pages = try pages()
        default: throw .unknownKey(line: line, key: key)
        }
    }

    private func refused(_ allowed: String) -> ProfileFileError {
        .badValue(line: line, key: key, value: value, allowed: allowed)
    }

    private func number(in range: ClosedRange<Int>) throws(ProfileFileError) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw refused("\(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func yesOrNo() throws(ProfileFileError) -> Bool {
        switch value {
        case "yes": return true
        case "no": return false
        default: throw refused("yes, no")
        }
    }

    private func choice<Choice: RawRepresentable<String> & CaseIterable>()
        throws(ProfileFileError) -> Choice
    {
        guard let choice = Choice(rawValue: value) else {
            throw refused(Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    /// `0 CP437, 16 CP1252`: numbers of `ESC t` and the pages behind them.
    private func pages() throws(ProfileFileError) -> [PrinterProfile.Page] {
        var pages: [PrinterProfile.Page] = []
        for item in value.split(separator: ",") {
            let parts = item.split(separator: " ")
            guard parts.count == 2, let number = UInt8(parts[0]),
                let page = CodePage(rawValue: String(parts[1]))
            else {
                let names = CodePage.allCases.map(\.rawValue).joined(separator: ", ")
                throw refused("NUMBER PAGE, with a page of \(names)")
            }
            pages.append(PrinterProfile.Page(number, page))
        }
        guard pages.count <= PagePlan.pagesMax else {
            throw refused("at most \(PagePlan.pagesMax) pages")
        }
        return pages
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
