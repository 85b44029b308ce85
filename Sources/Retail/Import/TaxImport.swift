/// The columns of a file of tax rules.
public enum TaxColumn: String, ImportColumn {
    case category
    case level
    case label
    case rate
    case from
    case until

    public var isRequired: Bool { self == .label || self == .rate || self == .from }
}

/// One good row of a file of tax rules.
public struct TaxRow: Hashable, Sendable {
    public var line: Int
    public var rule: TaxRule
}

/// Reads a file of tax rules; rates are in percent, days begin at the store's midnight.
public struct TaxImport: Sendable {
    private var table = ImportTable<TaxColumn>()
    private let format: NumberFormat
    private let zone: Zone
    private var lines: [Key: Int] = [:]

    /// What names a rule: its register's key.
    private struct Key: Hashable {
        let category: String
        let level: TaxRule.Level
        let label: String
        let from: Instant

        init(_ rule: TaxRule) {
            category = rule.category
            level = rule.level
            label = rule.label
            from = rule.from
        }
    }

    public init(currency: Currency, zone: Zone) {
        format = NumberFormat(style: .plain, currency: currency)
        self.zone = zone
    }

    /// Names in the header that mean nothing here.
    public var unknownColumns: [String] { table.unknownColumns }

    /// False once the header was refused.
    public var isUsable: Bool { table.isUsable }

    public mutating func append(
        _ bytes: some Collection<UInt8>
    ) -> [Result<TaxRow, ImportFault>] {
        table.append(bytes).map { read($0) }
    }

    public mutating func finish() -> [Result<TaxRow, ImportFault>] {
        table.finish().map { read($0) }
    }

    /// The rules that the current ones don't hold already, in the rows' order.
    public static func changes(_ rows: [TaxRow], current: [TaxRule]) -> [TaxRule] {
        let known = Set(current)
        return rows.map(\.rule).filter { !known.contains($0) }
    }

    private mutating func read(
        _ row: Result<ImportRow<TaxColumn>, ImportFault>
    ) -> Result<TaxRow, ImportFault> {
        do throws(ImportFault) {
            let row = try row.get()
            let rule = try rule(row)
            if let line = lines[Key(rule)] { throw row.fault(.label, .repeated(line: line)) }
            lines[Key(rule)] = row.line
            return .success(TaxRow(line: row.line, rule: rule))
        } catch {
            return .failure(error)
        }
    }

    private func rule(_ row: ImportRow<TaxColumn>) throws(ImportFault) -> TaxRule {
        guard let rate = try row.number(.rate, format.rate) else {
            throw row.fault(.rate, .missing)
        }
        guard (Rate.zero...Rate(basisPoints: 10_000)).contains(rate) else {
            throw row.fault(.rate, .outOfRange(least: "0", most: "100"))
        }
        guard let from = try row.moment(.from, in: zone) else { throw row.fault(.from, .missing) }
        let until = try row.moment(.until, in: zone, isEnd: true)
        if let until, until <= from { throw row.fault(.until, .endsBeforeItBegins) }
        let levels = TaxRule.Level.allCases.map { ("\($0)", $0) }
        return TaxRule(
            category: try row.text(
                .category, most: ItemError.Field.taxCategory.charactersMost),
            level: try row.word(.level, levels) ?? .national,
            label: try row.requiredText(.label, most: 16), from: from, until: until, rate: rate)
    }
}
