import Encoding
import Node
import Replication
import Retail
import Storage
import Texts

/// Facts as one line each, for the journal and for `log show`.
struct JournalLines {
    private let story: FactStory
    private let numbers: [PersonID: UInt32]

    init(_ books: Books) throws {
        story = FactStory(
            NumberFormat(style: .plain, currency: books.terms.settings.currency), in: .english)
        numbers = try books.staffNumbers()
    }

    /// An operation's line; of the protocol's own kinds and unreadable ones how long it is.
    func text(of operation: Operation) -> String {
        let fact = try? Fact.decode(kind: operation.kind, payload: operation.payload)
        guard let fact else { return "\(operation.payload.count) bytes" }
        return text(of: fact)
    }

    /// Time, person, and what happened; foreign text without its control characters.
    func text(of fact: Fact) -> String {
        let time = fact.time.map { DateFormat.iso($0) + "  " } ?? ""
        let person = fact.person.map { "by \(numbers[$0].map(String.init) ?? "?")  " } ?? ""
        return time + person + ForeignText.visible(story.line(fact))
    }

    /// One object: kind, time, person, operation, text.
    func json(_ stored: StoredFact) -> JSON {
        .object([
            ("kind", .string(Kind(rawValue: stored.kind).name)),
            ("time", stored.fact.time.map { .string(DateFormat.iso($0)) } ?? .null),
            (
                "person",
                stored.fact.person.flatMap { numbers[$0] }.map { .integer(Int64($0)) } ?? .null
            ),
            ("operation", .string(Hex.encode(stored.hash.bytes))),
            ("totalMinorUnits", stored.fact.total.map { .integer($0.minorUnits) } ?? .null),
            ("text", .string(ForeignText.visible(story.line(stored.fact)))),
        ])
    }
}

extension Fact {
    /// Who did it; nil where the fact doesn't say.
    var person: PersonID? {
        switch self {
        case .receiptCompleted(let fact): fact.person
        case .receiptVoided(let fact): fact.person
        case .receiptReprinted(let fact): fact.person
        case .basketCancelled(let fact), .basketHeld(let fact): fact.person
        case .basketRecalled(let fact): fact.person
        case .drawerOpened(let fact): fact.person
        case .drawerMoved(let fact): fact.person
        case .drawerClosed(let fact): fact.person
        case .reportTaken(let fact): fact.person
        case .signedOn(let fact): fact.person
        case .clocked(let fact): fact.person
        case .unlocked(let fact): fact.person
        case .stockMoved(let fact): fact.person
        case .moneyAdjusted(let fact): fact.person
        case .customerChanged(let fact): fact.person
        case .imported(let fact): fact.person
        case .pinsFailed, .itemChanged, .taxChanged, .personChanged, .settingChanged: nil
        }
    }

    /// The money it moved, where it moved any.
    var total: Money? {
        switch self {
        case .receiptCompleted(let fact): fact.total
        case .receiptVoided(let fact): fact.total
        case .basketCancelled(let fact), .basketHeld(let fact): fact.total
        case .drawerOpened(let fact): fact.float
        case .drawerMoved(let fact): fact.amount
        case .drawerClosed(let fact): fact.counted
        case .moneyAdjusted(let fact): fact.amount
        case .receiptReprinted, .basketRecalled, .reportTaken, .signedOn, .pinsFailed, .unlocked,
            .clocked,
            .stockMoved, .itemChanged, .taxChanged, .personChanged, .customerChanged,
            .settingChanged, .imported:
            nil
        }
    }
}
