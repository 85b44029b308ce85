// Registers keep all candidates; a new one never replaces a row, so it can be retracted.

extension Tables {
    static let item = candidates(
        .item, register: [Column("code", .text)],
        [
            Column("name", .text), Column("department", .text), Column("tax_category", .text),
            Column("unit", .integer), Column("minimum_age", .integer, nullable: true),
            Column("cost", .integer, nullable: true), Column("stock_policy", .integer),
            Column("is_active", .truth),
        ], isPublished: true)

    /// What a scanned code leads to.
    static let itemCode = candidates(
        .itemCode, register: [Column("digits", .text), Column("item", .text)],
        [Column("is_present", .truth)], isPublished: true,
        indexes: [Index("item_code_by_item", on: ["scope", "item"])])

    static let price = candidates(
        .price,
        register: [Column("item", .text), Column("kind", .integer), Column("from_time", .integer)],
        [
            Column("until_time", .integer, nullable: true),
            Column("price", .integer, nullable: true),
        ],
        isPublished: true)

    static let taxRule = candidates(
        .taxRule,
        register: [
            Column("category", .text), Column("level", .integer), Column("label", .text),
            Column("from_time", .integer),
        ],
        [Column("until_time", .integer, nullable: true), Column("rate", .integer, nullable: true)],
        isPublished: true)

    static let personTable = candidates(
        .person, register: [person],
        [
            Column("number", .integer), Column("roles", .text),
            Column("pin_tag", .bytes, nullable: true), Column("pin_salt", .bytes, nullable: true),
            Column("pin_verifier", .bytes, nullable: true),
            Column("language", .text, nullable: true), Column("is_active", .truth),
            Column("sealed_name", .bytes),
        ], isPublished: true,
        indexes: [
            Index("person_by_pin", on: ["scope", "pin_tag"], whereNotNull: "pin_tag"),
            Index("person_by_number", on: ["scope", "number"]),
        ])

    static let customerField = candidates(
        .customerField, register: [Column("customer", .bytes), Column("field", .integer)],
        [
            Column("value", .bytes, nullable: true), time, offset,
            Column("changed_by", .bytes),
        ],
        // Look-up is by the whole value of plain fields: a card's number, a tag.
        indexes: [
            Index(
                "customer_field_by_value", on: ["scope", "field", "value"], whereNotNull: "value")
        ])

    static let setting = candidates(
        .setting, register: [Column("name", .text)], [Column("value", .bytes)], isPublished: true)

    /// Publications whose parts are all here; a row of a register with one of them counts from
    /// the effective time on, if its operation stands before the one that made this row.
    ///
    /// `version` is that operation's sequence.
    static let publication = candidates(
        .publication, register: [Column("publication", .bytes)],
        [Column("effective_time", .integer), Column("part_count", .integer)])

    /// Totals of what one log did to an item's stock at a place, in thousandths.
    static let stock = Table(
        TableName.stock.rawValue, .counter,
        key: [scope, Column("item", .text), Column("place", .text), log],
        [Column("raised", .integer), Column("lowered", .integer)])
}
