import Retail
import Storage

/// The catalogue's answers for the items of tickets, each item read once a run.
struct GoodsCache {
    private let reader: ShopReader
    private var known: [ItemCode: Entry] = [:]

    private struct Entry {
        let item: Item
        let prices: PriceList
    }

    init(_ reader: ShopReader) { self.reader = reader }

    /// What a ticket's items are and cost at its time; unknown ones are left out.
    mutating func goods(of ticket: Ticket) throws(StorageError) -> [ItemCode: Sellable] {
        var goods: [ItemCode: Sellable] = [:]
        for line in ticket.lines where goods[line.item] == nil {
            guard let entry = try entry(line.item) else { continue }
            // Tickets are often older than the catalogue: before an item's first price, that one.
            let holding = entry.prices.current(at: ticket.time.instant) ?? entry.prices.first
            guard let price = holding else { continue }
            goods[line.item] = Sellable(
                item: entry.item, price: price.price, priceKind: price.kind,
                scanned: line.item.text)
        }
        return goods
    }

    private mutating func entry(_ code: ItemCode) throws(StorageError) -> Entry? {
        if let entry = known[code] { return entry }
        guard let item = try reader.item(code) else { return nil }
        let entry = Entry(item: item, prices: PriceList(try reader.prices(of: code)))
        known[code] = entry
        return entry
    }
}
