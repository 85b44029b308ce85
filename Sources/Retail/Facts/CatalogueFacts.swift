/// A version of an item with the barcodes and prices that change with it.
public struct ItemChange: Hashable, Sendable {
    public struct CodeEntry: Hashable, Sendable {
        public var code: LookupCode
        /// False takes the code from the item.
        public var isPresent: Bool

        public init(code: LookupCode, isPresent: Bool) {
            self.code = code
            self.isPresent = isPresent
        }
    }

    public var content: ContentID
    /// Of the registers it writes (item, codes, prices); greater wins.
    public var version: UInt64
    /// Nil where only codes or prices change.
    public var item: Item?
    public var code: ItemCode
    public var codes: [CodeEntry]
    public var prices: [DatedPrice]
    /// What it becomes visible with; nil: at once, by itself.
    public var publication: PublicationID?

    public init(
        content: ContentID, version: UInt64, code: ItemCode, item: Item?,
        codes: [CodeEntry] = [], prices: [DatedPrice] = []
    ) {
        self.content = content
        self.version = version
        self.code = code
        self.item = item
        self.codes = codes
        self.prices = prices
    }
}

/// One dated rate of one tax on one category, a register keyed by (category, level, label, from).
public struct TaxRule: Hashable, Sendable {
    public enum Level: UInt8, Hashable, Sendable, CaseIterable {
        case national = 0
        case state = 1
        case county = 2
        case city = 3
        case district = 4
    }

    /// `""` is every category without rules of its own; a category's own rules *replace* those.
    public var category: String
    public var level: Level
    /// As printed: `STATE`, `VAT`.
    public var label: String
    public var from: Instant
    /// The end, itself excluded.
    public var until: Instant?
    /// Nil withdraws the entry.
    public var rate: Rate?

    public init(
        category: String, level: Level, label: String, from: Instant, until: Instant? = nil,
        rate: Rate?
    ) {
        self.category = category
        self.level = level
        self.label = label
        self.from = from
        self.until = until
        self.rate = rate
    }
}

/// Changed tax rules.
public struct TaxChange: Hashable, Sendable {
    public var content: ContentID
    public var version: UInt64
    public var rules: [TaxRule]
    /// What it becomes visible with; nil: at once, by itself.
    public var publication: PublicationID?

    public init(content: ContentID, version: UInt64, rules: [TaxRule]) {
        self.content = content
        self.version = version
        self.rules = rules
    }
}

/// One setting of the store, a register keyed by name.
public struct SettingChange: Hashable, Sendable {
    public var content: ContentID
    public var version: UInt64
    /// `tenders`, `reasons`, `cutoff` … (`StoreSettings` lists them).
    public var name: String
    /// Deterministic CBOR.
    public var value: [UInt8]
    /// What it becomes visible with; nil: at once, by itself.
    public var publication: PublicationID?

    public init(content: ContentID, version: UInt64, name: String, value: [UInt8]) {
        self.content = content
        self.version = version
        self.name = name
        self.value = value
    }
}

/// A file was imported: what, how much of it, when.
public struct ImportRecord: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case items = 0
        case people = 1
        case taxes = 2
        case tickets = 3
        case stock = 4
    }

    public var content: ContentID
    public var kind: Kind
    /// The file's name without its folders.
    public var source: String
    public var time: LocalTime
    public var person: PersonID
    public var taken: UInt32
    public var unchanged: UInt32
    public var refused: UInt32

    public init(
        content: ContentID, kind: Kind, source: String, time: LocalTime, person: PersonID,
        taken: UInt32, unchanged: UInt32, refused: UInt32
    ) {
        self.content = content
        self.kind = kind
        self.source = source
        self.time = time
        self.person = person
        self.taken = taken
        self.unchanged = unchanged
        self.refused = refused
    }
}
