import CRDT
public import Retail
public import Storage

/// Answers what a lane asks of its own database; used on one thread.
public struct LaneLookups {
    let reader: ShopReader
    let node: RunningNode

    public init(_ node: RunningNode) throws(StorageError) {
        self.node = node
        reader = try node.makeReader(.large)
    }

    /// What a code leads to.
    public enum Finding: Hashable, Sendable {
        case item(Sellable, Basket.Measure)
        case noPrice(Item)
        case unknown(String)
        case unreadable(String, ScanError)
        case receipt(ReceiptNumber)
        case hold(Held)
        case customer(Customer)
    }

    /// A held basket and the number of who held it.
    public struct Held: Hashable, Sendable {
        public let record: BasketRecord
        public let cashier: UInt32
        /// The number of the lane that holds it, where that is another one.
        public let lane: UInt8?
        /// The number of the other lane that went on with it; 0 where it has none.
        public let taker: UInt8?
    }

    private static let holdsMost = 200

    // MARK: Codes

    /// Reads a scanned or typed code by the store's templates and finds what it names.
    public func find(_ code: String, at moment: Instant) throws(StorageError) -> Finding {
        let scan = node.terms.scanReader(at: moment).read(code)
        if let goods = scan.goods { return try item(goods, code, moment) }
        return switch scan {
        case .receipt(let number): .receipt(number)
        case .unknown(let text, .noKnownForm): try other(text, moment)
        case .unknown(let text, let error): .unreadable(text, error)
        case .gtin, .plu, .embedded, .gs1: .unknown(code.shown)
        }
    }

    private func item(
        _ goods: ScannedGoods, _ scanned: String, _ moment: Instant
    ) throws(StorageError) -> Finding {
        for code in goods.codes {
            switch try reader.goods(behind: code, at: moment, scanned: scanned) {
            case .sellable(var sellable):
                sellable.expires = goods.lastDay
                return .item(sellable, goods.measure ?? .pieces(1))
            case .noPrice(let item): return .noPrice(item)
            case .unknown: continue
            }
        }
        return .unknown(scanned.shown)
    }

    /// An item's own code, a hold's slip, a customer's card.
    private func other(_ text: String, _ moment: Instant) throws(StorageError) -> Finding {
        let found = try item(ScannedGoods([LookupCode(text)]), text, moment)
        guard case .unknown = found else { return found }
        let slip = text.uppercased()
        if let held = try holds().first(where: { $0.record.slipCode == slip }) {
            return .hold(held)
        }
        let known = try node.customers(reader).find(number: text, limit: 1)
        return known.first.map(Finding.customer) ?? found
    }

    // MARK: Goods

    /// Items by their name or code that can be sold now, and whether there are more.
    public func search(
        _ text: String, at moment: Instant, limit: Int
    ) throws(StorageError) -> (items: [Sellable], hasMore: Bool) {
        let items = try reader.search(text, limit: limit + 1)
        var found: [Sellable] = []
        for item in items.prefix(limit) {
            guard
                let sellable = try reader.sellable(
                    item.code, at: moment, scanned: item.code.text)
            else { continue }
            found.append(sellable)
        }
        return (found, items.count > limit)
    }

    public func departments() throws(StorageError) -> [(name: String, taxCategory: String)] {
        try reader.departments()
    }

    /// What all counters hold in the shop.
    public func stock(of item: ItemCode) throws(StorageError) -> Quantity {
        try reader.stock(of: item, at: .shop)
    }

    // MARK: Sales

    /// A receipt by its number: in full, or the digits alone for one of this lane.
    public func receipt(_ text: String) throws(StorageError) -> ReturnSource? {
        let number =
            if case .receipt(let number) = node.terms.scanReader(at: node.clock.now).read(text) {
                number
            } else {
                UInt32(text).map { ReceiptNumber(series: node.series, number: $0) }
            }
        guard let number, let summary = try reader.receipts(numbered: number).first else {
            return nil
        }
        return try reader.returnSource(summary.content)
    }

    /// The last receipt of this lane.
    public func lastReceipt() throws(StorageError) -> ReturnSource? {
        let last = try reader.lastNumber(in: node.series)
        guard last > 0 else { return nil }
        let number = ReceiptNumber(series: node.series, number: last)
        guard let summary = try reader.receipts(numbered: number).first else { return nil }
        return try reader.returnSource(summary.content)
    }

    /// Held baskets that nobody went on with, oldest first; behind them those of the last day that
    /// another lane took, the latest first, so that whoever looks for one learns where it went.
    public func holds() throws(StorageError) -> [Held] {
        var found: [(record: BasketRecord, log: LogID?, taker: LogID?)] = []
        for content in try reader.openHolds(limit: Self.holdsMost) {
            guard case .basketHeld(let record) = try reader.fact(content)?.fact else { continue }
            found.append((record, try reader.log(of: content), nil))
        }
        for content in try reader.recalledHolds(limit: Self.takenMost) {
            guard let taker = try reader.recaller(of: content), taker.author != node.author,
                case .basketHeld(let record) = try reader.fact(content)?.fact,
                record.time.instant.adding(milliseconds: Self.takenMilliseconds)
                    > node.clock.now
            else { continue }
            found.append((record, try reader.log(of: content), taker))
        }
        let logs = found.flatMap { [$0.log, $0.taker] }.compactMap { $0 }
        let lanes = node.lanes(of: logs.filter { $0.author != node.author })
        var held: [Held] = []
        for (record, log, taker) in found {
            held.append(
                Held(
                    record: record, cashier: try reader.person(record.person)?.number ?? 0,
                    lane: log.flatMap { lanes[$0] }, taker: taker.map { lanes[$0] ?? 0 }))
        }
        return held
    }

    private static let takenMost = 20
    private static let takenMilliseconds: Int64 = 86_400_000

    // MARK: Customers

    /// Customers by number, phone, e-mail or name.
    public func customers(_ text: String) throws(StorageError) -> [Customer] {
        try node.customers(reader).find(text, limit: 20)
    }

    // MARK: At the start

    /// Whether an open basket became a receipt after all: it is open no more.
    public func isReceipt(_ basket: Basket) throws(StorageError) -> Bool {
        try reader.isKnown(basket.id)
    }

    /// Who works here under a number.
    public func person(withNumber number: UInt32) throws(StorageError) -> PersonID? {
        try reader.people(withNumber: number).first?.person
    }

    // MARK: Paper

    /// The document of a print job; nil where its fact is here no more.
    public func document(of job: PrintJob, on paper: Stationery) throws(StorageError) -> Document? {
        try reader.document(
            for: job.request, on: paper, series: node.series, isTraining: node.isTraining)
    }

    /// The receipt that a job prints, with who rang it; nil for a slip or a report.
    public func receipt(of job: PrintJob) throws(StorageError) -> Receipt? {
        guard case .receiptCompleted(let receipt) = try reader.fact(job.request.content)?.fact
        else { return nil }
        return receipt
    }
}
