// The drawer, people's time, stock and money beside sales.

extension Tables {
    /// Its content id names the session.
    static let drawerOpening = fact(
        .drawerOpening, moment + [person, Column("float", .integer)],
        indexes: [byDate(.drawerOpening)])

    static let drawerMovement = fact(
        .drawerMovement,
        moment + [
            drawer, person, approver, Column("kind", .integer), Column("amount", .integer),
            Column("reason", .integer, nullable: true), Column("text", .text, nullable: true),
        ],
        indexes: [byDate(.drawerMovement), byDrawer(.drawerMovement)])

    static let drawerClosing = fact(
        .drawerClosing,
        moment + [
            Column("drawer", .bytes), person, Column("z_number", .integer),
            Column("counted", .integer), Column("difference", .integer),
            Column("expected_cash", .integer), Column("series", .text),
            Column("first_receipt", .integer, nullable: true),
            Column("last_receipt", .integer, nullable: true), Column("grand_total", .integer),
            Column("denominations", .bytes), Column("report", .bytes),
        ],
        indexes: [
            byDate(.drawerClosing), Index("drawer_closing_by_drawer", on: ["scope", "drawer"]),
            Index("drawer_closing_by_number", on: ["scope", "series", "z_number"]),
        ])

    static let reportTaken = fact(
        .reportTaken, moment + [drawer, person],
        indexes: [byDate(.reportTaken), byDrawer(.reportTaken)])

    static let signOn = fact(
        .signOn, moment + [person, Column("kind", .integer)],
        indexes: [byDate(.signOn)])

    static let failedPINs = fact(
        .failedPINs,
        moment + [Column("count", .integer), Column("number", .integer, nullable: true)],
        indexes: [byDate(.failedPINs)])

    static let clockEntry = fact(
        .clockEntry, moment + [person, Column("kind", .integer)],
        indexes: [
            byDate(.clockEntry), Index("clock_entry_by_person", on: ["scope", "person", "time"]),
        ])

    /// A row a line of a movement.
    static let stockMovement = lines(
        .stockMovement,
        moment + [
            person, Column("kind", .integer), Column("place", .text), Column("item", .text),
            Column("change", .integer), Column("counted", .integer, nullable: true),
            Column("cost", .integer, nullable: true), Column("reason", .text),
        ],
        indexes: [
            byDate(.stockMovement), Index("stock_movement_by_item", on: ["scope", "item", "time"]),
        ])

    static let moneyAdjustment = fact(
        .moneyAdjustment,
        moment + [
            person, Column("amount", .integer), Column("reason", .text),
            Column("reference", .text, nullable: true),
        ],
        indexes: [byDate(.moneyAdjustment)])

    static let importRecord = fact(
        .importRecord,
        [
            content, time, offset, person, Column("kind", .integer), Column("source", .text),
            Column("taken", .integer), Column("unchanged", .integer), Column("refused", .integer),
        ],
        indexes: [Index("import_record_by_time", on: ["scope", "time"])])

    private static func byDate(_ table: TableName) -> Index {
        Index("\(table.rawValue)_by_date", on: ["scope", "business_date"])
    }

    private static func byDrawer(_ table: TableName) -> Index {
        Index("\(table.rawValue)_by_drawer", on: ["scope", "drawer"], whereNotNull: "drawer")
    }
}
