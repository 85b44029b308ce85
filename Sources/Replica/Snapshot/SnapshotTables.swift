public import Ledger

extension TableName {
    /// The tables of a snapshot, in the order of docs/tables.md: registers and counters, which is
    /// what a lane sells by.
    ///
    /// Facts come as the operations that they are rows of: a receipt without its operation could
    /// neither be returned against nor printed again, verified, exported or rebuilt.
    public static let inSnapshot: [TableName] = allCases.filter(\.isInSnapshot)

    /// Whether a snapshot has the table's rows.
    public var isInSnapshot: Bool {
        switch table.kind {
        case .candidate, .counter: true
        case .fact, .local: false
        }
    }
}
