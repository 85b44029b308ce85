/// An open sale: lines, discounts, checks and tenders, changed only by its verbs.
///
/// A verb that throws leaves the basket as it was. Lines keep their place for the whole sale; a
/// voided one counts for nothing but is shown struck through.
public struct Basket: Hashable, Sendable {
    /// Made with the basket; the receipt made of it has this as its content id.
    public let id: ContentID
    /// Minor-unit digits of the currency.
    public let digits: Int
    public internal(set) var lines: [BasketLine] = []
    /// Taken off all goods sold together, after the lines' own discounts.
    public internal(set) var discount: Discount?
    public internal(set) var customer: CustomerID?
    public internal(set) var exemption: TaxExemption?
    public internal(set) var notes: [String] = []
    /// What happened on the way; a line's number is its place in ``lines``.
    public internal(set) var events: [BasketEvent] = []
    /// The highest age that the buyer was accepted for.
    public internal(set) var acceptedAge: UInt8 = 0
    public internal(set) var stage: Tendering = .ringing
    /// How the receipts were paid whose goods come back.
    var originalTenders: [OriginalTender] = []
    /// The line that the last verb touched, for "n ×" after the scan and "repeat".
    public internal(set) var lastLine: Int?

    public init(id: ContentID, digits: Int) {
        precondition((0...4).contains(digits), "minor-unit digits are 0 to 4, got \(digits)")
        self.id = id
        self.digits = digits
    }

    /// True while nothing of it would be missed.
    public var isUntouched: Bool {
        lines.isEmpty && events.isEmpty && notes.isEmpty && customer == nil && stage == .ringing
    }

    /// Whether some line still counts.
    public var hasGoods: Bool { lines.contains { !$0.isVoided } }

    /// What keeps a basket within a sheet of paper and a fact within a page.
    public enum Limit {
        public static let lines = 4000
        public static let events = 4000
        public static let notes = 10
        public static let textCharacters = 64
        public static let labelCharacters = 32
        /// Units of one line.
        public static let quantity = Quantity(units: 1_000_000)
        /// Ten million of a currency with two digits.
        public static let price = UnitPrice(tenThousandths: 100_000_000_000)
    }
}

extension Basket {
    /// Refuses to change goods once something is paid.
    func checkRinging() throws(BasketError) {
        guard case .ringing = stage else { throw .tendersGiven }
    }

    /// The place of a line that still counts and may be changed.
    func changeable(_ index: Int) throws(BasketError) -> BasketLine {
        try checkRinging()
        guard lines.indices.contains(index) else { throw .noSuchLine(index) }
        guard !lines[index].isVoided else { throw .lineIsVoided(index) }
        return lines[index]
    }

    mutating func append(_ line: BasketLine) throws(BasketError) {
        guard lines.count < Limit.lines else { throw .tooManyLines(most: Limit.lines) }
        lines.append(line)
        lastLine = lines.count - 1
    }

    /// Notes an event; once there are too many, only what changes money is still noted.
    mutating func record(_ event: BasketEvent) {
        let isIdle = event.kind == .priceChecked || event.kind == .unknownCode
        guard events.count < Limit.events || !isIdle else { return }
        events.append(event)
    }
}

extension Basket {
    /// ``lastLine`` as events write it.
    var lastLineNumber: UInt32? { lastLine.map { UInt32($0) } }
}
