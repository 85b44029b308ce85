import CRDT
public import Retail

/// What a fact does to the read model: a function of the fact and where it comes from, alone.
///
/// It reads no table, so each operation can be applied and retracted once, in any order, and the
/// same set of operations gives the same rows. Claims aren't among them: whoever decides which of
/// several operations with one content id counts writes ``Row/claim(_:of:)`` for each of them.
///
/// - Returns: changes in a fixed order; an item's stock at a place is changed at most once.
public func rows(of fact: Fact, origin: Origin) -> [RowChange] {
    var projection = Projection(origin: origin)
    switch fact {
    case .receiptCompleted(let fact): projection.add(fact)
    case .receiptVoided(let fact): projection.add(fact)
    case .receiptReprinted(let fact): projection.add(fact)
    case .basketCancelled(let fact): projection.add(fact, isHold: false)
    case .basketHeld(let fact): projection.add(fact, isHold: true)
    case .basketRecalled(let fact): projection.add(fact)
    case .drawerOpened(let fact): projection.add(fact)
    case .drawerMoved(let fact): projection.add(fact)
    case .drawerClosed(let fact): projection.add(fact)
    case .reportTaken(let fact): projection.add(fact)
    case .signedOn(let fact): projection.add(fact)
    case .pinsFailed(let fact): projection.add(fact)
    case .clocked(let fact): projection.add(fact)
    case .stockMoved(let fact): projection.add(fact)
    case .moneyAdjusted(let fact): projection.add(fact)
    case .itemChanged(let fact): projection.add(fact)
    case .taxChanged(let fact): projection.add(fact)
    case .personChanged(let fact): projection.add(fact)
    case .customerChanged(let fact): projection.add(fact)
    case .settingChanged(let fact): projection.add(fact)
    case .imported(let fact): projection.add(fact)
    case .unlocked(let fact): projection.add(fact)
    }
    return projection.changes
}

/// The changes of one fact while they are collected.
struct Projection {
    let origin: Origin
    private(set) var changes: [RowChange] = []

    init(origin: Origin) {
        self.origin = origin
        changes.reserveCapacity(16)
    }

    /// A row of a table with a row an operation.
    mutating func fact(_ table: TableName, _ values: [Value]) {
        changes.append(.fact(row(table, nil, values)))
    }

    /// A row of a table with numbered rows.
    mutating func line(_ table: TableName, _ number: Int, _ values: [Value]) {
        changes.append(.fact(row(table, number, values)))
    }

    /// A candidate: the register's key, and its values.
    mutating func candidate(
        _ table: TableName, version: UInt64, register: [Value], _ values: [Value],
        publication: PublicationID?
    ) {
        let part: [Value] = [.id(publication), publication == nil ? .null : .seq(origin.seq)]
        candidate(table, version: version, register: register, values + part)
    }

    /// The same in a table that publications have no part in.
    mutating func candidate(
        _ table: TableName, version: UInt64, register: [Value], _ values: [Value]
    ) {
        // Clamped, as columns have 63 bits; ties go to the log.
        let order: [Value] = [
            .integer(Int64(origin.authority)), .integer(Int64(clamping: version)),
            .integer(Int64(clamping: origin.hlc.raw)), .operation(origin.hash),
        ]
        let key: [Value] = [.scope(origin.log.scope)] + register + order
        changes.append(.candidate(Row(table, key + [.log(origin.log)] + values)))
    }

    /// Stock that came and went, each item once.
    mutating func increase(_ stock: StockTotals, at place: Place) {
        for entry in stock.entries {
            changes.append(
                .increase(
                    Row(
                        .stock,
                        [
                            .scope(origin.log.scope), .text(entry.item.text), .text(place.name),
                            .log(origin.log), .integer(entry.raised), .integer(entry.lowered),
                        ])))
        }
    }

    /// A row whose values are whole: for the tables that most rows go to, built at once.
    mutating func whole(_ table: TableName, _ values: [Value]) {
        changes.append(.fact(Row(table, values)))
    }

    /// The first value of every row.
    var scope: Value { .scope(origin.log.scope) }

    /// The second value of a fact's row.
    var operation: Value { .operation(origin.hash) }

    private func row(_ table: TableName, _ number: Int?, _ values: [Value]) -> Row {
        var all: [Value] = []
        all.reserveCapacity(values.count + 3)
        all.append(scope)
        all.append(operation)
        if let number { all.append(.integer(Int64(number))) }
        all.append(contentsOf: values)
        return Row(table, all)
    }
}

/// What a fact raises and lowers, by item in order of appearance.
struct StockTotals {
    struct Entry {
        let item: ItemCode
        var raised: Int64 = 0
        var lowered: Int64 = 0
    }

    private(set) var entries: [Entry] = []
    private var places: [Key: Int] = [:]

    /// A code by its bytes: `==` on texts takes different codes for one.
    private struct Key: Hashable {
        let text: String

        init(_ item: ItemCode) { text = item.text }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }

        static func == (a: Self, b: Self) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }
    }

    /// Empty, with room for so many items.
    init(capacity: Int) {
        entries.reserveCapacity(capacity)
        places.reserveCapacity(capacity)
    }

    /// Positive raises, negative lowers; nothing changes nothing.
    mutating func change(_ item: ItemCode, by quantity: Quantity) {
        let amount = quantity.thousandths
        guard amount != 0 else { return }
        let place = place(of: item)
        // Wrapping, as the tables' totals: only so is a retraction the reverse of an application.
        if amount > 0 {
            entries[place].raised &+= amount
        } else {
            entries[place].lowered &-= amount
        }
    }

    private mutating func place(of item: ItemCode) -> Int {
        let key = Key(item)
        if let known = places[key] { return known }
        places[key] = entries.count
        entries.append(Entry(item: item))
        return entries.count - 1
    }
}
