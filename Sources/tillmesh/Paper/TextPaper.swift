import Glibc
import Peripherals
import Retail

/// Paper that is a text file: documents are appended as they would be printed.
final class TextPaper {
    /// Characters of a line, as on paper of 80 mm.
    private static let columns = 42

    let path: String
    private let descriptor: Int32

    init(path: String) throws(Failure) {
        self.path = path
        // Receipts tell what customers bought: nobody else reads them.
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(.cannotCreate, "cannot write \(path): \(Program.errnoText())")
        }
    }

    deinit { close(descriptor) }

    func append(_ document: Document) throws(Failure) {
        let lines = PlainText.lines(of: document, columns: Self.columns)
        var rest = Array((lines.joined(separator: "\n") + "\n\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw Failure(.inputOutput, "cannot write \(path): \(Program.errnoText())")
            }
            rest = rest.dropFirst(count)
        }
    }
}
