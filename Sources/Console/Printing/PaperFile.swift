import Glibc
import Peripherals
public import Retail

/// Where documents go as text while no printer is named; each is on disk before it counts as done.
public struct PaperFile: Sendable {
    /// Characters of a line, as on paper of 80 mm.
    public static let columns = 42

    public let path: String

    public init(path: String) { self.path = path }

    /// Appends a document and waits until it is on disk.
    ///
    /// - Returns: its lines, for the preview.
    /// - Throws: ``PaperFileError`` when nothing, or not all of it, was written.
    public func append(_ document: Document) throws(PaperFileError) -> [String] {
        let lines = PlainText.lines(of: document, columns: Self.columns)
        // Receipts tell what customers bought: nobody else reads them.
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .notWritten(errno: errno) }
        defer { close(file) }
        var rest = Array(lines.map { $0 + "\n" }.joined().utf8)[...]
        let total = rest.count
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let number = errno
                throw rest.count == total ? .notWritten(errno: number) : .cutShort(errno: number)
            }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw .cutShort(errno: errno) }
        return lines
    }
}

/// Why a document isn't in the paper file.
public enum PaperFileError: Error, Equatable {
    case notWritten(errno: Int32)
    /// Part of it may be there.
    case cutShort(errno: Int32)

    /// What it is for a job: to be printed again, or to be asked about.
    var outcome: PrintOutcome {
        switch self {
        case .notWritten(let number): .notPrinted(.ioError(errno: number))
        case .cutShort(let number): .unknown(.ioError(errno: number), bytesSent: 1)
        }
    }
}
