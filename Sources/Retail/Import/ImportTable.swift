/// Why a row of a file was not taken, with what a person needs to put it right.
public struct ImportFault: Error, Hashable, Sendable {
    /// Why; each case says what would be taken.
    public enum Reason: Hashable, Sendable {
        case csv(CSVError)
        /// The header lacks a column that must be there; nothing of the file is taken.
        case missingColumn
        /// The header names a column twice; nothing of the file is taken.
        case repeatedColumn
        /// More fields than the header has.
        case tooManyFields(header: Int)
        case missing
        case tooLong(charactersMost: Int)
        case controlCharacter
        /// What seems to be a payment card's number, which no field may keep.
        case cardNumber
        case number(NumberError)
        case outOfRange(least: String, most: String)
        case gtin(GTINError)
        case notPLU
        case notDate
        case notOneOf([String])
        /// An earlier line has the same.
        case repeated(line: Int)
        /// An end that lies before its beginning.
        case endsBeforeItBegins
        /// Somebody else has the same PIN.
        case taken
        /// Nobody would be left who may change people.
        case lastAdmin
        /// A steward set it, whose word counts for more than this lane's; the stewards' lanes, 0
        /// where a machine is none.
        case stewardSet(lanes: [UInt8])
        /// The catalogue has no such item, or no price for it.
        case unknownItem
        /// More than one item has this code.
        case ambiguous
        /// Pieces are counted whole.
        case notWhole
    }

    public let line: Int
    /// As the header writes it; nil where the whole row is meant.
    public let column: String?
    /// The text that was refused, at most 64 characters, controls as `·`; never a PIN or a card's
    /// number.
    public let value: String
    public let reason: Reason

    public init(line: Int, column: String?, value: String = "", reason: Reason) {
        self.line = line
        self.column = column
        self.value = CardNumber.masked(code: String(value.prefix(64))).shown
        self.reason = reason
    }
}

/// A column of a file, by the name in its header.
public protocol ImportColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// Whether a file without it is refused.
    var isRequired: Bool { get }
}

/// One row of a file with a header.
public struct ImportRow<Column: ImportColumn>: Sendable {
    public let line: Int
    let values: [Column: String]

    /// The text without blanks around it; nil where the file has no such column.
    public subscript(_ column: Column) -> String? { values[column] }

    /// A fault of one of this row's fields.
    func fault(_ column: Column, _ reason: ImportFault.Reason) -> ImportFault {
        ImportFault(
            line: line, column: column.rawValue, value: values[column] ?? "", reason: reason)
    }
}

/// Reads a file whose first row names its columns, in any order and case.
public struct ImportTable<Column: ImportColumn>: Sendable {
    private var reader = CSVReader()
    private var columns: [Column?]?
    /// Names in the header that mean nothing here, shown to the person who imports.
    public private(set) var unknownColumns: [String] = []
    /// False once the header was refused: then nothing of the file is taken.
    public private(set) var isUsable = true

    public init() {}

    /// Takes the next bytes; returns rows and faults in the file's order.
    public mutating func append(
        _ bytes: some Collection<UInt8>
    ) -> [Result<ImportRow<Column>, ImportFault>] {
        reader.append(bytes).flatMap { take($0) }
    }

    /// Ends the file; one without a header lacks its required columns.
    public mutating func finish() -> [Result<ImportRow<Column>, ImportFault>] {
        var results = reader.finish().flatMap { take($0) }
        if columns == nil { results += header([], line: 1) }
        return results
    }

    private mutating func take(
        _ row: CSVReader.Row
    ) -> [Result<ImportRow<Column>, ImportFault>] {
        guard isUsable else { return [] }
        switch row {
        case .refused(let line, let error):
            if columns == nil { isUsable = false }
            columns = columns ?? []
            return [.failure(ImportFault(line: line, column: nil, reason: .csv(error)))]
        case .row(let line, let fields):
            guard let columns else { return header(fields, line: line) }
            return [fill(columns, fields, line: line)]
        }
    }

    private mutating func header(
        _ fields: [String], line: Int
    ) -> [Result<ImportRow<Column>, ImportFault>] {
        let names = fields.map { String($0.trimmed.lowercased()) }
        let known = names.map { Column(rawValue: $0) }
        columns = known
        unknownColumns = zip(fields, known).compactMap { $1 == nil ? $0.shown : nil }
        var faults: [ImportFault] = []
        for column in Column.allCases {
            let count = known.count { $0 == column }
            if count > 1 {
                faults.append(
                    ImportFault(line: line, column: column.rawValue, reason: .repeatedColumn))
            }
            if count == 0, column.isRequired {
                faults.append(
                    ImportFault(line: line, column: column.rawValue, reason: .missingColumn))
            }
        }
        isUsable = faults.isEmpty
        return faults.map { .failure($0) }
    }

    private func fill(
        _ columns: [Column?], _ fields: [String], line: Int
    ) -> Result<ImportRow<Column>, ImportFault> {
        guard fields.count <= columns.count else {
            return .failure(
                ImportFault(
                    line: line, column: nil, value: fields[columns.count],
                    reason: .tooManyFields(header: columns.count)))
        }
        var values: [Column: String] = [:]
        for (index, column) in columns.enumerated() {
            guard let column else { continue }
            // A short row has empty fields at its end.
            values[column] = index < fields.count ? fields[index].trimmed : ""
        }
        return .success(ImportRow(line: line, values: values))
    }
}

extension String {
    /// Without blanks around it.
    var trimmed: String {
        let start = firstIndex { $0 != " " && $0 != "\t" } ?? endIndex
        let end = lastIndex { $0 != " " && $0 != "\t" }.map { index(after: $0) } ?? start
        return String(self[start..<end])
    }
}
