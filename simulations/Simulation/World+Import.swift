import Retail

// A file of items that the manager takes in, as `import items` does it.

extension World {
    /// Takes in a file of known, new and bad rows; the same file again must change nothing.
    mutating func importFile(_ random: inout SeededRandom) throws(TillError) -> String {
        let file = file(&random)
        let rows = read(file)
        let changes = rows.good.compactMap { row in
            ItemImport.change(
                row, current: entry(row.code), content: ContentID(random.bytes16()),
                now: till.desk.terms.moment)
        }
        if !changes.isEmpty { _ = try perform(.changeItems(changes), &random, by: plan.manager) }
        let left = read(file).good.filter { row in
            ItemImport.change(
                row, current: entry(row.code), content: ContentID(random.bytes16()),
                now: till.desk.terms.moment) != nil
        }
        guard left.isEmpty else { throw .unsettled("\(left.count) rows change something again") }
        let record = ImportRecord(
            content: ContentID(random.bytes16()), kind: .items, source: "items.csv",
            time: till.desk.time, person: plan.manager, taken: UInt32(changes.count),
            unchanged: UInt32(rows.good.count - changes.count), refused: UInt32(rows.bad))
        _ = try perform(.recordImport(record), &random, by: plan.manager)
        counts.imported += changes.count
        return "imported \(changes.count) of \(rows.good.count) rows, \(rows.bad) bad"
    }

    /// Up to eight rows; prices are whole, which every currency can say.
    private func file(_ random: inout SeededRandom) -> String {
        var lines = ["code,name,department,price"]
        for goods in random.mixed(plan.goods).prefix(Int(random.number(1...6))) {
            let name = random.isOneIn(2) ? goods.item.name : "NAME \(random.number(1...99))"
            let price = random.isOneIn(4) ? "" : "\(random.number(0...40))"
            lines.append("\(goods.item.code.text),\(name),\(goods.item.department),\(price)")
        }
        if random.isOneIn(2) { lines.append("N\(random.number(1...20)),NEW,HOME,3") }
        if random.isOneIn(2) { lines.append("BAD,BAD,HOME,three") }
        return lines.joined(separator: "\n") + "\n"
    }

    private func read(_ file: String) -> (good: [ItemRow], bad: Int) {
        var reader = ItemImport(
            currency: till.desk.terms.settings.currency, zone: SimulatedZone.london)
        let rows = reader.append(Array(file.utf8)) + reader.finish()
        let good = rows.compactMap { try? $0.get() }
        return (good, rows.count - good.count)
    }

    /// What the catalogue holds of an item; the file has no codes, so none are looked up.
    private func entry(_ code: ItemCode) -> CatalogueEntry? {
        till.memory.items[code].map { item in
            CatalogueEntry(
                item: item, codes: [], prices: PriceList(till.memory.prices[code] ?? []),
                version: till.memory.versions[code.text, default: 0])
        }
    }
}
