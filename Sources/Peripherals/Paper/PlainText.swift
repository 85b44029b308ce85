public import Retail

/// A document as lines of text: the preview on screen and the paper file.
///
/// Lines break where they do on a printer of the same columns. Large type has the size of all
/// other; bars, codes and cuts are shown by what they hold.
public enum PlainText {
    /// The lines, without line ends and without spaces at their right.
    ///
    /// Control characters in foreign text are shown as `·`. Never longer than `columns`, except
    /// for the text of a QR code.
    public static func lines(of document: Document, columns: Int) -> [String] {
        let columns = max(columns, 1)
        return Layout(columns: columns).place(document) { text, _ in cells(text) }
            .flatMap { lines(of: $0, columns: columns) }
    }

    private static func cells(_ text: String) -> [Cell] {
        text.map { character in
            character.isControl
                ? Cell(character: .controlMark, columns: 1)
                : Cell(character: character, columns: character.columns)
        }
    }

    private static func lines(of placed: Placed, columns: Int) -> [String] {
        switch placed {
        case .line(let cells, let style): [aligned(cells, style.alignment, columns: columns)]
        case .edges(let label, let value, _): [spread(label, value, columns: columns)]
        case .barcode(let barcode): [centred("||| \(printable(barcode.content)) |||", columns)]
        case .qr(let text): [centred("[QR] \(printable(text))", columns)]
        case .cut: [String(repeating: "- ", count: (columns - 1) / 2) + "-"]
        case .logo, .openDrawer: []
        }
    }

    private static func aligned(
        _ cells: [Cell], _ alignment: Document.Style.Alignment, columns: Int
    ) -> String {
        let room = max(columns - cells.columns, 0)
        let indent =
            switch alignment {
            case .left: 0
            case .centre: room / 2
            case .right: room
            }
        guard !cells.isEmpty else { return "" }
        return trimmed(String(repeating: " ", count: indent) + cells.text)
    }

    private static func spread(_ label: [Cell], _ value: [Cell], columns: Int) -> String {
        let gap = max(columns - label.columns - value.columns, 1)
        return trimmed(label.text + String(repeating: " ", count: gap) + value.text)
    }

    private static func centred(_ text: String, _ columns: Int) -> String {
        aligned(cells(text), .centre, columns: columns)
    }

    private static func printable(_ text: String) -> String { cells(text).text }

    private static func trimmed(_ text: String) -> String {
        guard let last = text.lastIndex(where: { $0 != " " }) else { return "" }
        return String(text[...last])
    }
}
