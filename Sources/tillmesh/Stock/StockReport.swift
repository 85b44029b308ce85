import Retail
import Storage

/// Lines about what is in stock, for people and for programs.
struct StockReport {
    private let errand: Errand
    private let place: Place
    private let asJSON: Bool

    init(_ errand: Errand, place: Place, asJSON: Bool) {
        self.errand = errand
        self.place = place
        self.asJSON = asJSON
    }

    /// What was moved, and what came of a file.
    func print(_ moved: [Moved], _ outcome: ImportOutcome?) {
        for line in moved {
            let change = line.held - line.before
            if asJSON {
                Output.line(json(line.item, line.held, change: change).text)
            } else {
                let sign = change > .zero ? "+" : ""
                Output.line(
                    row(line.item, line.held) + "  (\(sign)\(text(change, line.item)))")
            }
        }
        guard let outcome else { return }
        if asJSON {
            Output.line(
                JSON.object([
                    ("taken", .integer(Int64(outcome.taken))),
                    ("refused", .integer(Int64(outcome.refused))),
                    ("faults", .array(outcome.faults.map(\.json))),
                ]).text)
        } else {
            Output.line("\(outcome.taken) taken, \(outcome.refused) refused")
        }
    }

    func print(_ item: Item) throws(StorageError) {
        line(item, try errand.shop.reader.stock(of: item.code, at: place))
    }

    /// Everything that ever moved here, by its code.
    func printAll() throws(StorageError) {
        let reader = errand.shop.reader
        let page = 500
        var rows = try reader.stock(at: place, after: nil, limit: page)
        while let last = rows.last {
            for row in rows {
                line(try reader.item(row.item) ?? Item(code: row.item, name: ""), row.held)
            }
            rows = try reader.stock(at: place, after: last.item, limit: page)
        }
    }

    private func line(_ item: Item, _ held: Quantity) {
        Output.line(asJSON ? json(item, held, change: nil).text : row(item, held))
    }

    private func row(_ item: Item, _ held: Quantity) -> String {
        let amount = text(held, item)
        let gap = String(repeating: " ", count: max(0, 10 - amount.count))
        return Help.pad(item.code.text.shown, 14) + gap + amount + "  " + item.name.shown
    }

    private func text(_ quantity: Quantity, _ item: Item) -> String {
        errand.numbers.text(quantity, unit: item.unit)
    }

    private func json(_ item: Item, _ held: Quantity, change: Quantity?) -> JSON {
        let moved = change.map { [("changeThousandths", JSON.integer($0.thousandths))] } ?? []
        return .object(
            [
                ("item", .string(item.code.text)), ("name", .string(item.name)),
                ("place", .string(place.name)),
                ("unit", .string(item.unit == .weight ? "weight" : "piece")),
                ("heldThousandths", .integer(held.thousandths)),
            ] + moved)
    }
}
