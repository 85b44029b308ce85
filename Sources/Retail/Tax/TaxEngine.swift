/// One line of a basket as the tax engine sees it.
public struct TaxableLine: Hashable, Sendable {
    public var category: String
    /// What is charged after all discounts; negative lines are allowed.
    public var net: Money
    /// A line that came back keeps the taxes that it was sold with, their signs turned.
    public var original: [ReceiptTax]?

    public init(category: String, net: Money, original: [ReceiptTax]? = nil) {
        self.category = category
        self.net = net
        self.original = original
    }
}

/// What the engine found: the receipt's taxes and each line's share of them.
public struct TaxResult: Hashable, Sendable {
    /// Of lines sold, by category in order of appearance, then of lines that came back.
    public var taxes: [ReceiptTax] = []
    /// One a line, in the lines' order; sums to the sum of ``taxes``.
    public var lineTaxes: [Money] = []
    /// True where an exemption took tax off at least one line.
    public var isExempt = false

    /// The sum of all taxes.
    public var total: Money { taxes.map(\.amount).sum() }
}

/// Computes the taxes of a basket: the one place where tax is computed.
///
/// The first that applies decides: a category's own rates, then the customer's exemption, then the
/// place's rates. Components of a rate are split by largest remainder, so they sum to the whole
/// (4.3 %, 1 % and 0.7 % of 9.99 are 43 + 10 + 7 = 60, which is 6 % at once).
public struct TaxEngine: Hashable, Sendable {
    public let table: TaxTable
    public let mode: TaxMode
    /// True where a valid exemption stands.
    public let isExempt: Bool

    /// Takes the exemption only where it is valid at the moment.
    public init(table: TaxTable, mode: TaxMode, exemption: TaxExemption? = nil, at moment: Instant)
    {
        self.table = table
        self.mode = mode
        isExempt = exemption?.isValid(at: moment) ?? false
    }

    /// The rates that hold for a category, after the exemption.
    public func rates(for category: String) -> [TaxRate] {
        isExempt && !table.overrides(category) ? [] : table.rates(for: category)
    }

    /// The taxes of these lines, and each line's share.
    public func compute(_ lines: [TaxableLine]) -> TaxResult {
        var result = TaxResult()
        result.lineTaxes = Array(repeating: .zero, count: lines.count)
        for group in groups(of: lines) { add(group, of: lines, to: &result) }
        for (index, line) in lines.enumerated() {
            guard let original = line.original else { continue }
            result.lineTaxes[index] = original.map(\.amount).sum()
            for tax in original { result.addReturned(tax) }
        }
        return result
    }

    /// Lines taxed now, of one category and sign: a return without a receipt mirrors a sale.
    private struct Group {
        let isNegative: Bool
        var indices: [Int]
    }

    /// The groups in order of appearance.
    private func groups(of lines: [TaxableLine]) -> [Group] {
        var groups: [Group] = []
        for index in lines.indices where lines[index].original == nil {
            let isNegative = lines[index].net < .zero
            let known = groups.firstIndex {
                $0.isNegative == isNegative
                    && lines[$0.indices[0]].category == lines[index].category
            }
            if let known {
                groups[known].indices.append(index)
            } else {
                groups.append(Group(isNegative: isNegative, indices: [index]))
            }
        }
        return groups
    }

    private func add(_ group: Group, of lines: [TaxableLine], to result: inout TaxResult) {
        let category = lines[group.indices[0]].category
        let rates = rates(for: category)
        guard !rates.isEmpty else {
            result.isExempt = result.isExempt || (isExempt && !table.rates(for: category).isEmpty)
            return
        }
        let nets = group.indices.map { lines[$0].net }
        let shares = lineTaxes(on: nets, rates: rates)
        for (place, share) in shares.enumerated() { result.lineTaxes[group.indices[place]] = share }
        let tax = shares.sum()
        let base = mode.isIncluded ? nets.sum() - tax : nets.sum()
        let amounts = LargestRemainder.spread(tax, over: rates.map(\.rate.millionths))
        for (place, rate) in rates.enumerated() {
            result.taxes.append(
                ReceiptTax(
                    label: rate.label, category: category, rate: rate.rate, base: base,
                    amount: amounts[place]))
        }
    }

    /// Tax = net × rate, or, where the price holds it, net × rate ÷ (1 + rate).
    private func lineTaxes(on nets: [Money], rates: [TaxRate]) -> [Money] {
        let rate = rates.reduce(Rate.zero) { $0 + $1.rate }.millionths
        let denominator = mode.isIncluded ? Saturating.add(Self.one, rate) : Self.one
        switch mode.rounding {
        case .perLine:
            return nets.map {
                Money(Saturating.scale($0.minorUnits, by: rate, over: denominator))
            }
        case .perReceipt:
            let numerators = nets.map { Int128($0.minorUnits) * Int128(rate) }
            return LargestRemainder.round(numerators, over: Int128(denominator))
        }
    }

    /// 100 % in millionths.
    private static let one: Int64 = 1_000_000
}

extension TaxResult {
    /// Adds a returned line's tax to the same tax of other returned lines.
    fileprivate mutating func addReturned(_ tax: ReceiptTax) {
        let known = taxes.firstIndex {
            $0.label == tax.label && $0.category == tax.category && $0.rate == tax.rate
                && $0.isReturned && tax.isReturned
        }
        guard let known else { return taxes.append(tax) }
        taxes[known].base += tax.base
        taxes[known].amount += tax.amount
    }
}

extension ReceiptTax {
    /// Whether it stands for goods that came back.
    public var isReturned: Bool { base < .zero || amount < .zero }
}
