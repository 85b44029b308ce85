import Retail

/// Lays a document out as plain text, so that golden files can be read as paper.
struct PlainPaper {
    static let columns = 42

    static func text(_ document: Document) -> String {
        document.elements.flatMap(lines).joined(separator: "\n") + "\n"
    }

    private static func lines(_ element: Document.Element) -> [String] {
        switch element {
        case .text(let text, let style): wrapped(text, style).map { placed($0, style) }
        case .pair(let label, let value, _): pair(label, value)
        case .rule: [String(repeating: "-", count: columns)]
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

    private static func wrapped(_ text: String, _ style: Document.Style) -> [String] {
        var lines: [String] = []
        var rest = text[...]
        while rest.count > width(style) {
            lines.append(String(rest.prefix(width(style))))
            rest = rest.dropFirst(width(style))
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
}
