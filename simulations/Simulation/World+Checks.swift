import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore

// What must hold after every step: the machine's figures against the books'.

extension World {
    func checkFigures(_ step: Int) throws(Finding) {
        func found(_ invariant: Invariant, _ detail: String) -> Finding {
            Finding(step: step, invariant: invariant, detail: detail)
        }
        if let (invariant, detail) = books.complaints.first { throw found(invariant, detail) }
        guard till.memory.facts == books.facts else {
            throw found(.durable, difference(till.memory.facts, books.facts))
        }
        guard till.basket == books.basket else {
            throw found(.basket, "\(lines(till.basket)) lines, saved were \(lines(books.basket))")
        }
        guard till.jobs == books.jobs else {
            let (ours, theirs) = (till.jobs.map(\.number), books.jobs.map(\.number))
            throw found(.jobs, "\(ours), written were \(theirs)")
        }
        guard !till.signOn.isKept || till.signOn.row == books.guarding else {
            throw found(.signOn, "\(till.signOn.guarding) isn't what was kept")
        }
        try checkPrinted(step)
    }

    private func lines(_ basket: Basket?) -> String { basket.map { "\($0.lines.count)" } ?? "no" }

    private func difference(_ ours: [Fact], _ theirs: [Fact]) -> String {
        let place = zip(ours, theirs).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        return "\(ours.count) facts, acknowledged were \(theirs.count), the same up to "
            + "\(place ?? min(ours.count, theirs.count))"
    }

    /// Everything of which a byte left stands in the log; originals leave once.
    private func checkPrinted(_ step: Int) throws(Finding) {
        let known = Set(books.facts.map(\.content))
        var originals: Set<ContentID> = []
        for request in printer.begun {
            guard known.contains(request.content) else {
                throw Finding(
                    step: step, invariant: .printed, detail: "\(request.content.id) is lost")
            }
            guard request.form == .original else { continue }
            guard originals.insert(request.content).inserted else {
                throw Finding(
                    step: step, invariant: .printed, detail: "\(request.content.id) twice")
            }
        }
    }

    /// The read model is what a scan makes of it, and comes to what the books say.
    func checkRows(_ step: Int) throws(Finding) {
        try scan(step).compare(with: books, step)
    }

    /// All rows, whose sums must be those that were kept.
    @discardableResult
    func scan(_ step: Int) throws(Finding) -> RowScan {
        let store = till.disk.store
        var scan = RowScan(
            base: StoreWorld.reading { () throws(MemoryStore.Failure) in
                Sums(try store.summary().baseSums)
            })
        for table in TableName.allCases { store.forEachRow(of: table) { scan.take($0) } }
        let digest = scan.sums.digest(projection: Replica.projectionVersion)
        guard digest == till.replica.stateDigest else {
            let tables = scan.sums.differences(from: till.replica.sums).map(\.ours.table.rawValue)
            throw Finding(
                step: step, invariant: .digest, detail: tables.joined(separator: ", "))
        }
        return scan
    }

    /// What a restarted till knows is what it knew, but for what it had not confirmed.
    func checkRestart(_ before: Replica, _ step: Int) throws(Finding) {
        let count = till.replica.operationCount
        let written = before.operationCount + UInt64(till.disk.lastOperations)
        guard count == before.operationCount || count == written else {
            throw Finding(
                step: step, invariant: .restart,
                detail: "\(count) operations, \(before.operationCount) were confirmed")
        }
        guard count == before.operationCount, before.frontier == till.replica.frontier else {
            return
        }
        guard before.stateDigest == till.replica.stateDigest else {
            throw Finding(step: step, invariant: .restart, detail: "another digest")
        }
    }
}

/// What all rows come to.
struct RowScan {
    private(set) var sums: Sums
    private var stock: [String: Int64] = [:]
    private var tenders: [String: Int64] = [:]
    private var numbers: Set<Int64> = []
    /// The numbers of each series, however often they came.
    private var series: [String: [Int64]] = [:]
    private var receipts = 0
    private var totals: Int64 = 0
    private var claims: [[UInt8]: Int] = [:]

    /// Begins with the sums of rows that were forgotten.
    init(base: Sums) { sums = base }

