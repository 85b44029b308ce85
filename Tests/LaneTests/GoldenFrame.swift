import Glibc
import Lane
import TestSupport
import Testing
import Texts

/// Screens as files: the characters, then the marks of their styles.
enum GoldenFrame {
    private static let folder =
        #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Golden/"

    /// Compares with `Golden/LANGUAGE/NAME.txt`.
    ///
    /// With `TILLMESH_WRITE_GOLDEN=1` it writes the file; then it is looked at.
    static func expect(
        _ frame: Frame, _ name: String, _ language: Language,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let path = folder + "\(language.rawValue)/\(name).txt"
        let text = text(of: frame)
        guard getenv("TILLMESH_WRITE_GOLDEN") == nil else { return write(text, path) }
        guard let bytes = try? Files.bytes(path) else {
            Issue.record("no golden file \(path)", sourceLocation: sourceLocation)
            return
        }
        #expect(
            text == String(decoding: bytes, as: UTF8.self), "\(name) differs:\n\(text)",
            sourceLocation: sourceLocation)
    }

    /// Rows between bars; below them a mark a cell: `.` plain, `b` bold, `d` dim, capitals and `r`
    /// reverse; a row without marks is left out; then where the cursor is.
    static func text(of frame: Frame) -> String {
        var text = ""
        for row in 0..<frame.size.rows {
            let cells = (0..<frame.size.columns).map { frame[row, $0] }
            text += "|" + String(cells.compactMap(\.character)) + "|\n"
        }
        for row in 0..<frame.size.rows {
            var marks = (0..<frame.size.columns).map { mark(frame[row, $0].style) }
            while marks.last == "." { marks.removeLast() }
            if !marks.isEmpty { text += "\(row): " + String(marks) + "\n" }
        }
        return text + (frame.cursor.map { "cursor \($0.row),\($0.column)\n" } ?? "no cursor\n")
    }

    private static func mark(_ style: Style) -> Character {
        let plain: Character =
            switch (style.weight, style.role) {
            case (_, .good): "g"
            case (_, .warning): "w"
            case (_, .bad): "x"
            case (_, .heading): "h"
            case (_, .training): "t"
            case (.normal, .plain): style.isReverse ? "r" : "."
            case (.bold, .plain): "b"
            case (.dim, .plain): "d"
            }
        return style.isReverse ? Character(plain.uppercased()) : plain
    }

    private static func write(_ text: String, _ path: String) {
        guard let file = fopen(path, "w") else {
            Issue.record("can't write \(path)")
            return
        }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }
}
