import Encoding
import Retail
import TestSupport
import Testing

private let now = Instant(milliseconds: 1_795_262_400_000)
private let content = ContentID(Bytes16(words: [1, 2]))

private func read(_ text: String) -> (rows: [ItemRow], faults: [ImportFault], ItemImport) {
    var items = ItemImport(currency: .pound, zone: .utc)
    var rows: [ItemRow] = []
    var faults: [ImportFault] = []
    for result in items.append(Array(text.utf8)) + items.finish() {
        switch result {
        case .success(let row): rows.append(row)
        case .failure(let fault): faults.append(fault)
        }
    }
    return (rows, faults, items)
}

/// A catalogue that takes what an import changes.
private struct Shelf {
    var entries: [ItemCode: CatalogueEntry] = [:]

    mutating func take(_ text: String, at moment: Instant = now) -> [ItemChange] {
        read(text).rows.compactMap { row in
            let change = ItemImport.change(
                row, current: entries[row.code], content: content, now: moment)
            if let change { apply(change) }
            return change
        }
    }

    private mutating func apply(_ change: ItemChange) {
        var entry =
            entries[change.code]
            ?? CatalogueEntry(
                item: Item(code: change.code, name: ""), codes: [], prices: PriceList(),
                version: 0)
        entry.item = change.item ?? entry.item
        for code in change.codes {
            entry.codes.removeAll { $0 == code.code }
            if code.isPresent { entry.codes.append(code.code) }
        }
        for price in change.prices {
            entry.prices.entries.removeAll { $0.kind == price.kind && $0.from == price.from }
            entry.prices.entries.append(price)
        }
        entry.version = change.version
        entries[change.code] = entry
    }
}

@Suite struct ItemImportTests {
    static let header =
        "code,name,department,tax,unit,price,cost,barcodes,plu,min_age,stock_policy,active,"
        + "special_price,special_from,special_until\n"
    static let file =
        header
        + "MILK,Milk 1L,Dairy,G,piece,1.89,1.10,4006381333931|96385074,,,open,yes,"
        + "1.50,2026-11-20,2026-11-30\n"
        + "BAN,Bananas,Fruit,G,weight,3.99,,,4011,,,,,,\n"
        + "GIN,Gin,Spirits,,piece,19.999,,036000241457,,21,,no,,,\n"

