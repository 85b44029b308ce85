import Node
import Retail

/// What a day of several lanes came to, by every lane's own tables.
struct StoreDayReport {
    struct Lane {
        let lane: UInt8
        let directory: DataDirectory
        let day: LaneDay
    }

    let lanes: [Lane]
    /// What each side knew at the end of the cut.
    let apart: [StoreBooks]
    /// What all know at the end of the day.
    let books: StoreBooks

    func print(asJSON: Bool, _ numbers: NumberFormat) {
        asJSON ? Output.line(json.text) : printText(numbers)
    }

    private func printText(_ numbers: NumberFormat) {
        Output.line("Z of each lane:")
        for lane in lanes {
            let day = lane.day
            Output.line(
                "  lane \(lane.lane)  Z \(day.zNumber)  \(day.sales) sales, "
                    + "\(day.returns) returns, \(day.voids) voids  "
                    + "grand total \(numbers.text(day.grandTotal))  "
                    + "difference \(numbers.text(day.difference))")
        }
        Output.line("The store, the same on all \(lanes.count) lanes:")
        let rows: [(String, String)] = [
            ("operations", "\(books.operations)"),
            ("sales", "\(books.sales)"),
            ("returns", "\(books.returns)"),
            ("voids", "\(books.voids)"),
            ("net", numbers.text(books.net)),
            ("on the shelves", numbers.text(books.shelf)),
            ("held sales", "\(books.held)"),
            ("state digest", books.state),
            ("frontier digest", books.frontier),
        ]
        for (name, value) in rows { Output.line("  \(Help.pad(name, 18)) \(value)") }
        Output.line("Their books:")
        for lane in lanes { Output.line("  \(lane.directory.path)") }
    }

    private var json: JSON {
        .object([
            (
                "lanes",
                .array(
                    lanes.map { lane in
                        .object([
                            ("lane", .integer(Int64(lane.lane))),
                            ("data", .string(lane.directory.path)),
                            ("zNumber", .integer(Int64(lane.day.zNumber))),
                            ("sales", .integer(Int64(lane.day.sales))),
                            ("returns", .integer(Int64(lane.day.returns))),
                            ("voids", .integer(Int64(lane.day.voids))),
                            ("grandTotalMinorUnits", .integer(lane.day.grandTotal.minorUnits)),
                            ("differenceMinorUnits", .integer(lane.day.difference.minorUnits)),
                        ])
                    })
            ),
            ("apart", .array(apart.map(\.json))), ("store", books.json),
        ])
    }
}

extension StoreBooks {
    /// For people, in a line.
    var line: String { "\(operations) operations, \(sales) sales, state \(state.prefix(16))" }

    var json: JSON {
        .object([
            ("operations", .unsigned(operations)), ("sales", .unsigned(sales)),
            ("returns", .unsigned(returns)), ("voids", .unsigned(voids)),
            ("netMinorUnits", .integer(net.minorUnits)),
            ("shelfThousandths", .integer(shelf.thousandths)), ("held", .unsigned(held)),
            ("stateDigest", .string(state)), ("frontierDigest", .string(frontier)),
        ])
    }
}
