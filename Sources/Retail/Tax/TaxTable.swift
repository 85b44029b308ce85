/// One rate of one tax, as it is printed and computed.
public struct TaxRate: Hashable, Sendable {
    public let level: TaxRule.Level
    /// As printed, without the rate: `STATE`, `VAT`.
    public let label: String
    /// 0 to 1,000 %; anything outside is taken as the nearer end.
    public let rate: Rate

    public init(level: TaxRule.Level, label: String, rate: Rate) {
        self.level = level
        self.label = label
        self.rate = min(max(rate, .zero), Self.highest)
    }

    private static let highest = Rate(basisPoints: 100_000)
}

/// The taxes that hold at one moment in one place, by category.
public struct TaxTable: Hashable, Sendable {
    private let ratesByCategory: [String: [TaxRate]]

    /// Takes, per category, level and label, the rule with the latest beginning that still holds.
    ///
    /// - Parameters:
    ///   - rules: dated rules in any order; withdrawn ones count for nothing.
    ///   - moment: in store time.
    public init(rules: [TaxRule], at moment: Instant) {
        var current: [Key: TaxRule] = [:]
        for rule in rules where rule.rate != nil && rule.holds(at: moment) {
            let key = Key(category: rule.category, level: rule.level, label: rule.label)
            guard let known = current[key], known.from >= rule.from else {
                current[key] = rule
                continue
            }
        }
        ratesByCategory = Dictionary(grouping: current.values, by: \.category)
            .mapValues(Self.rates)
    }

    /// The category of goods that no tax is ever taken on.
    public static let untaxed = "0"

    /// A category's rates, wider levels first; a category's own replace those of `""`.
    public func rates(for category: String) -> [TaxRate] {
        guard category != Self.untaxed else { return [] }
        return ratesByCategory[category] ?? ratesByCategory[""] ?? []
    }

    /// Whether a category has rates of its own, which no exemption takes off.
    public func overrides(_ category: String) -> Bool {
        category != "" && ratesByCategory[category] != nil
    }

    /// Categories with rates of their own, ascending.
    public var categories: [String] { ratesByCategory.keys.filter { $0 != "" }.sorted() }

    private struct Key: Hashable {
        let category: String
        let level: TaxRule.Level
        let label: String
    }

    private static func rates(of rules: [TaxRule]) -> [TaxRate] {
        let rates = rules.compactMap { rule in
            rule.rate.map { TaxRate(level: rule.level, label: rule.label, rate: $0) }
        }
        return rates.sorted { a, b in
            guard a.level == b.level else { return a.level.rawValue < b.level.rawValue }
            return a.label.utf8.lexicographicallyPrecedes(b.label.utf8)
        }
    }
}

extension TaxRule {
    /// Whether the moment lies in `from..<until`.
    public func holds(at moment: Instant) -> Bool {
        guard from <= moment else { return false }
        return until.map { moment < $0 } ?? true
    }
}
