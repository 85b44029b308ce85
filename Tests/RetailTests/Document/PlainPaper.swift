import Retail
import Testing
import Texts

/// Lays a document out as plain text, so that golden files can be read as paper.
struct PlainPaper {
    static let columns = 42

    static func text(_ document: Document) -> String {
        var mark = ""
        let rows = document.elements.flatMap { element in
            if case .mark(let text) = element { mark = text }
            return lines(element, mark)
        }
        return rows.joined(separator: "\n") + "\n"
    }

    private static func lines(_ element: Document.Element, _ mark: String) -> [String] {
        switch element {
        case .mark: []
        case .text(let text, let style):
            wrapped(text, width(style) - mark.count).map { placed(mark + $0, style) }
        case .pair(let label, let value, _): pair(mark + label, value)
        case .rule: [mark + String(repeating: "-", count: columns - mark.count)]
        case .blank(let count): Array(repeating: "", count: count)
        case .logo: ["[logo]"]
        case .barcode(let barcode): ["[\(barcode.symbology) \(barcode.content)]"]
        case .qr(let text): ["[qr \(text)]"]
        case .cut: ["[cut]"]
        case .openDrawer: ["[drawer]"]
        }
    }

    private static func width(_ style: Document.Style) -> Int {
        switch style.size {
        case .normal, .tall: columns
        case .wide, .double: columns / 2
        }
    }

    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var rest = text[...]
        while rest.count > width {
            lines.append(String(rest.prefix(width)))
            rest = rest.dropFirst(width)
        }
        return lines + [String(rest)]
    }

    private static func placed(_ text: String, _ style: Document.Style) -> String {
        let left = columns - text.count
        switch style.alignment {
        case .left: return text
        case .centre: return String(repeating: " ", count: max(0, left / 2)) + text
        case .right: return String(repeating: " ", count: max(0, left)) + text
        }
    }

    private static func pair(_ label: String, _ value: String) -> [String] {
        let left = columns - label.count - value.count
        guard left > 0 else {
            return [label, String(repeating: " ", count: max(0, columns - value.count)) + value]
        }
        return [label + String(repeating: " ", count: left) + value]
    }

    /// Whatever a practice till prints says so on every line, and moves nothing.
    static func expectTraining(
        _ document: Document, _ language: Language, at location: SourceLocation = #_sourceLocation
    ) {
        let mark = language == .english ? "TRAINING " : "PRÁCTICA "
        #expect(document.elements.first == .mark(mark), sourceLocation: location)
        for element in document.elements.dropFirst() {
            switch element {
            case .barcode, .qr, .openDrawer, .mark:
                Issue.record("\(element) on a training receipt", sourceLocation: location)
            case .text, .pair, .rule, .blank, .logo, .cut: continue
            }
        }
    }
}
