import Retail

/// Reads a file's bytes into rows of one kind.
protocol RowReader {
    associatedtype Row

    var isUsable: Bool { get }
    var unknownColumns: [String] { get }
    mutating func append(_ bytes: some Collection<UInt8>) -> [Result<Row, ImportFault>]
    mutating func finish() -> [Result<Row, ImportFault>]
}

extension ItemImport: RowReader {}
extension PeopleImport: RowReader {}
extension TaxImport: RowReader {}
extension StockImport: RowReader {}

/// What an import came to.
struct ImportOutcome {
    var taken = 0
    var unchanged = 0
    var refused = 0
    /// The first of them, for programs; people read each on standard error.
    var faults: [ImportFault] = []
    /// Items that the catalogue sells and the file no longer names.
    var vanished: [ItemCode] = []

    static let faultsMax = 1000

    mutating func refuse(_ fault: ImportFault, of path: String) {
        refused += 1
        if faults.count < Self.faultsMax { faults.append(fault) }
        Output.error("\(path): \(fault.text)")
    }
}

/// One file on its way into the shop.
struct ImportFile {
    let path: String
    let title: String

    /// The file's name without its folders, for the record.
    var source: String {
        guard path != "-" else { return "standard input" }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return String(name.shown.prefix(32))
    }

    /// Hands on good rows; bad ones are reported and counted.
    ///
    /// - Throws: a ``Failure`` where the file can't be read or its header is refused, and what
    ///   `take` throws; then it says how many rows were taken.
    func read<Reader: RowReader>(
        _ reader: inout Reader, into outcome: inout ImportOutcome,
        take: (Reader.Row, inout ImportOutcome) throws -> Void
    ) throws {
        let file = try InputFile(path)
        var bar = ProgressBar(title, total: file.length)
        defer { bar.finish() }
        func hand(_ rows: [Result<Reader.Row, ImportFault>]) throws {
            for row in rows {
                switch row {
                case .success(let row): try take(row, &outcome)
                case .failure(let fault):
                    bar.finish()
                    outcome.refuse(fault, of: path)
                }
            }
        }
        var isEmpty = true
        while reader.isUsable, let bytes = try file.next() {
            isEmpty = false
            try hand(reader.append(bytes))
            bar.show(file.position, note: "\(outcome.taken) taken")
        }
        guard !isEmpty else { throw Failure.empty(path) }
        try hand(reader.finish())
        guard reader.isUsable else {
            throw Failure(.badData, "\(path): nothing was taken; docs/imports.md has the columns")
        }
        for column in reader.unknownColumns {
            Output.error("\(path): the column '\(column)' means nothing here; it was left out")
        }
    }
}
