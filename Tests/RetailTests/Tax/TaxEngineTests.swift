import Encoding
import Retail
import TestSupport
import Testing

/// Midday of 21 November 2026, and the zone of a place that never changes its clocks.
private let now = Instant(milliseconds: 1_795_262_400_000)

func table(_ place: String, at moment: Instant = now) -> TaxTable {
    guard let found = TaxPack.place(place) else {
        Issue.record("no place \(place)")
        return TaxTable(rules: [], at: moment)
    }
    return TaxTable(rules: found.place.rules(in: .fixed(offsetSeconds: -18_000)), at: moment)
}

private func flat(_ basisPoints: Int64...) -> TaxTable {
    let rules = basisPoints.enumerated().map { index, rate in
        TaxRule(
            category: "", level: .state, label: "T\(index)", from: Instant(milliseconds: 0),
            rate: Rate(basisPoints: rate))
    }
    return TaxTable(rules: rules, at: now)
}

private func engine(
    _ table: TaxTable, _ rounding: TaxMode.Rounding = .perLine, isIncluded: Bool = false,
    exemption: TaxExemption? = nil
) -> TaxEngine {
    TaxEngine(
        table: table, mode: TaxMode(isIncluded: isIncluded, rounding: rounding),
        exemption: exemption, at: now)
}

@Suite struct TaxEngineTests {
    /// Columns: net, basis points, tax.
    @Test func `a half cent goes up`() {
        let rows: [(Int64, Int64, Int64)] = [
            (1999, 600, 120), (1999, 530, 106), (1999, 700, 140),
            (350, 150, 5), (350, 100, 4), (8, 600, 0), (9, 600, 1), (825, 825, 68),
            (675, 100, 7), (-1999, 600, -120), (-350, 100, -4),
        ]
        for (net, rate, tax) in rows {
            for rounding in TaxMode.Rounding.allCases {
                let result = engine(flat(rate), rounding).compute([
                    TaxableLine(category: "A", net: Money(net))
                ])
                #expect(result.total == Money(tax), "\(net) at \(rate), \(rounding)")
                #expect(result.lineTaxes == [Money(tax)])
            }
        }
    }

    @Test func `components sum to the whole`() {
        let result = engine(flat(430, 100, 70)).compute([
            TaxableLine(category: "", net: Money(999))
        ])
        #expect(result.taxes.map(\.amount) == [Money(43), Money(10), Money(7)])
        #expect(result.taxes.allSatisfy { $0.base == Money(999) })
        #expect(result.total == Money(60))
    }

