import Glibc
public import Retail

/// The store's rules as they stand: settings, tax rules and the zone, for any moment.
public struct LaneTerms: Hashable, Sendable {
    public let settings: StoreSettings
    public let taxRules: [TaxRule]
    public let zone: Zone
    private let templates: [BarcodeTemplate]
    /// What of the stored settings makes no sense to this program.
    public let refused: [SettingError]

    /// True where tzdata has no such zone and UTC stands in.
    public let isZoneMissing: Bool

    /// Takes settings as the register has them.
    public init(changes: [(name: String, value: [UInt8])], taxRules: [TaxRule]) {
        (settings, refused) = StoreSettings.reading(changes)
        self.taxRules = taxRules
        // Every one was read when the setting was: those that make no sense are in `refused`.
        templates = settings.barcodeTemplates.compactMap { try? BarcodeTemplate($0) }
        let found = Self.zone(named: settings.zone)
        zone = found ?? .utc
        isZoneMissing = found == nil
    }

    /// What of the rules isn't as the store set it, for people to see.
    public var problems: [NodeProblem] {
        (isZoneMissing ? [.zone(settings.zone)] : []) + refused.map(NodeProblem.setting)
    }

    /// The terms at a moment of store time.
    public func sale(at moment: Instant) -> SaleTerms {
        SaleTerms(
            settings: settings, taxes: TaxTable(rules: taxRules, at: moment), moment: moment,
            today: zone.local(moment).date.businessDate)
    }

    public var calendar: BusinessCalendar {
        BusinessCalendar(zone: zone, cutoffHour: settings.cutoffHour)
    }

    /// Reads scans by the store's templates.
    public func scanReader(at moment: Instant) -> ScanReader {
        ScanReader(
            templates: templates, currency: settings.currency, year: zone.local(moment).date.year)
    }

    /// A zone of Debian's tzdata; nil where there is none of that name.
    ///
    /// The name comes from a setting, so it may not lead out of the folder.
    public static func zone(named name: String) -> Zone? {
        guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else { return nil }
        let path = "/usr/share/zoneinfo/\(name)"
        guard let bytes = try? FileSystem.read(path, limit: 1 << 20) else { return nil }
        return try? Zone(tzif: bytes)
    }
}
