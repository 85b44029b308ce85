import Retail
import Testing

private func split<Row>(
    _ results: [Result<Row, ImportFault>]
) -> (rows: [Row], faults: [ImportFault]) {
    var rows: [Row] = []
    var faults: [ImportFault] = []
    for result in results {
        switch result {
        case .success(let row): rows.append(row)
        case .failure(let fault): faults.append(fault)
        }
    }
    return (rows, faults)
}

@Suite struct OtherImportTests {
    @Test func `people`() {
        var people = PeopleImport(roles: Role.defaults(digits: 2))
        let text = """
            number,name,roles,pin,language,active
            7,Ana,cashier|supervisor,4071,es,yes
            8,Ben,manager,,,
            9,Cy,boss,1234,,
            7,Dee,cashier,5555,,
            10,Eve,cashier,4071,,
            11,Fay,cashier,12,,
            x,Gil,cashier,1234,,
            12,,cashier,1234,,
            13,Hal,,1234,,
            14,Ida,cashier,2468,fr,

            """
        let (rows, faults) = split(people.append(Array(text.utf8)) + people.finish())
        #expect(rows.map(\.number) == [7, 8])
        #expect(rows.first?.roles == ["cashier", "supervisor"] && rows.first?.language == "es")
        #expect(rows.last?.pin == nil && rows.last?.isActive == true)
        let roles = ["cashier", "supervisor", "manager", "admin"]
        let reasons: [ImportFault.Reason] = [
            .notOneOf(roles), .repeated(line: 2), .repeated(line: 2),
            .outOfRange(least: "4 digits", most: "8 digits"),
            .outOfRange(least: "1", most: "999999"), .missing, .missing, .notOneOf(["en", "es"]),
        ]
        #expect(faults.map(\.reason) == reasons)
        #expect(
            faults.map(\.column) == [
                "roles", "number", "pin", "pin", "number", "name", "roles", "language",
            ])
        for pin in ["4071", "1234", "12", "5555"] {
            #expect(!faults.contains { $0.column == "pin" && $0.value.contains(pin) })
        }
    }

    @Test func `taxes`() throws {
        var taxes = TaxImport(currency: .pound, zone: .fixed(offsetSeconds: -18_000))
        let text = """
            category,level,label,rate,from,until
            ,state,STATE,4.3,2026-01-01,
            G,county,LOCAL,1%,2026-01-01,2026-12-31
            ,state,STATE,4.3,2026-01-01,
            ,planet,X,1,2026-01-01,
            ,,VAT,120,2026-01-01,
            ,,VAT,,2026-01-01,
            ,,VAT,1,soon,
            ,,VAT,1,,
            ,,VAT,1,2026-01-01,2025-01-01

            """
        let (rows, faults) = split(taxes.append(Array(text.utf8)) + taxes.finish())
        let newYear = Instant(milliseconds: 1_767_225_600_000 + 18_000_000)
        #expect(
            rows.map(\.rule) == [
                TaxRule(
                    category: "", level: .state, label: "STATE", from: newYear,
                    rate: Rate(basisPoints: 430)),
                TaxRule(
                    category: "G", level: .county, label: "LOCAL", from: newYear,
                    until: newYear.adding(milliseconds: 365 * 86_400_000),
                    rate: Rate(basisPoints: 100)),
            ])
        #expect(
            faults.map(\.reason) == [
                .repeated(line: 2), .notOneOf(["national", "state", "county", "city", "district"]),
                .outOfRange(least: "0", most: "100"), .missing, .notDate, .missing,
                .endsBeforeItBegins,
            ])
        #expect(TaxImport.changes(rows, current: rows.map(\.rule)) == [])
        #expect(TaxImport.changes(rows, current: []).count == 2)
    }

    /// Columns: kind, quantity, whether it is taken.
    @Test func `stock`() {
        let rows: [(StockMovement.Kind, String, Bool)] = [
            (.received, "2.5", true), (.received, "0", false), (.received, "-1", false),
            (.adjusted, "-1", true), (.adjusted, "0", false), (.counted, "0", true),
            (.counted, "-1", false), (.counted, "1.0001", false), (.counted, "", false),
        ]
        for (kind, quantity, isTaken) in rows {
            var stock = StockImport(kind: kind, currency: .pound)
            let text = "code,quantity,cost,reason\nMILK,\(quantity),1.10,delivery\n"
            let (good, faults) = split(stock.append(Array(text.utf8)) + stock.finish())
            #expect(good.count == (isTaken ? 1 : 0), "\(kind) \(quantity)")
            #expect(faults.map(\.column) == (isTaken ? [] : ["quantity"]), "\(kind) \(quantity)")
        }
    }
}
