import Lane
import Texts

/// The last document that went to the paper file, to be looked at; Control-P shows and hides it.
struct PaperPreview {
    /// The document's lines; setting them hides the one before.
    var lines: [String] = [] {
        didSet { close() }
    }

    /// The first line that is shown; nil: hidden.
    private var top: Int?

    private static let step = 10

    /// Takes a key; false where it is the lane's.
    mutating func handle(_ key: Key) -> Bool {
        guard let top else {
            guard key == .control("p"), !lines.isEmpty else { return false }
            self.top = 0
            return true
        }
        switch key {
        case .pageDown, .down: self.top = min(top + Self.step, max(lines.count - 1, 0))
        case .pageUp, .up: self.top = max(top - Self.step, 0)
        case _: close()
        }
        return true
    }

    mutating func close() { top = nil }

    /// What the screen shows, a line on how to leave it last; nil where it is hidden.
    func shown(rows: Int) -> [String]? {
        guard let top else { return nil }
        let room = max(rows - 1, 1)
        let part = lines[top...].prefix(room)
        let help = ConsoleText.previewKeys.translation
        let blanks = [String](repeating: "", count: room - part.count)
        return part + blanks + ["\(help.english) / \(help.spanish)"]
    }
}
