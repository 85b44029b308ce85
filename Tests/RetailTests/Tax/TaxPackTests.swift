import Retail
import TestSupport
import Testing

private func moment(_ date: String) -> Instant {
    let days = CivilDate(iso: date)?.businessDate ?? BusinessDate(days: 0)
    // Noon in Virginia.
    return Instant(milliseconds: (Int64(days.days) * 86_400 + 17 * 3600) * 1000)
}

@Suite struct TaxPackTests {
    /// Place, category, day, the whole rate in basis points.
    static let rows: [(String, String, String, Int64)] = [
        ("virginia-2026-blueprint", "A", "2026-11-21", 530),
        ("virginia-2026-blueprint/Norfolk", "A", "2026-11-21", 600),
        ("virginia-2026-blueprint/Virginia Beach", "A", "2026-11-21", 600),
        ("virginia-2026-blueprint/Newport News", "A", "2026-11-21", 600),
        ("virginia-2026-blueprint/Hampton", "A", "2026-11-21", 600),
        ("virginia-2026-blueprint/Arlington", "A", "2026-11-21", 600),
        ("virginia-2026-blueprint/Fairfax", "A", "2026-11-21", 600),
        ("virginia-2026-blueprint/Loudoun", "A", "2026-11-21", 600),
        ("virginia-2026-blueprint/Prince William", "A", "2026-11-21", 600),
        ("virginia-2026-blueprint/Henrico", "A", "2026-11-21", 530),
        ("virginia-2026-blueprint/Richmond City", "A", "2026-11-21", 530),
        ("virginia-2026-blueprint/Norfolk", "G", "2026-11-21", 150),
        ("virginia-2026-blueprint/Norfolk", "P", "2026-11-21", 1000),
        ("virginia-2026-blueprint/Norfolk", "R", "2026-11-21", 0),
        ("virginia-2026-blueprint/Norfolk", "M", "2026-11-21", 0),
        ("virginia-2026-blueprint/Norfolk", "A", "2025-12-31", 0),
        ("virginia", "A", "2026-11-21", 530),
        ("virginia/Norfolk", "A", "2026-11-21", 600),
        ("virginia/Richmond City", "A", "2020-09-30", 530),
        ("virginia/Richmond City", "A", "2020-10-01", 600),
        ("virginia/Williamsburg", "A", "2018-06-30", 600),
        ("virginia/Williamsburg", "A", "2026-11-21", 700),
        ("virginia/Patrick", "A", "2021-06-30", 530),
        ("virginia/Patrick", "A", "2021-07-01", 630),
        ("virginia/Norfolk", "G", "2022-12-31", 250),
        ("virginia/Norfolk", "G", "2023-01-01", 100),
        ("virginia/Williamsburg", "G", "2026-11-21", 100),
        ("united-kingdom", "S", "2010-12-31", 1750),
        ("united-kingdom", "S", "2011-01-04", 2000),
        ("united-kingdom", "R", "2026-11-21", 500),
        ("united-kingdom", "Z", "2026-11-21", 0),
        ("spain", "", "2026-11-21", 2100),
        ("spain", "R", "2026-11-21", 1000),
        ("spain", "S", "2026-11-21", 400),
        ("spain", "", "2012-08-31", 1800),
    ]

    @Test func `rates by place, category and day`() {
        for (place, category, day, rate) in Self.rows {
            let whole = table(place, at: moment(day)).rates(for: category)
                .reduce(Rate.zero) { $0 + $1.rate }
            #expect(whole == Rate(basisPoints: rate), "\(place) \(category) \(day)")
        }
    }

    @Test func `wider levels come first`() {
        let labels = table("virginia/Williamsburg").rates(for: "A").map(\.label)
        #expect(labels == ["STATE", "LOCAL", "HISTORIC", "REGION"])
    }

    @Test func `no place of a pack is named twice, and an unknown one is none`() {
        for pack in TaxPack.all {
            #expect(Set(pack.places.map(\.name)).count == pack.places.count)
            #expect(Currency(pack.currency) != nil)
        }
        #expect(TaxPack.place("virginia/Atlantis") == nil)
        #expect(TaxPack.place("") == nil)
    }

    @Test func `the latest rule that still holds counts, a withdrawn one never`() {
        func rule(_ from: Int64, _ until: Int64?, _ rate: Int64?) -> TaxRule {
            TaxRule(
                category: "", level: .city, label: "C", from: Instant(milliseconds: from),
                until: until.map { Instant(milliseconds: $0) },
                rate: rate.map { Rate(basisPoints: $0) })
        }
        func at(_ time: Int64, _ rules: TaxRule...) -> [Int64] {
            TaxTable(rules: rules, at: Instant(milliseconds: time)).rates(for: "X")
                .map { $0.rate.millionths / 100 }
        }
        #expect(at(10, rule(0, nil, 100), rule(5, nil, 200)) == [200])
        #expect(at(10, rule(5, nil, 200), rule(0, nil, 100)) == [200])
        #expect(at(10, rule(0, nil, 100), rule(5, 10, 200)) == [100])
        #expect(at(9, rule(0, nil, 100), rule(5, 10, 200)) == [200])
        #expect(at(4, rule(5, nil, 200)) == [])
        #expect(at(10, rule(0, nil, 100), rule(5, nil, nil)) == [100])
    }
}

@Suite struct VirginiaTests {
    /// Combined rates by ZIP and jurisdiction, from another source.
    @Test func `localities have the rates that others publish`() throws {
        guard let path = TestData.path("tax/us-sales-tax-by-zip.csv.gz") else { return }
        var reader = CSVReader()
        let format = NumberFormat(style: .plain, currency: .pound)
        var checked: Set<String> = []
        for row in reader.append(try Files.unpacked(path)) + reader.finish() {
            guard case .row(_, let fields) = row, fields[1] == "VA",
                let place = Self.place(of: fields[2], isCity: !fields[6].isEmpty)
            else { continue }
            // A fraction of up to six digits: 0.053 is 53,000 millionths.
            let combined = try format.rate(fields[3]).millionths * 100
            let whole = table("virginia/\(place)", at: moment("2026-11-21")).rates(for: "A")
                .reduce(Rate.zero) { $0 + $1.rate }
            #expect(whole.millionths == combined, "\(fields[2])")
            checked.insert(place)
        }
        let places = Set(TaxPack.virginia.places.map(\.name)).subtracting(["Virginia"])
        // The file has no row of Poquoson's own.
        #expect(places.subtracting(checked) == ["Poquoson"])
    }

    /// Our name of a jurisdiction such as `NORFOLK CITY CO SP`; nil for one without its own row.
    private static func place(of jurisdiction: String, isCity: Bool) -> String? {
        var name = jurisdiction
        if name.hasSuffix(" CO SP") { name = String(name.dropLast(6)) }
        // Cities that share their name with a county say so; others don't.
        let kept = ["CHARLES CITY", "JAMES CITY", "FRANKLIN CITY"]
        if name.hasSuffix(" CITY"), !kept.contains(name) { name = String(name.dropLast(5)) }
        if isCity, name == "RICHMOND" || name == "FAIRFAX" { name += " CITY" }
        return TaxPack.virginia.places.map(\.name).first { $0.uppercased() == name }
    }
}
