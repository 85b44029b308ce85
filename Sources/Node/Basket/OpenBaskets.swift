import Replica
import Synchronization

/// Which basket is open, kept so that no step of a cashier's waits for the writer or a disk.
///
/// Scans and keys write files; a command that opens or closes a basket says so by a row of its own
/// transaction. Whichever tells of the later step is right: a sale and the end of its basket are
/// on disk together, and the next basket's first scan is newer than both.
final class OpenBaskets: Sendable {
    private struct Kept {
        /// Nil once closed.
        var files: BasketFiles?
        var state: OpenBasketState
    }

    // Held for one small write at most.
    private let kept: Mutex<Kept>
    /// Whether something was kept that nobody can read.
    let isUnreadable: Bool

    /// Takes up what was kept when the program last ended.
    ///
    /// - Parameters:
    ///   - directory: owned by this process.
    ///   - rows: the local rows of the session.
    init(_ directory: DataDirectory, rows: [LocalWrite]) {
        let files = BasketFiles(directory.openBaskets)
        let (newest, isUnreadable) = files.read()
        let row = rows.last(where: OpenBasketState.isRow)?.value
        let told = row.flatMap { OpenBasketState($0) }
        self.isUnreadable = isUnreadable || (row != nil && told == nil)
        kept = Mutex(
            Kept(files: files, state: Self.later(newest, told) ?? OpenBasketState(number: 0)))
    }

    private static func later(
        _ file: OpenBasketState?, _ row: OpenBasketState?
    ) -> OpenBasketState? {
        guard let file, let row else { return file ?? row }
        return file.number > row.number ? file : row
    }

    /// As a command finds it.
    var state: OpenBasketState { kept.withLock { $0.state } }

    /// A cashier's step: when this returns, it outlives this process.
    ///
    /// - Throws: ``FileError``; then what was kept before still is.
    func save(_ open: OpenBasketRow?) throws(FileError) {
        try kept.withLock { kept throws(FileError) in
            guard let files = kept.files else {
                preconditionFailure("a basket came after the node was closed")
            }
            let state = OpenBasketState(number: kept.state.number + 1, open: open)
            try files.write(state)
            kept.state = state
        }
    }

    /// A command's row is on disk.
    func note(_ written: [LocalWrite]) {
        guard let value = written.last(where: OpenBasketState.isRow)?.value,
            let told = OpenBasketState(value)
        else { return }
        kept.withLock { if told.number >= $0.state.number { $0.state = told } }
    }

    /// Nothing is written any more.
    func close() { kept.withLock { $0.files = nil } }
}
