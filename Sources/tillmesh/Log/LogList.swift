import CRDT
import Encoding
import Node
import Replica
import Replication
import Retail
import Storage

/// Operations as people and scripts read them.
struct LogList {
    private let books: Books
    private let asJSON: Bool
    private let lines: JournalLines

    init(_ books: Books, asJSON: Bool) throws {
        self.books = books
        self.asJSON = asJSON
        lines = try JournalLines(books)
    }

    /// - Parameters:
    ///   - name: the beginning of a log's name; nil: all logs.
    ///   - limit: operations at most.
    /// - Throws: a ``Failure`` where the name fits no log, or more than one.
    func show(_ name: String?, limit: Int) throws {
        let operations =
            try name.map { try latest(of: try books.log(named: $0), limit) }
            ?? books.reader.latestOperations(limit: limit)
        for signed in operations.suffix(limit).reversed() { show(signed) }
    }

    private func latest(of log: LogID, _ limit: Int) throws -> [SignedOperation] {
        let top = try books.reader.heads().filter { $0.log == log }.map(\.seq).max() ?? 0
        let first = top >= UInt64(limit) ? top - UInt64(limit) + 1 : 1
        return try books.reader.operations(of: log, from: first, limit: limit * 2)
    }

    /// One operation.
    func show(_ signed: SignedOperation) {
        Output.line(asJSON ? json(signed).text : text(signed, lines))
    }

    private func text(_ signed: SignedOperation, _ lines: JournalLines) -> String {
        let operation = signed.operation
        let hash = Hex.encode(signed.hash.bytes.prefix(6))
        let author = Base32.encode(operation.log.author.key.bytes).prefix(8)
        let seq = Help.pad("\(operation.seq)", 7)
        return "\(author) \(seq) \(hash)  \(Help.pad(operation.named.name, 18)) "
            + lines.text(of: operation)
    }

    private func json(_ signed: SignedOperation) -> JSON {
        let operation = signed.operation
        return .object([
            ("log", .string(operation.log.name)), ("seq", .unsigned(operation.seq)),
            ("hash", .string(Hex.encode(signed.hash.bytes))),
            ("prev", .string(Hex.encode(operation.prev.bytes))),
            ("hlc", .unsigned(operation.hlc.raw)), ("kind", .integer(Int64(operation.kind))),
            ("name", .string(operation.named.name)),
            ("payloadBytes", .integer(Int64(operation.payload.count))),
            ("signed", .truth(signed.signature != nil)),
        ])
    }
}

extension Books {
    /// The log whose name begins so.
    func log(named name: String) throws -> LogID {
        let logs = Set(try reader.heads().map(\.log)).sorted()
        let found = logs.filter { $0.name.hasPrefix(name) }
        guard let log = found.first else {
            throw Failure(.noInput, "no log '\(name.shown)' here; `tillmesh status` names them")
        }
        guard found.count == 1 else {
            throw Failure(.usage, "'\(name)' fits \(found.count) logs; give more of the name")
        }
        return log
    }
}