    /// 4 × 0.09 at 6 %: a cent on each line, two on the receipt.
    @Test func `per line and per receipt`() {
        let lines = Array(repeating: TaxableLine(category: "", net: Money(9)), count: 4)
        #expect(
            engine(flat(600), .perLine).compute(lines).lineTaxes.map(\.minorUnits) == [1, 1, 1, 1])
        let receipt = engine(flat(600), .perReceipt).compute(lines)
        #expect(receipt.lineTaxes.map(\.minorUnits) == [1, 1, 0, 0])
        #expect(receipt.taxes.map(\.amount.minorUnits) == [2])
    }

    /// Columns: gross, basis points, the tax within.
    @Test func `tax within the price`() {
        let rows: [(Int64, Int64, Int64)] = [
            (1200, 2000, 200), (100, 2000, 17), (999, 2000, 167), (105, 500, 5),
            (1210, 2100, 210), (-1200, 2000, -200), (350, 0, 0),
        ]
        for (gross, rate, tax) in rows {
            let result = engine(flat(rate), isIncluded: true).compute([
                TaxableLine(category: "", net: Money(gross))
            ])
            #expect(result.taxes.map(\.amount) == [Money(tax)], "\(gross) at \(rate)")
            #expect(result.taxes.map(\.base) == [Money(gross - tax)])
        }
    }

    /// override, exemption, place: what is charged on 10.00 of prepared food or of general goods.
    @Test func `override, then exemption, then place`() {
        let rows: [(Bool, Bool, Bool, Int64)] = [
            (false, false, false, 0),
            (false, false, true, 60),
            (false, true, false, 0),
            (false, true, true, 0),
            (true, false, false, 100),
            (true, false, true, 100),
            (true, true, false, 100),
            (true, true, true, 100),
        ]
        let exemption = TaxExemption(kind: .charity, hasCertificate: true)
        for (hasOverride, isExempt, hasPlace, tax) in rows {
            let override = TaxRule(
                category: "P", level: .state, label: "PREPARED", from: Instant(milliseconds: 0),
                rate: Rate(basisPoints: 1000))
            let place = TaxRule(
                category: "", level: .state, label: "STATE", from: Instant(milliseconds: 0),
                rate: Rate(basisPoints: 600))
            let rules = (hasOverride ? [override] : []) + (hasPlace ? [place] : [])
            let result = engine(
                TaxTable(rules: rules, at: now), exemption: isExempt ? exemption : nil
            ).compute([TaxableLine(category: hasOverride ? "P" : "A", net: Money(1000))])
            #expect(result.total == Money(tax), "\(hasOverride) \(isExempt) \(hasPlace)")
            #expect(result.isExempt == (!hasOverride && isExempt && hasPlace))
        }
    }

    @Test func `a certificate that ended or was never shown takes nothing off`() {
        let ended = TaxExemption(kind: .resale, hasCertificate: true, expires: now)
        let missing = TaxExemption(kind: .diplomatic, hasCertificate: false)
        #expect(throws: TaxExemptionError.expired(.resale, at: now)) { try ended.check(at: now) }
        #expect(throws: TaxExemptionError.noCertificate(.diplomatic)) {
            try missing.check(at: now)
        }
        #expect(throws: Never.self) { try ended.check(at: now.adding(milliseconds: -1)) }
        for exemption in [ended, missing] {
            let result = engine(flat(600), exemption: exemption).compute([
                TaxableLine(category: "", net: Money(1000))
            ])
            #expect(result.total == Money(60))
            #expect(!exemption.isValid(at: now))
        }
    }

    @Test func `goods that came back keep the taxes that they were sold with`() {
        let original = ReceiptTax(
            label: "OLD", category: "", rate: Rate(basisPoints: 500), base: Money(-1000),
            amount: Money(-50))
        let result = engine(flat(600), .perReceipt).compute([
            TaxableLine(category: "", net: Money(-1000), original: [original]),
            TaxableLine(category: "", net: Money(2000)),
            TaxableLine(category: "", net: Money(-1000), original: [original]),
        ])
        #expect(result.lineTaxes.map(\.minorUnits) == [-50, 120, -50])
        #expect(result.taxes.map(\.amount.minorUnits) == [120, -100])
        #expect(result.taxes.map(\.base.minorUnits) == [2000, -2000])
    }

    @Test(arguments: UInt64(0)..<40)
    func `shares sum to the taxes, and a line's components come back whole`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<20 {
            let receipt = Receipt.random(using: &random)
            let shares = receipt.lines.indices.map { receipt.taxes(ofLine: $0) }
            for (line, share) in zip(receipt.lines, shares) {
                #expect(share.map(\.amount).sum() == line.tax)
            }
            for tax in receipt.taxes {
                let parts = shares.joined().filter {
                    $0.label == tax.label && $0.category == tax.category
                }
                #expect(parts.map(\.amount).sum() == tax.amount)
                #expect(parts.map(\.base).sum() == tax.base)
            }
            #expect(unitsReturned(of: receipt) == -receipt.taxes.map(\.amount).sum())
        }
    }

    /// The tax that comes back when every unit of every line comes back alone.
    private func unitsReturned(of receipt: Receipt) -> Money {
        var sum = Money.zero
        for (index, line) in receipt.lines.enumerated() {
            for unit in 0..<(line.quantity.thousandths / 1000) {
                let taxes = receipt.taxesReturned(
                    ofLine: index, from: Quantity(units: unit), to: Quantity(units: unit + 1))
                sum += taxes.map(\.amount).sum()
            }
        }
        return sum
    }

    @Test func `no figure traps`() {
        let rules = [Int64.min, -1, .max].enumerated().map { index, rate in
            TaxRule(
                category: "", level: .city, label: "\(index)", from: Instant(milliseconds: .min),
                rate: Rate(millionths: rate))
        }
        for isIncluded in [false, true] {
            for rounding in TaxMode.Rounding.allCases {
                let engine = engine(
                    TaxTable(rules: rules, at: now), rounding, isIncluded: isIncluded)
                let lines = [Int64.max, .min, .max, 1].map {
                    TaxableLine(category: "", net: Money($0))
                }
                #expect(engine.compute(lines).lineTaxes.count == 4)
            }
        }
    }
}

extension Receipt {
    /// A sale of a few lines in three categories of Virginia's table.
    static func random(using random: inout SplitMix64) -> Receipt {
        let engine = engine(
            table("virginia/Norfolk"), Bool.random(using: &random) ? .perLine : .perReceipt,
            isIncluded: Bool.random(using: &random))
        var lines = (0..<Int.random(in: 1...9, using: &random)).map { index in
            let net = Money(Int64.random(in: 0...4000, using: &random))
            return ReceiptLine(
                item: ItemCode("\(index)"), name: "X",
                taxCategory: ["", "G", "R"][Int.random(in: 0...2, using: &random)],
                quantity: Quantity(units: Int64.random(in: 1...5, using: &random)),
                listPrice: .zero, price: .zero, gross: net)
        }
        let result = engine.compute(
            lines.map { TaxableLine(category: $0.taxCategory, net: $0.net) })
        for index in lines.indices { lines[index].tax = result.lineTaxes[index] }
        return Receipt(
            content: ContentID(Bytes16(words: [0, 1])),
            number: ReceiptNumber(series: "001-01", number: 1), kind: .sale,
            time: LocalTime(now, offsetSeconds: 0), businessDate: BusinessDate(days: 0),
            person: PersonID(Bytes16(words: [0, 2])), taxIncluded: engine.mode.isIncluded,
            lines: lines, taxes: result.taxes, tenders: [])
    }
}
