/// The columns of a file of items.
public enum ItemColumn: String, ImportColumn {
    case code
    case name
    case department
    case tax
    case unit
    case price
    case cost
    case barcodes
    case plu
    case minimumAge = "min_age"
    case stockPolicy = "stock_policy"
    case active
    case specialPrice = "special_price"
    case specialFrom = "special_from"
    case specialUntil = "special_until"

    public var isRequired: Bool { self == .code || self == .name || self == .price }
}

/// One good row of a file of items; nil where the file lacks the column, so nothing changes.
public struct ItemRow: Hashable, Sendable {
    public struct Special: Hashable, Sendable {
        public var price: UnitPrice
        /// Nil: from the import on.
        public var from: Instant?
        public var until: Instant?
    }

    public var line: Int
    public var code: ItemCode
    public var name: String
    public var department: String?
    public var tax: String?
    public var unit: Item.Unit?
    /// Nil: the price stays.
    public var price: UnitPrice?
    public var cost: UnitPrice??
    /// GTINs and the PLU, ascending; nil where the file has neither column.
    public var codes: [LookupCode]?
    public var minimumAge: UInt8??
    public var isActive: Bool?
    public var special: Special??
}

/// Reads a file of items as its bytes arrive.
public struct ItemImport: Sendable {
    private var table = ImportTable<ItemColumn>()
    private let format: NumberFormat
    private let zone: Zone
    private var lines: [ItemCode: Int] = [:]
    private var codeLines: [LookupCode: Int] = [:]
    /// Those of bad rows too: their items didn't vanish.
    private var named: Set<ItemCode> = []

    /// Takes the store's currency, whose digits prices may have at least, and its zone.
    public init(currency: Currency, zone: Zone) {
        format = NumberFormat(style: .plain, currency: currency)
        self.zone = zone
    }

    /// Names in the header that mean nothing here.
    public var unknownColumns: [String] { table.unknownColumns }

    /// False once the header was refused.
    public var isUsable: Bool { table.isUsable }

    /// The codes of all rows so far, good or bad.
    public var codes: Set<ItemCode> { named }

    public mutating func append(
        _ bytes: some Collection<UInt8>
    ) -> [Result<ItemRow, ImportFault>] {
        table.append(bytes).map { read($0) }
    }

    public mutating func finish() -> [Result<ItemRow, ImportFault>] {
        table.finish().map { read($0) }
    }

    private mutating func read(
        _ row: Result<ImportRow<ItemColumn>, ImportFault>
    ) -> Result<ItemRow, ImportFault> {
        do throws(ImportFault) {
            let row = try row.get()
            if let code = row[.code] { named.insert(ItemCode(code)) }
            let item = try item(row)
            try checkRepeats(item, row)
            lines[item.code] = row.line
            for code in item.codes ?? [] { codeLines[code] = row.line }
            return .success(item)
        } catch {
            return .failure(error)
        }
    }

    private func checkRepeats(_ item: ItemRow, _ row: ImportRow<ItemColumn>) throws(ImportFault) {
        if let line = lines[item.code] { throw row.fault(.code, .repeated(line: line)) }
        for code in item.codes ?? [] {
            guard let line = codeLines[code] else { continue }
            throw row.fault(
                code.digits.utf8.count == 14 ? .barcodes : .plu, .repeated(line: line))
        }
    }

    private func item(_ row: ImportRow<ItemColumn>) throws(ImportFault) -> ItemRow {
        let cost = try row.number(.cost, format.price)
        if let cost, cost < .zero {
            throw row.fault(.cost, .outOfRange(least: "0", most: ""))
        }
        let age = try row.whole(.minimumAge, 0...Int64(Item.ageMost))
        _ = try row.word(.stockPolicy, [("open", Item.StockPolicy.open)])
        return ItemRow(
            line: row.line,
            code: ItemCode(
                try row.requiredText(.code, most: ItemError.Field.code.charactersMost)),
            name: try row.requiredText(.name, most: ItemError.Field.name.charactersMost),
            department: try optionalText(row, .department, .department),
            tax: try optionalText(row, .tax, .taxCategory),
            unit: row[.unit] == nil ? nil : try unit(row), price: try price(row, .price),
            cost: row[.cost] == nil ? nil : .some(cost), codes: try codes(row),
            minimumAge: row[.minimumAge] == nil
                ? nil : .some(age.flatMap { $0 == 0 ? nil : UInt8($0) }),
            isActive: try row.flag(.active),
            special: row[.specialPrice] == nil ? nil : .some(try special(row)))
    }

    private func optionalText(
        _ row: ImportRow<ItemColumn>, _ column: ItemColumn, _ field: ItemError.Field
    ) throws(ImportFault) -> String? {
        row[column] == nil ? nil : try row.text(column, most: field.charactersMost)
    }

    private func unit(_ row: ImportRow<ItemColumn>) throws(ImportFault) -> Item.Unit {
        try row.word(
            .unit, [("piece", Item.Unit.piece), ("weight", .weight), ("kg", .weight)]) ?? .piece
    }

    /// A price above zero; nil where the field is empty.
    private func price(
        _ row: ImportRow<ItemColumn>, _ column: ItemColumn
    ) throws(ImportFault) -> UnitPrice? {
        guard let price = try row.number(column, format.price) else { return nil }
        guard price > .zero else {
            throw row.fault(column, .outOfRange(least: "0.0001", most: ""))
        }
        return price
    }

    private func codes(_ row: ImportRow<ItemColumn>) throws(ImportFault) -> [LookupCode]? {
        guard row[.barcodes] != nil || row[.plu] != nil else { return nil }
        var codes: Set<LookupCode> = []
        for text in (row[.barcodes] ?? "").split(separator: "|") {
            do throws(GTINError) { codes.insert(try GTIN(String(text).trimmed).lookup) } catch {
                throw row.fault(.barcodes, .gtin(error))
            }
        }
        let plu = row[.plu] ?? ""
        if !plu.isEmpty {
            guard ScanReader.isPLU(plu) else { throw row.fault(.plu, .notPLU) }
            codes.insert(LookupCode(plu))
        }
        return codes.sorted()
    }

    private func special(_ row: ImportRow<ItemColumn>) throws(ImportFault) -> ItemRow.Special? {
        guard let price = try price(row, .specialPrice) else { return nil }
        let from = try row.moment(.specialFrom, in: zone)
        let until = try row.moment(.specialUntil, in: zone, isEnd: true)
        if let until, let from, until <= from {
            throw row.fault(.specialUntil, .endsBeforeItBegins)
        }
        return ItemRow.Special(price: price, from: from, until: until)
    }
}
