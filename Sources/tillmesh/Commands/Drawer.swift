import Node
import Retail

extension Subcommand {
    static let drawerOpen = Subcommand(
        path: ["drawer", "open"], summary: "Begin the day: open the drawer with its float.",
        options: [
            CommonOption.data, CommonOption.person,
            .value("float", "AMOUNT", "The cash that lies in it; else nothing."),
            CommonOption.json,
        ]
    ) { arguments in
        try Errand.run(arguments) { errand in
            let float = try errand.amount("float", of: arguments) ?? .zero
            try errand.perform([.openDrawer(float: float)])
            if arguments.has("json") {
                Output.line(JSON.object([("floatMinorUnits", .integer(float.minorUnits))]).text)
            } else {
                Output.line("The drawer is open with \(errand.write(float)).")
            }
            return .success
        }
    }

    static let drawerClose = Subcommand(
        path: ["drawer", "close"], summary: "End the day: say what was counted and take the Z.",
        details: """
            What should lie in the drawer is told only afterwards. `tillmesh report z` prints the
            Z again.
            """,
        options: [
            CommonOption.data, CommonOption.person,
            .value("counted", "AMOUNT", "The cash that was counted."), CommonOption.json,
        ]
    ) { arguments in
        _ = try arguments.required("counted")
        return try Errand.run(arguments) { errand in
            let counted = try errand.amount("counted", of: arguments) ?? .zero
            let performed = try errand.perform([.closeDrawer(denominations: [], counted: counted)])
            guard case .closed(let closing) = performed[0].outcome else {
                throw Failure(.software, "the till gave no Z for this drawer")
            }
            Output.line(
                arguments.has("json") ? json(closing).text : text(closing, errand))
            return .success
        }
    }

    private static func text(_ closing: DrawerClosing, _ errand: Errand) -> String {
        let expected = closing.counted - closing.difference
        let difference =
            closing.difference == .zero
            ? "nothing over or short"
            : "\(errand.write(closing.difference.magnitude)) "
                + (closing.difference > .zero ? "over" : "short")
        return """
            Z \(closing.zNumber): \(closing.report.sales.count) sales, \
            \(errand.write(closing.report.sales.amount))
            Expected \(errand.write(expected)), counted \(errand.write(closing.counted)): \
            \(difference).
            """
    }

    private static func json(_ closing: DrawerClosing) -> JSON {
        .object([
            ("zNumber", .integer(Int64(closing.zNumber))),
            ("countedMinorUnits", .integer(closing.counted.minorUnits)),
            ("expectedMinorUnits", .integer((closing.counted - closing.difference).minorUnits)),
            ("differenceMinorUnits", .integer(closing.difference.minorUnits)),
            ("sales", .integer(Int64(closing.report.sales.count))),
            ("salesMinorUnits", .integer(closing.report.sales.amount.minorUnits)),
        ])
    }
}
