import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore

/// A receipt as whoever rang it remembers it; pieces that came back are below zero.
struct RungSale: Hashable {
    let content: ContentID
    let id: OperationID
    let item: String
    let pieces: Int64
}

extension MemberLane {
    /// The operations of the store that count here: facts and grants, log by log, ascending.
    func counting(_ kinds: Set<UInt16>) throws(MemoryStore.Failure) -> [SignedOperation] {
        let listed = listedOperations
        var found: [SignedOperation] = []
        for log in replica.frontier.logs where log.scope == scope {
            found += try store.operations(of: log, from: 1, limit: .max).filter {
                kinds.contains($0.operation.kind) && !listed.contains($0.hash)
            }
        }
        return found
    }

    /// The hashes of operations that are listed as not counting.
    var listedOperations: Set<Bytes32> {
        var listed: Set<Bytes32> = []
        store.forEachRow(of: .quarantine) { row in
            if case .operation(let hash) = row.values[3] { listed.insert(hash) }
        }
        return listed
    }

    /// All that concerns an account, as a database would find it.
    func rightsEntries(of account: Account) throws(MemoryStore.Failure) -> [RightsEntry] {
        let kinds = Set(
            BasketFacts.kinds + [
                BasketFacts.receipt, Kind.rightsGranted.rawValue, Kind.rightsSettled.rawValue,
            ])
        return try counting(kinds).compactMap { signed in
            Self.change(signed.operation, account).map {
                RightsEntry(OperationID(signed.head, of: signed.operation.log), $0)
            }
        }
    }

    private static func change(
        _ operation: Operation, _ account: Account
    ) -> RightsEntry.Change? {
        if operation.named == .rightsGranted {
            guard let grant = try? RightsGranted(decoding: operation.payload),
                grant.account == account
            else { return nil }
            return .granted(grant.amount, to: grant.to, request: grant.request)
        }
        if operation.named == .rightsSettled {
            guard let settled = try? RightsSettled(decoding: operation.payload),
                settled.account ?? account == account
            else { return nil }
            return .settled(settled.log, amount: settled.amount, to: settled.to)
        }
        let fact = try? Fact.decode(kind: operation.kind, payload: operation.payload)
        return fact.flatMap { change($0, account) }
    }

    /// What a fact makes or spends.
    private static func change(_ fact: Fact, _ account: Account) -> RightsEntry.Change? {
        switch (fact, account) {
        case (.basketHeld(let record), .basket(let basket)) where record.basketID.id == basket:
            return .made(1)
        // Here a basket and its hold have one name.
        case (.basketRecalled(let recalled), .basket(let basket))
        where recalled.hold.id == basket:
            return .spent(1)
        case (.receiptCompleted(let receipt), .returnable(let sold, let line)):
            guard let first = receipt.lines.first else { return nil }
            let quantity = UInt64(first.quantity.thousandths.magnitude)
            if receipt.content.id == sold, first.origin == nil, line == 0 { return .made(quantity) }
            return first.origin?.receipt.id == sold ? .spent(quantity) : nil
        case _: return nil
        }
    }

    func holdings(of account: Account) throws(MemoryStore.Failure) -> Holdings {
        Holdings(try rightsEntries(of: account), ends: try replica.logEnds(store: store))
    }

    /// Receipts that sold something, with their line.
    func soldLines() throws(MemoryStore.Failure) -> [(ContentID, ReceiptLine)] {
        try receipts().compactMap { receipt in
            receipt.lines.first.flatMap { $0.origin == nil ? (receipt.content, $0) : nil }
        }
    }

    /// The receipts that count here, log by log.
    func receipts() throws(MemoryStore.Failure) -> [Receipt] {
        try counting([BasketFacts.receipt]).compactMap { signed in
            let fact = try? Fact.decode(
                kind: signed.operation.kind, payload: signed.operation.payload)
            if case .receiptCompleted(let receipt)? = fact { return receipt }
            return nil
        }
    }

    /// Held baskets that nobody went on with, as far as is known here.
    func openHolds() throws(MemoryStore.Failure) -> [ContentID] {
        var open: [ContentID] = []
        var done: Set<ContentID> = []
        for signed in try counting(Set(BasketFacts.kinds)) {
            let fact = try? Fact.decode(
                kind: signed.operation.kind, payload: signed.operation.payload)
            switch fact {
            case .basketHeld(let record): open.append(record.content)
            case .basketRecalled(let recalled): done.insert(recalled.hold)
            case _: continue
            }
        }
        return open.filter { !done.contains($0) }
    }

    /// The number of the next receipt of this life.
    func nextNumber() throws(MemoryStore.Failure) -> UInt32 {
        let own = try store.operations(of: ownLog, from: 1, limit: .max)
        // Of a log that forked the branch that this machine went on with.
        let receipts = own.filter { $0.operation.kind == BasketFacts.receipt }
        return UInt32(receipts.count) + 1
    }

    var series: String {
        SeriesName.marked(
            store: "014", lane: number, node: node, incarnation: replica.place.incarnation)
    }
}

/// The kinds of the facts that the simulation's people make.
enum BasketFacts {
    static let receipt = Fact.receiptCompleted(
        receipt(none, ReceiptNumber(series: "", number: 1), item: "", pieces: 1)
    ).kind
    static let kinds = [
        Fact.basketHeld(held(none)).kind, Fact.basketRecalled(recalled(none, hold: none)).kind,
    ]

    private static let none = ContentID(Bytes16(words: [0, 0]))
    private static let person = PersonID(Bytes16(words: [0, 1]))
    private static let time = LocalTime(Instant(milliseconds: 0), offsetSeconds: 0)
    private static let day = BusinessDate(days: 20_700)

    /// A sale of so many pieces at 1.00, or what came back of one: then they are below zero.
    static func receipt(
        _ content: ContentID, _ number: ReceiptNumber, item: String, pieces: Int64,
        origin: LineOrigin? = nil, isConfirmed: Bool = true
    ) -> Receipt {
        let price = UnitPrice(tenThousandths: 10_000)
        let gross = Money(100 * pieces)
        let mark = BasketEvent(
            kind: .returnUnconfirmed, line: 0, item: ItemCode(item), amount: gross,
            quantity: Quantity(units: pieces), approver: person)
        return Receipt(
            content: content, number: number, kind: origin == nil ? .sale : .refund, time: time,
            businessDate: day, person: person,
            lines: [
                ReceiptLine(
                    item: ItemCode(item), name: item, quantity: Quantity(units: pieces),
                    listPrice: price, price: price, gross: gross, origin: origin)
            ], taxes: [], tenders: [ReceiptTender(tender: "cash", amount: gross)],
            events: isConfirmed ? [] : [mark])
    }

    static func held(_ content: ContentID) -> BasketRecord {
        BasketRecord(
            content: content, basketID: content, time: time, businessDate: day, drawer: nil,
            person: person, total: Money(100), lines: [], events: [])
    }

    static func recalled(_ content: ContentID, hold: ContentID) -> BasketRecall {
        BasketRecall(
            content: content, hold: hold, time: time, businessDate: day, person: person)
    }
}
