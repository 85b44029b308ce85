import Encoding
import Replication
import Retail
import Storage
import Texts

/// Facts as one line each, for the journal and for `log show`.
struct JournalLines {
    private let books: Books
    private let numbers: [PersonID: UInt32]

    init(_ books: Books) throws {
        self.books = books
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
        return time + person + ForeignText.visible(story(fact))
    }

    private func story(_ fact: Fact) -> String {
        switch fact {
        case .receiptCompleted(let receipt):
            "\(receipt.kind.word) \(receipt.number) \(write(receipt.total))"
                + (receipt.isTraining ? " TRAINING" : "")
        case .receiptVoided(let void): "void of \(void.number) \(write(void.total))"
        case .receiptReprinted(let reprint): "copy \(reprint.copy) printed"
        case .basketCancelled(let record): "basket of \(write(record.total)) cancelled"
        case .basketHeld(let record):
            "basket of \(write(record.total)) held" + (record.label.map { " as \($0)" } ?? "")
        case .basketRecalled: "held basket recalled"
        case .drawerOpened(let opening): "drawer opened with \(write(opening.float))"
        case .drawerMoved(let movement): story(movement)
        case .drawerClosed(let closing):
            "Z \(closing.zNumber): counted \(write(closing.counted)), difference "
                + write(closing.difference)
        case .reportTaken: "X read"
        case .signedOn(let sign): "signed \(sign.kind)"
        case .pinsFailed(let failed): "\(failed.count) wrong PINs"
        case .unlocked(let unlock): "number \(unlock.number) may try PINs again"
        case .clocked(let entry): "clock: \(entry.kind)"
        case .stockMoved(let movement):
            "stock \(movement.kind), \(movement.lines.count) items: \(movement.reason)"
        case .moneyAdjusted(let adjustment):
            "money adjusted by \(write(adjustment.amount)): \(adjustment.reason)"
        case .itemChanged, .taxChanged, .personChanged, .customerChanged, .settingChanged,
            .imported:
            masterData(fact)
        }
    }

    private func story(_ movement: DrawerMovement) -> String {
        switch movement.kind {
        case .drop: "drop of \(write(movement.amount))"
        case .paidIn: "paid in \(write(movement.amount))"
        case .paidOut: "paid out \(write(movement.amount))"
        case .noSale: "drawer opened without a sale"
        }
    }

    private func masterData(_ fact: Fact) -> String {
        switch fact {
        case .itemChanged(let change): "item \(change.code.text), version \(change.version)"
        case .taxChanged(let change): "\(change.rules.count) tax rules"
        case .personChanged(let change): "person \(change.number), version \(change.version)"
        case .customerChanged(let change): "\(change.entries.count) fields of a customer"
        case .settingChanged(let change): "setting \(change.name), version \(change.version)"
        case .imported(let record):
            "\(record.kind) imported from \(record.source): \(record.taken) taken, "
                + "\(record.refused) refused"
        case .receiptCompleted, .receiptVoided, .receiptReprinted, .basketCancelled, .basketHeld,
            .basketRecalled, .drawerOpened, .drawerMoved, .drawerClosed, .reportTaken, .signedOn,
            .pinsFailed, .unlocked, .clocked, .stockMoved, .moneyAdjusted:
            ""
        }
    }

    private func write(_ amount: Money) -> String { books.write(amount) }

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
            ("text", .string(ForeignText.visible(story(stored.fact)))),
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