    mutating func take(_ row: Row) {
        sums.insert(row)
        switch row.table {
        case .stock:
            stock[row.text("item"), default: 0] += row.integer("raised") - row.integer("lowered")
        case .receiptTender: tenders[row.text("tender"), default: 0] += row.integer("amount")
        case .receipt:
            receipts += 1
            numbers.insert(row.integer("number"))
            series[row.text("series"), default: []].append(row.integer("number"))
            totals += row.integer("total")
        case .claim: claims[row.bytes("content"), default: 0] += 1
        case .item, .itemCode, .price, .taxRule, .person, .customerField, .setting, .publication,
            .quarantine, .publicationPart, .receiptLine, .receiptTax, .receiptEvent, .receiptVoid,
            .reprint, .basketRecord,
            .basketRecall, .rightGranted, .rightSettled, .drawerOpening, .drawerMovement,
            .drawerClosing, .reportTaken, .signOn,
            .failedPINs, .clockEntry, .stockMovement, .moneyAdjustment, .importRecord:
            return
        }
    }

    func compare(with books: Books, _ step: Int) throws(Finding) {
        func found(_ invariant: Invariant, _ detail: String) -> Finding {
            Finding(step: step, invariant: invariant, detail: detail)
        }
        guard claims.count == books.facts.count, claims.values.allSatisfy({ $0 == 1 }) else {
            throw found(.durable, "\(claims.count) claims of \(books.facts.count) facts")
        }
        guard receipts == books.rung.count,
            numbers == Set((0..<receipts).map { Int64($0) + 1 })
        else { throw found(.numbers, "\(receipts) receipts have \(numbers.count) numbers") }
        let expected = books.rung.compactMap { books.receipts[$0]?.total }.sum()
        guard totals == expected.minorUnits else {
            throw found(.durable, "receipts come to \(totals), the books to \(expected)")
        }
        for item in Set(stock.keys).union(books.stock.keys.map(\.text)).sorted() {
            let (ours, theirs) = (stock[item] ?? 0, books.stock[ItemCode(item)] ?? 0)
            guard ours == theirs else { throw found(.stock, "\(item): \(ours), not \(theirs)") }
        }
        for tender in Set(tenders.keys).union(books.tenders.keys).sorted() {
            let (ours, theirs) = (tenders[tender] ?? 0, books.tenders[tender] ?? 0)
            guard ours == theirs else { throw found(.tenders, "\(tender): \(ours), not \(theirs)") }
        }
    }
}

extension RowScan {
    /// The rows of a whole store against the books of all its lanes.
    func compare(with books: StoreBooks, _ step: Int) throws(Finding) {
        func found(_ invariant: Invariant, _ detail: String) -> Finding {
            Finding(step: step, invariant: invariant, detail: detail)
        }
        guard claims.count == books.facts, claims.values.allSatisfy({ $0 == 1 }) else {
            throw found(.durable, "\(claims.count) claims of \(books.facts) facts")
        }
        guard receipts == books.receipts, totals == books.total else {
            throw found(
                .durable,
                "\(receipts) receipts of \(totals), not \(books.receipts) of \(books.total)")
        }
        let gapless = series.values.allSatisfy { $0.sorted() == (1...Int64($0.count)).map(\.self) }
        guard gapless,
            series.values.map(\.count).sorted() == books.series.filter({ $0 > 0 }).sorted()
        else { throw found(.numbers, "\(series.keys.sorted())") }
        for item in Set(stock.keys).union(books.stock.keys).sorted() {
            let (ours, theirs) = (stock[item] ?? 0, books.stock[item] ?? 0)
            guard ours == theirs else { throw found(.stock, "\(item): \(ours), not \(theirs)") }
        }
        for tender in Set(tenders.keys).union(books.tenders.keys).sorted() {
            let (ours, theirs) = (tenders[tender] ?? 0, books.tenders[tender] ?? 0)
            guard ours == theirs else { throw found(.tenders, "\(tender): \(ours), not \(theirs)") }
        }
    }
}

extension Row {
    private func value(_ column: String) -> Value {
        guard let place = table.table.columns.firstIndex(where: { $0.name == column }) else {
            preconditionFailure("\(table.rawValue) has no column \(column)")
        }
        return values[place]
    }

    fileprivate func integer(_ column: String) -> Int64 {
        guard case .integer(let number) = value(column) else { return 0 }
        return number
    }

    fileprivate func text(_ column: String) -> String {
        guard case .text(let text) = value(column) else { return "" }
        return text
    }

    fileprivate func bytes(_ column: String) -> [UInt8] {
        guard case .bytes(let bytes) = value(column) else { return [] }
        return bytes
    }
}
