/// Tax rules that ship with the program: a country's or a state's places with their dated rates.
///
/// Facts as published at the time of release, for a shop to start with; not tax advice. A shop
/// changes them by importing a tax file.
public struct TaxPack: Hashable, Sendable {
    /// Such as `virginia`.
    public let name: String
    public let currency: String
    /// The zone at whose midnights rates change.
    public let zone: String
    public let isIncluded: Bool
    /// The whole country or state first.
    public let places: [TaxPlace]

    /// Every pack, by name.
    public static let all: [TaxPack] = [.spain, .unitedKingdom, .virginia, .virginiaBlueprint]

    /// The pack and place of `virginia/Norfolk`, or of `virginia`, its first place.
    public static func place(_ path: String) -> (pack: TaxPack, place: TaxPlace)? {
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        guard let name = parts.first, let pack = all.first(where: { $0.name == name }) else {
            return nil
        }
        let wanted = parts.count == 2 ? parts[1] : pack.places.first?.name
        guard let place = pack.places.first(where: { $0.name == wanted }) else { return nil }
        return (pack, place)
    }
}

/// One place of a tax pack.
public struct TaxPlace: Hashable, Sendable {
    public let name: String
    public let rates: [DatedRate]

    /// The rules as a ``TaxChange`` carries them, beginning and ending at the zone's midnights.
    public func rules(in zone: Zone) -> [TaxRule] {
        rates.map { entry in
            TaxRule(
                category: entry.category, level: entry.level, label: entry.label,
                from: zone.instant(on: entry.from.businessDate),
                until: entry.until.map { zone.instant(on: $0.businessDate) }, rate: entry.rate)
        }
    }
}

/// A rate between two midnights of a place.
public struct DatedRate: Hashable, Sendable {
    public var category: String
    public var level: TaxRule.Level
    public var label: String
    public var rate: Rate
    public var from: CivilDate
    /// The first day on which it no longer holds.
    public var until: CivilDate?

    /// From and until as `2026-01-01`; a date that the calendar lacks is a programmer's error.
    init(
        _ category: String, _ level: TaxRule.Level, _ label: String, basisPoints: Int64,
        from: String, until: String? = nil
    ) {
        self.category = category
        self.level = level
        self.label = label
        rate = Rate(basisPoints: basisPoints)
        self.from = Self.date(from)
        self.until = until.map(Self.date)
    }

    private static func date(_ text: String) -> CivilDate {
        guard let date = CivilDate(iso: text) else { preconditionFailure("no date: \(text)") }
        return date
    }
}
