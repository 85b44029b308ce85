import Retail

/// What a till looks up, kept from the facts of its own log; read anew at every start.
///
/// It stands where a real till asks its database by SQL.
struct Memory {
    private(set) var facts: [Fact] = []
    private(set) var receipts: [ContentID: Receipt] = [:]
    /// In the order of the log.
    private(set) var receiptOrder: [ContentID] = []
    private(set) var holds: [ContentID: BasketRecord] = [:]
    private(set) var openHolds: [ContentID] = []
    private(set) var voided: Set<ContentID> = []
    private(set) var settings: [String: [UInt8]] = [:]
    private(set) var taxRules: [TaxRule] = []
    private(set) var items: [ItemCode: Item] = [:]
    private(set) var prices: [ItemCode: [DatedPrice]] = [:]
    private(set) var people: [PersonID: PersonChange] = [:]
    private(set) var versions: [String: UInt64] = [:]
    private(set) var lastTime = Instant(milliseconds: 0)
    private var recalled: Set<ContentID> = []
    private var copies: [ContentID: UInt32] = [:]
    private var giftCopies: [ContentID: UInt32] = [:]
    private var sessionStart = 0
    private var carried = Money.zero

    mutating func take(_ fact: Fact) {
        facts.append(fact)
        if let time = fact.time { lastTime = max(lastTime, time.instant) }
        switch fact {
        case .receiptCompleted(let receipt):
            receipts[receipt.content] = receipt
            receiptOrder.append(receipt.content)
        case .receiptVoided(let void): voided.insert(void.receipt)
        case .receiptReprinted(let reprint):
            switch reprint.kind {
            case .copy: copies[reprint.receipt, default: 0] += 1
            case .gift: giftCopies[reprint.receipt, default: 0] += 1
            }
        case .basketHeld(let record):
            holds[record.content] = record
            openHolds.append(record.content)
        case .basketRecalled(let recall):
            recalled.insert(recall.hold)
            openHolds.removeAll { $0 == recall.hold }
        case .drawerOpened: sessionStart = facts.count - 1
        case .drawerClosed(let closing): carried = closing.report.grandTotal
        case .settingChanged(let change):
            settings[change.name] = change.value
            note("settings", change.version)
        case .taxChanged(let change): take(change)
        case .itemChanged(let change): take(change)
        case .personChanged(let change): people[change.person] = change
        case .basketCancelled, .drawerMoved, .reportTaken, .signedOn, .pinsFailed, .unlocked,
            .clocked,
            .stockMoved, .moneyAdjusted, .customerChanged, .imported:
            return
        }
    }

    private mutating func note(_ register: String, _ version: UInt64) {
        versions[register] = max(versions[register, default: 0], version)
    }

    private mutating func take(_ change: TaxChange) {
        note("taxes", change.version)
        for rule in change.rules {
            taxRules.removeAll {
                ($0.category, $0.level, $0.label, $0.from)
                    == (rule.category, rule.level, rule.label, rule.from)
            }
            taxRules.append(rule)
        }
    }

    private mutating func take(_ change: ItemChange) {
        note(change.code.text, change.version)
        if let item = change.item { items[change.code] = item }
        for price in change.prices {
            prices[change.code, default: []].removeAll {
                $0.kind == price.kind && $0.from == price.from
            }
            prices[change.code, default: []].append(price)
        }
    }

    // MARK: What a decision asks

    func source(_ content: ContentID) -> ReturnSource? {
        guard let receipt = receipts[content] else { return nil }
        var cameBack: [UInt32: Quantity] = [:]
        for other in receiptOrder where !voided.contains(other) {
            for line in receipts[other]?.lines ?? [] where line.origin?.receipt == content {
                guard let number = line.origin?.line else { continue }
                cameBack[number] = cameBack[number, default: .zero] - line.quantity
            }
        }
        return ReturnSource(
            receipt: receipt, cameBack: cameBack, isVoided: voided.contains(content))
    }

    func isRecalled(_ hold: ContentID) -> Bool { recalled.contains(hold) }

    func copies(_ content: ContentID, _ kind: Reprint.Kind) -> UInt32 {
        switch kind {
        case .copy: copies[content, default: 0]
        case .gift: giftCopies[content, default: 0]
        }
    }

    /// The open session's report, folded from its facts.
    func report(series: String, settings: StoreSettings) -> DrawerReport? {
        guard case .drawerOpened(let opening)? = facts.dropFirst(sessionStart).first else {
            return nil
        }
        var fold = DrawerFold(
            opening: opening, series: series, grandTotal: carried, settings: settings)
        for fact in facts.dropFirst(sessionStart) { fold.add(fact) }
        return fold.report
    }

    /// An item with its price at a moment; nil where it has none.
    func sellable(_ code: ItemCode, at moment: Instant) -> Sellable? {
        guard let item = items[code],
            let price = PriceList(prices[code, default: []]).current(at: moment)
        else { return nil }
        return Sellable(item: item, price: price.price, priceKind: price.kind, scanned: "")
    }
}