    @Test func `all columns are read`() throws {
        let (rows, faults, _) = read(Self.file)
        #expect(faults == [])
        let milk = try #require(rows.first)
        #expect(milk.code == ItemCode("MILK") && milk.line == 2 && milk.department == "Dairy")
        #expect(milk.price == UnitPrice(tenThousandths: 18_900))
        #expect(milk.cost == .some(UnitPrice(tenThousandths: 11_000)))
        #expect(
            milk.codes == [LookupCode("00000096385074"), LookupCode("04006381333931")])
        let day: Int64 = 86_400_000
        let until = Instant(milliseconds: now.milliseconds / day * day + 10 * day)
        #expect(milk.special??.until == until)
        #expect(rows[1].unit == .weight && rows[1].codes == [LookupCode("4011")])
        #expect(rows[2].minimumAge == .some(21) && rows[2].isActive == false)
        #expect(rows[2].price == UnitPrice(tenThousandths: 199_990))
    }

    @Test func `the same file twice changes nothing`() {
        var shelf = Shelf()
        #expect(shelf.take(Self.file).count == 3)
        #expect(shelf.take(Self.file) == [])
        #expect(shelf.take(Self.file, at: now.adding(milliseconds: 3_600_000)) == [])
        // A special without a beginning starts with the import that brings it.
        let open = "code,name,price,special_price\nX,Thing,2,1\n"
        #expect(shelf.take(open).count == 1)
        #expect(shelf.take(open, at: now.adding(milliseconds: 999)) == [])
    }

    @Test func `changed rows become versions that say only what changed`() {
        var shelf = Shelf()
        _ = shelf.take(Self.file)
        let changes = shelf.take("price,code,name\n2.05,MILK,Milk 1L\n3.99,BAN,Bananas ripe\n")
        #expect(changes.count == 2)
        #expect(changes[0].item == nil && changes[0].codes == [] && changes[0].version == 2)
        #expect(
            changes[0].prices
                == [DatedPrice(from: now, price: UnitPrice(tenThousandths: 20_500))])
        #expect(changes[1].prices == [] && changes[1].item?.name == "Bananas ripe")
        // The file had no columns of department, tax and unit, so they stay.
        #expect(changes[1].item?.department == "Fruit" && changes[1].item?.unit == .weight)
        let removed = shelf.take("code,name,price,barcodes\nMILK,Milk 1L,2.05,96385074\n")
        #expect(
            removed.first?.codes == [
                ItemChange.CodeEntry(code: LookupCode("04006381333931"), isPresent: false)
            ])
    }

    @Test func `a special that left the file ends, one that is over stays away`() {
        var shelf = Shelf()
        _ = shelf.take(Self.file)
        #expect(shelf.entries[ItemCode("MILK")]?.prices.current(at: now)?.kind == .special)
        let header = "code,name,price,special_price,special_from,special_until\n"
        let ended = shelf.take(header + "MILK,Milk 1L,1.89,,,\n")
        #expect(ended.first?.prices.map(\.price) == [nil])
        #expect(shelf.entries[ItemCode("MILK")]?.prices.current(at: now)?.kind == .regular)
        let past = header + "MILK,Milk 1L,1.89,1.00,2020-01-01,2020-01-31\n"
        #expect(shelf.take(past) == [])
    }

    @Test func `rows that vanished are listed`() {
        let (_, _, items) = read(Self.file)
        let known = ["ZED", "MILK", "OLD"].map { ItemCode($0) }
        #expect(items.vanished(from: known) == [ItemCode("OLD"), ItemCode("ZED")])
    }

    /// Columns: a row under the header, the column at fault, the reason.
    @Test func `a bad row says where and why, and the good ones are taken`() {
        let rows: [(String, String?, ImportFault.Reason)] = [
            (",Milk,,,,1", "code", .missing), ("A,,,,,1", "name", .missing),
            ("A,B,,,,1.x", "price", .number(.unexpected("x", at: 2))),
            ("A,B,,,,\"1,50\"", "price", .number(.unexpected(",", at: 1))),
            ("A,B,,,,0", "price", .outOfRange(least: "0.0001", most: "")),
            ("A,B,,,,-1", "price", .outOfRange(least: "0.0001", most: "")),
            ("A,B,,,,1.00001", "price", .number(.tooFine(digitsMost: 4))),
            ("A,B,,,box,1", "unit", .notOneOf(["piece", "weight", "kg"])),
            ("A,B,,,,1,-1", "cost", .outOfRange(least: "0", most: "")),
            (
                "A,B,,,,1,,4006381333930", "barcodes",
                .gtin(.wrongCheckDigit(didYouMean: "4006381333931"))
            ),
            ("A,B,,,,1,,123", "barcodes", .gtin(.wrongLength(3))),
            ("A,B,,,,1,,,99", "plu", .notPLU),
            ("A,B,,,,1,,,,150", "min_age", .outOfRange(least: "0", most: "120")),
            ("A,B,,,,1,,,,,hard", "stock_policy", .notOneOf(["open"])),
            ("A,B\u{1B}[31m,,,,1", "name", .controlCharacter),
            ("A,\(String(repeating: "n", count: 65)),,,,1", "name", .tooLong(charactersMost: 64)),
            ("A,B,,,,1,,,,,,,1,2026-02-30", "special_from", .notDate),
            (
                "A,B,,,,2,,,,,,,1,2026-02-02,2026-02-01", "special_until", .endsBeforeItBegins
            ),
            ("A,B,,,,1,,,,,,,,,,extra", nil, .tooManyFields(header: 15)),
            ("A,B\"C,,,,1", nil, .csv(.strayQuote(field: 2))),
            ("OK,Again,,,,1", "code", .repeated(line: 2)),
            ("A,B,,,,1,,96385074", "barcodes", .repeated(line: 2)),
        ]
        for (row, column, reason) in rows {
            let text = Self.header + "OK,Good,,,,1,,96385074\n" + row + "\nEND,Last,,,,1\n"
            let (good, faults, _) = read(text)
            #expect(good.map(\.code.text) == ["OK", "END"], "\(row.shown)")
            #expect(faults.map(\.line) == [3], "\(row.shown)")
            #expect(faults.map(\.column) == [column], "\(row.shown)")
            #expect(faults.map(\.reason) == [reason], "\(row.shown)")
            #expect(faults.allSatisfy { !$0.value.hasControls })
        }
    }

    @Test func `a header that lacks or repeats a column refuses the file`() {
        let (rows, faults, items) = read("Code,NAME,price,name,colour\nA,B,1,C,red\n")
        #expect(rows.isEmpty && !items.isUsable)
        #expect(faults.map(\.reason) == [.repeatedColumn])
        #expect(items.unknownColumns == ["colour"])
        #expect(read("").faults.map(\.column) == ["code", "name", "price"])
        #expect(read("name\nX\n").faults.map(\.reason) == [.missingColumn, .missingColumn])
        #expect(read("\"\n\n").faults.count >= 1)
    }

    @Test func `the special beats the regular price while it lasts`() {
        func at(_ time: Int64, _ entries: DatedPrice...) -> Int64? {
            PriceList(entries).current(at: Instant(milliseconds: time))?.price.tenThousandths
        }
        func price(
            _ kind: DatedPrice.Kind, _ from: Int64, _ until: Int64?, _ price: Int64?
        ) -> DatedPrice {
            DatedPrice(
                kind: kind, from: Instant(milliseconds: from),
                until: until.map { Instant(milliseconds: $0) },
                price: price.map { UnitPrice(tenThousandths: $0) })
        }
        let regular = price(.regular, 0, nil, 100)
        let special = price(.special, 10, 20, 80)
        #expect(at(9, regular, special) == 100)
        #expect(at(10, regular, special) == 80)
        #expect(at(19, special, regular) == 80)
        #expect(at(20, regular, special) == 100)
        #expect(at(15, regular, special, price(.special, 12, 18, nil)) == 80)
        #expect(at(15, regular, price(.regular, 12, nil, 110)) == 110)
        #expect(at(-1, regular) == nil)
    }

    @Test func `an item is checked before it is kept`() {
        func item(_ change: (inout Item) -> Void) -> Item {
            var item = Item(code: ItemCode("A"), name: "Milk")
            change(&item)
            return item
        }
        #expect(throws: Never.self) { try item { _ in }.check() }
        let rows: [(ItemError, Item)] = [
            (.emptyCode, item { $0.code = ItemCode("") }), (.emptyName, item { $0.name = " " }),
            (.controlCharacter(field: .name), item { $0.name = "a\u{7}" }),
            (
                .tooLong(field: .department, charactersMost: 32),
                item { $0.department = String(repeating: "d", count: 33) }
            ),
            (.negativeCost, item { $0.cost = UnitPrice(tenThousandths: -1) }),
            (.ageOutOfRange(121), item { $0.minimumAge = 121 }),
        ]
        for (error, item) in rows { #expect(throws: error) { try item.check() } }
        #expect("a\u{1B}[2J\u{202E}b".shown == "a·[2J·b")
    }
}
