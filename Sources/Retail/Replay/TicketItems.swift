/// The items that a file of tickets names: what `--create-items` makes before the tickets are rung.
public struct TicketItems: Sendable {
    private var known: [ItemCode: Entry] = [:]

    private struct Entry {
        var name: String
        var price: UnitPrice
    }

    public init() {}

    /// Takes a line: an item's first name and first price above nothing count.
    public mutating func add(_ line: TicketLine) {
        let price = max(line.price, .zero)
        guard var entry = known[line.item] else {
            known[line.item] = Entry(name: line.description, price: price)
            return
        }
        if entry.name.isEmpty { entry.name = line.description }
        if entry.price == .zero { entry.price = price }
        known[line.item] = entry
    }

    /// Untaxed items sold by the piece, ascending by code.
    public var items: [(item: Item, price: UnitPrice)] {
        known.sorted { $0.key < $1.key }.map { code, entry in
            let name = entry.name.isEmpty ? code.text : entry.name
            let item = Item(code: code, name: name, taxCategory: TaxTable.untaxed)
            return (item, min(entry.price, Basket.Limit.price))
        }
    }
}
