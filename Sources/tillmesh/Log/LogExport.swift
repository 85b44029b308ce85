import CRDT
import Replica
import Replication
import Storage

/// Writes all logs as an export; one batch of operations is in memory, of a forked log all.
struct LogExport {
    private let books: Books

    init(_ books: Books) { self.books = books }

    /// Hands on the bytes as they come.
    ///
    /// - Returns: how many operations no signature covers yet.
    func write(to file: ExportFile) throws -> Int {
        var bar = ProgressBar("export", total: Int(clamping: try total()))
        var done = 0
        let omitted = try stream { bytes in
            try file.write(bytes)
        } progress: {
            done += 1
            if done.isMultiple(of: 256) { bar.show(done, note: "\(done) operations") }
        }
        bar.finish()
        try file.close()
        return omitted
    }

    private func total() throws -> UInt64 { try books.reader.summary().operationCount }

    /// Makes the export of what was stored when it began.
    func stream(
        _ emit: ([UInt8]) throws -> Void, progress: () -> Void
    ) throws -> Int {
        var writer = ExportWriter()
        let heads = try books.reader.heads()
        for log in Set(heads.map(\.log)).sorted() {
            let own = heads.filter { $0.log == log }
            let last = own.map(\.seq).max() ?? 0
            if own.count > 1 {
                for item in try forked(log, through: last) { try emit(try writer.append(item)) }
                continue
            }
            var failure: (any Error)?
            var isFirst = true
            try books.reader.forEach(of: log, through: last) { signed in
                progress()
                defer { isFirst = false }
                do {
                    if isFirst, let anchor = ExportItem.Anchor(before: signed.operation) {
                        try emit(try writer.append(.anchor(anchor)))
                    }
                    try emit(try writer.append(.operation(signed)))
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
            if let failure { throw failure }
        }
        try emit(writer.finish())
        return writer.omitted
    }

    private func forked(_ log: LogID, through last: UInt64) throws -> [ExportItem] {
        var all: [SignedOperation] = []
        try books.reader.forEach(of: log, through: last) {
            all.append($0)
            return true
        }
        return ExportOrder.items(of: all)
    }
}
