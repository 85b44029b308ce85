import CRDT
import Encoding
import Replica

/// Which life of its database a node is in, as a local row remembers it.
struct LifeRecord: Hashable, Sendable {
    /// Raised each time the database is opened for writing; a side file holds the same number.
    let generation: UInt64
    let incarnation: Incarnation
    let marks: MachineMarks
    /// What receipts of a life that isn't the first are numbered in; it differs from all series
    /// that were known when the life began.
    let series: String?

    static let key = Array("life".utf8)

    /// `[generation, incarnation, [mark or null …], series or null]`.
    var write: LocalWrite {
        var encoder = CBOREncoder()
        encoder.array(4)
        encoder.unsigned(generation)
        encoder.fixed(incarnation.id)
        encoder.array(marks.marks.count)
        for mark in marks.marks {
            if let mark { encoder.fixed(mark) } else { encoder.null() }
        }
        if let series { encoder.text(series) } else { encoder.null() }
        return LocalWrite(.session, key: Self.key, value: encoder.finish())
    }

    init(generation: UInt64, incarnation: Incarnation, marks: MachineMarks, series: String?) {
        self.series = series
        self.generation = generation
        self.incarnation = incarnation
        self.marks = marks
    }

    /// Reads the row; nil where it isn't one.
    init?(_ value: [UInt8]) {
        guard let parts = try? CBOR.decode(value).asArray, parts.count == 4,
            let generation = parts[0].asUnsigned, let id = parts[1].asFixed(Bytes8.self),
            let marks = parts[2].asArray, marks.count == MachineMarks.kinds
        else { return nil }
        self.init(
            generation: generation, incarnation: Incarnation(id),
            marks: MachineMarks(marks: marks.map { $0.asFixed(Bytes8.self) }),
            series: parts[3].asText)
    }
}

/// Why a database begins a new life: it may have forgotten what it wrote, or isn't the only one.
enum LifeReason: String, Sendable {
    /// Another machine, or another folder, than the one that wrote last.
    case moved = "other machine or folder"
    /// The database is older than what the side file remembers, or the side file is gone.
    case rolledBack = "rolled back or restored"
    /// A neighbour showed operations of this node's own that the database had forgotten, or that
    /// another machine with its key wrote.
    case shown = "a later head was shown"
    /// Another machine answered with this node's key, and wrote in the same life.
    case twin = "another machine has its key"
    /// Transactions that were confirmed stood behind a broken place of the write-ahead log.
    case lostTransactions = "its write-ahead log was damaged"

    /// Whether the life that the row tells of can go on; nil: it can.
    ///
    /// - Parameters:
    ///   - record: what the database remembers; nil: it was never opened by a program that kept it.
    ///   - generation: the side file's number; 0: there is none.
    ///   - marks: of the machine and folder as they are.
    /// - Returns: why not.
    static func judge(
        _ record: LifeRecord?, generation: UInt64, marks: MachineMarks
    ) -> LifeReason? {
        guard let record else { return generation == 0 ? nil : .rolledBack }
        if record.marks.isOther(than: marks) { return .moved }
        // A crash between the two leaves the database one ahead.
        let (ahead, isEarlier) = record.generation.subtractingReportingOverflow(generation)
        return isEarlier || ahead > 1 ? .rolledBack : nil
    }
}

/// The number beside the database that tells a rolled-back one (protocol.md §5).
enum GenerationFile {
    /// - Returns: 0 where there is no file, or none that can be read.
    static func read(_ directory: DataDirectory) -> UInt64 {
        guard let bytes = try? FileSystem.read(directory.generation, limit: 64) else { return 0 }
        return UInt64(String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self)) ?? 0
    }

    static func write(_ generation: UInt64, _ directory: DataDirectory) throws(FileError) {
        try FileSystem.replace(
            directory.generation, with: Array("\(generation)\n".utf8), mode: 0o600)
    }
}
