/// What the catalogue holds of an item before an import.
public struct CatalogueEntry: Hashable, Sendable {
    public var item: Item
    public var codes: [LookupCode]
    public var prices: PriceList
    /// The greatest version of the item's registers.
    public var version: UInt64

    public init(item: Item, codes: [LookupCode], prices: PriceList, version: UInt64) {
        self.item = item
        self.codes = codes
        self.prices = prices
        self.version = version
    }
}

extension ItemImport {
    /// What a row changes; nil where the catalogue says the same already.
    ///
    /// - Parameters:
    ///   - row: as it was read.
    ///   - current: nil for an item that the catalogue doesn't know.
    ///   - content: the id of the change, if there is one.
    ///   - now: store time, from which a changed price holds.
    /// - Returns: a change that writes only what differs.
    public static func change(
        _ row: ItemRow, current: CatalogueEntry?, content: ContentID, now: Instant
    ) -> ItemChange? {
        let item = item(row, current: current?.item)
        let codes = codes(row, current: current?.codes ?? [])
        let prices = prices(row, current: current?.prices ?? PriceList(), now: now)
        let isSame = item == current?.item
        guard !isSame || !codes.isEmpty || !prices.isEmpty else { return nil }
        return ItemChange(
            content: content, version: (current?.version ?? 0) &+ 1, code: row.code,
            item: isSame ? nil : item, codes: codes, prices: prices)
    }

    /// Items of the catalogue that the file doesn't name, ascending: listed, never deleted.
    public func vanished(from known: some Sequence<ItemCode>) -> [ItemCode] {
        let named = codes
        return known.filter { !named.contains($0) }.sorted()
    }

    private static func item(_ row: ItemRow, current: Item?) -> Item {
        var item = current ?? Item(code: row.code, name: row.name)
        item.name = row.name
        item.department = row.department ?? item.department
        item.taxCategory = row.tax ?? item.taxCategory
        item.unit = row.unit ?? item.unit
        item.cost = row.cost ?? item.cost
        item.minimumAge = row.minimumAge ?? item.minimumAge
        item.isActive = row.isActive ?? item.isActive
        return item
    }

    private static func codes(
        _ row: ItemRow, current: [LookupCode]
    ) -> [ItemChange.CodeEntry] {
        guard let wanted = row.codes else { return [] }
        let added = wanted.filter { !current.contains($0) }.map { ($0, true) }
        let removed = current.filter { !wanted.contains($0) }.map { ($0, false) }
        return (added + removed).sorted { $0.0 < $1.0 }.map { code, isPresent in
            ItemChange.CodeEntry(code: code, isPresent: isPresent)
        }
    }

    private static func prices(
        _ row: ItemRow, current: PriceList, now: Instant
    ) -> [DatedPrice] {
        var entries: [DatedPrice] = []
        if let price = row.price, current.current(.regular, at: now)?.price != price {
            entries.append(DatedPrice(kind: .regular, from: now, price: price))
        }
        guard let special = row.special else { return entries }
        return entries + specials(special, current: current, now: now)
    }

    /// The file says all about specials that still last: its own, and none beside it.
    private static func specials(
        _ wanted: ItemRow.Special?, current: PriceList, now: Instant
    ) -> [DatedPrice] {
        let lasting = current.entries.filter { entry in
            entry.kind == .special && entry.price != nil && entry.until.map { now < $0 } ?? true
        }
        var entries: [DatedPrice] = []
        let isKnown: (DatedPrice) -> Bool = { entry in
            guard let wanted, entry.price == wanted.price, entry.until == wanted.until else {
                return false
            }
            return wanted.from.map { $0 == entry.from } ?? (entry.from <= now)
        }
        for entry in lasting where !isKnown(entry) {
            entries.append(
                DatedPrice(kind: .special, from: entry.from, until: entry.until, price: nil))
        }
        guard let wanted, !lasting.contains(where: isKnown) else { return entries }
        // One that ended before now would come back with every import.
        if let until = wanted.until, until <= now { return entries }
        let from = wanted.from ?? now
        entries.removeAll { $0.from == from }
        entries.append(
            DatedPrice(kind: .special, from: from, until: wanted.until, price: wanted.price))
        return entries
    }
}
