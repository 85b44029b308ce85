// A sale is most of what a shop writes: its columns and indexes are counted in bytes.

extension Tables {
    /// Who counts under a content id; leads from a content id to its operation.
    ///
    /// The content id stands before the author because readers know nothing but it.
    static let claim = Table(
        TableName.claim.rawValue, .fact,
        key: [scope, content, Column("author", .bytes), operation], [])

    /// Operations that are valid and can't be applied.
    static let quarantine = Table(
        TableName.quarantine.rawValue, .fact,
        key: [scope, log, Column("seq", .integer), operation],
        [Column("reason", .integer)])

    /// Operations whose payload names a publication, in the order in which its digest takes them.
    static let publicationPart = Table(
        TableName.publicationPart.rawValue, .fact,
        key: [scope, Column("publication", .bytes), log, Column("seq", .integer), operation], [])

    static let receipt = fact(
        .receipt,
        [
            content, time, offset, businessDate, drawer, person,
            Column("customer", .bytes, nullable: true), Column("series", .text),
            Column("number", .integer), Column("kind", .integer), Column("line_count", .integer),
            Column("total", .integer), Column("tax", .integer), Column("discount", .integer),
            Column("rounding", .integer), Column("change_given", .integer),
            Column("is_tax_exempt", .truth), Column("is_tax_included", .truth),
            Column("is_training", .truth), Column("notes", .text, nullable: true),
        ],
        indexes: [
            Index("receipt_by_number", on: ["scope", "series", "number"]),
            Index("receipt_by_time", on: ["scope", "time"]),
            Index("receipt_by_date", on: ["scope", "business_date"]),
            Index("receipt_by_person", on: ["scope", "person", "time"]),
            Index(
                "receipt_by_customer", on: ["scope", "customer", "time"], whereNotNull: "customer"),
            Index("receipt_by_total", on: ["scope", "total"]),
            Index("receipt_by_drawer", on: ["scope", "drawer"], whereNotNull: "drawer"),
        ])

    static let receiptLine = lines(
        .receiptLine,
        [
            Column("item", .text, nullable: true), Column("name", .text),
            Column("department", .text), Column("tax_category", .text), Column("unit", .integer),
            Column("quantity", .integer), Column("list_price", .integer),
            Column("price", .integer), Column("gross", .integer), Column("discount", .integer),
            Column("tax", .integer), Column("scanned", .text, nullable: true),
            Column("origin_receipt", .bytes, nullable: true),
            Column("origin_line", .integer, nullable: true),
            Column("note", .text, nullable: true),
        ],
        indexes: [
            Index("receipt_line_by_item", on: ["scope", "item"], whereNotNull: "item"),
            Index(
                "receipt_line_by_origin", on: ["scope", "origin_receipt", "origin_line"],
                whereNotNull: "origin_receipt"),
        ])

    static let receiptTax = lines(
        .receiptTax,
        [
            Column("label", .text), Column("category", .text), Column("rate", .integer),
            Column("base", .integer), Column("amount", .integer),
        ])

    static let receiptTender = lines(
        .receiptTender,
        [
            Column("tender", .text), Column("amount", .integer),
            Column("reference", .text, nullable: true),
        ])

    /// Of receipts and of baskets that were cancelled or held: all that a cashier did on the way.
    static let receiptEvent = lines(
        .receiptEvent,
        [
            Column("kind", .integer), Column("receipt_line", .integer, nullable: true),
            Column("item", .text, nullable: true), Column("amount", .integer),
            Column("quantity", .integer), Column("reason", .integer, nullable: true), approver,
            Column("text", .text, nullable: true),
        ])

    static let receiptVoid = fact(
        .receiptVoid,
        moment + [
            drawer, person, approver, Column("receipt", .bytes), Column("series", .text),
            Column("number", .integer), Column("reason", .integer), Column("total", .integer),
            Column("is_training", .truth),
        ],
        indexes: [
            Index("receipt_void_by_receipt", on: ["scope", "receipt"]),
            Index("receipt_void_by_date", on: ["scope", "business_date"]),
            Index("receipt_void_by_drawer", on: ["scope", "drawer"], whereNotNull: "drawer"),
        ])

    static let reprint = fact(
        .reprint,
        moment + [
            drawer, person, Column("receipt", .bytes), Column("kind", .integer),
            Column("copy", .integer),
        ],
        indexes: [
            Index("reprint_by_receipt", on: ["scope", "receipt"]),
            Index("reprint_by_date", on: ["scope", "business_date"]),
            Index("reprint_by_drawer", on: ["scope", "drawer"], whereNotNull: "drawer"),
        ])

    /// Cancelled and held baskets; ``BasketRecall`` and receipts say what became of a hold.
    static let basketRecord = fact(
        .basketRecord,
        moment + [
            drawer, person, approver, Column("is_hold", .truth), Column("basket", .bytes),
            Column("reason", .integer, nullable: true), Column("label", .text, nullable: true),
            Column("total", .integer), Column("line_count", .integer), Column("encoded", .bytes),
        ],
        indexes: [
            // All that a list of open holds reads: the rows themselves hold whole baskets.
            Index("basket_record_by_hold", on: ["scope", "is_hold", "operation", "content"]),
            Index("basket_record_by_basket", on: ["scope", "basket"]),
            Index("basket_record_by_date", on: ["scope", "business_date"]),
            Index("basket_record_by_drawer", on: ["scope", "drawer"], whereNotNull: "drawer"),
        ])

    static let basketRecall = fact(
        .basketRecall, moment + [person, Column("hold", .bytes)],
        indexes: [
            Index("basket_recall_by_hold", on: ["scope", "hold"]),
            Index("basket_recall_by_date", on: ["scope", "business_date"]),
        ])
}
