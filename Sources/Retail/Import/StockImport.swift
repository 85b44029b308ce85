/// The columns of a file of stock: goods received, adjusted or counted.
public enum StockColumn: String, ImportColumn {
    case code
    case quantity
    case cost
    case reason

    public var isRequired: Bool { self == .code || self == .quantity }
}

/// One good row of a file of stock.
public struct StockRow: Hashable, Sendable {
    public var line: Int
    /// An item's own code, a barcode or a PLU; the catalogue decides.
    public var code: String
    /// What came, changes or was counted, by the command that reads the file.
    public var quantity: Quantity
    public var cost: UnitPrice?
    public var reason: String
}

/// Reads a file of stock as its bytes arrive.
public struct StockImport: Sendable {
    private var table = ImportTable<StockColumn>()
    private let format: NumberFormat
    private let kind: StockMovement.Kind
    private var lines: [String: Int] = [:]

    /// Takes what the file is about: only an adjustment may be negative, only a count zero.
    public init(kind: StockMovement.Kind, currency: Currency) {
        self.kind = kind
        format = NumberFormat(style: .plain, currency: currency)
    }

    /// Names in the header that mean nothing here.
    public var unknownColumns: [String] { table.unknownColumns }

    /// False once the header was refused.
    public var isUsable: Bool { table.isUsable }

    public mutating func append(
        _ bytes: some Collection<UInt8>
    ) -> [Result<StockRow, ImportFault>] {
        table.append(bytes).map { read($0) }
    }

    public mutating func finish() -> [Result<StockRow, ImportFault>] {
        table.finish().map { read($0) }
    }

    private mutating func read(
        _ row: Result<ImportRow<StockColumn>, ImportFault>
    ) -> Result<StockRow, ImportFault> {
        do throws(ImportFault) {
            let row = try row.get()
            let stock = try stock(row)
            if let line = lines[stock.code] { throw row.fault(.code, .repeated(line: line)) }
            lines[stock.code] = row.line
            return .success(stock)
        } catch {
            return .failure(error)
        }
    }

    private func stock(_ row: ImportRow<StockColumn>) throws(ImportFault) -> StockRow {
        guard let quantity = try row.number(.quantity, format.quantity) else {
            throw row.fault(.quantity, .missing)
        }
        guard isAllowed(quantity) else {
            throw row.fault(
                .quantity, .outOfRange(least: kind == .counted ? "0" : "0.001", most: ""))
        }
        let cost = try row.number(.cost, format.price)
        if let cost, cost < .zero { throw row.fault(.cost, .outOfRange(least: "0", most: "")) }
        return StockRow(
            line: row.line, code: try row.requiredText(.code, most: 32), quantity: quantity,
            cost: cost, reason: try row.text(.reason, most: 64))
    }

    private func isAllowed(_ quantity: Quantity) -> Bool {
        switch kind {
        case .received: quantity > .zero
        case .adjusted: quantity != .zero
        case .counted: quantity >= .zero
        }
    }
}
