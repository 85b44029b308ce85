/// Every table of the read model.
public enum Tables {
    /// In the order of ``TableName``, in which a new lane needs them.
    public static let all: [Table] = TableName.allCases.map { $0.table }

    // Key columns are listed first and rows are hashed in this order, so a column's place is
    // part of the protocol: new columns are a new projection version.

    static let scope = Column("scope", .scope)
    static let operation = Column("operation", .operation)
    static let log = Column("log", .log)
    static let line = Column("line", .integer)
    static let content = Column("content", .bytes)
    static let person = Column("person", .bytes)
    static let approver = Column("approver", .bytes, nullable: true)
    static let drawer = Column("drawer", .bytes, nullable: true)
    static let time = Column("time", .integer)
    static let offset = Column("offset_seconds", .integer)
    static let businessDate = Column("business_date", .integer)

    /// The publication with which a candidate becomes visible, and its operation's sequence.
    static let part = [
        Column("publication", .bytes, nullable: true), Column("part", .integer, nullable: true),
    ]

    /// Content id, when, and the day in the books.
    static let moment = [content, time, offset, businessDate]

    /// A table with a row an operation.
    static func fact(
        _ name: TableName, _ columns: [Column], indexes: [Index] = []
    ) -> Table {
        Table(name.rawValue, .fact, key: [scope, operation], columns, indexes: indexes)
    }

    /// A table with numbered rows of an operation.
    static func lines(
        _ name: TableName, _ columns: [Column], indexes: [Index] = []
    ) -> Table {
        Table(name.rawValue, .fact, key: [scope, operation, line], columns, indexes: indexes)
    }

    /// A table of candidates for registers with this key.
    ///
    /// Where one may be a part of a publication, it has that and its operation's sequence, by
    /// which a reader knows whether it is visible yet.
    static func candidates(
        _ name: TableName, register: [Column], _ columns: [Column], isPublished: Bool = false,
        indexes: [Index] = []
    ) -> Table {
        let order = [
            Column("authority", .integer), Column("version", .integer), Column("hlc", .integer),
        ]
        return Table(
            name.rawValue, .candidate, key: [scope] + register + order + [operation],
            [log] + columns + (isPublished ? part : []), indexes: indexes)
    }
}

extension TableName {
    /// Its columns, key and indexes.
    public var table: Table {
        switch self {
        case .item: Tables.item
        case .itemCode: Tables.itemCode
        case .price: Tables.price
        case .taxRule: Tables.taxRule
        case .person: Tables.personTable
        case .customerField: Tables.customerField
        case .setting: Tables.setting
        case .publication: Tables.publication
        case .stock: Tables.stock
        case .claim: Tables.claim
        case .quarantine: Tables.quarantine
        case .publicationPart: Tables.publicationPart
        case .receipt: Tables.receipt
        case .receiptLine: Tables.receiptLine
        case .receiptTax: Tables.receiptTax
        case .receiptTender: Tables.receiptTender
        case .receiptEvent: Tables.receiptEvent
        case .receiptVoid: Tables.receiptVoid
        case .reprint: Tables.reprint
        case .basketRecord: Tables.basketRecord
        case .basketRecall: Tables.basketRecall
        case .rightGranted: Tables.rightGranted
        case .rightSettled: Tables.rightSettled
        case .drawerOpening: Tables.drawerOpening
        case .drawerMovement: Tables.drawerMovement
        case .drawerClosing: Tables.drawerClosing
        case .reportTaken: Tables.reportTaken
        case .signOn: Tables.signOn
        case .failedPINs: Tables.failedPINs
        case .clockEntry: Tables.clockEntry
        case .stockMovement: Tables.stockMovement
        case .moneyAdjustment: Tables.moneyAdjustment
        case .importRecord: Tables.importRecord
        }
    }
}
