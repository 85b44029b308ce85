/// Folds one drawer session's facts into its report; X and Z are the same fold at two moments.
///
/// Facts come in the log's order. Those of other sessions, and kinds that no report counts, change
/// nothing. Sums of sales and returns hold what was voided later too; tenders, taxes, rounding and
/// the grand total don't.
public struct DrawerFold: Hashable, Sendable {
    /// The session: its opening's content id.
    public let drawer: ContentID
    private let cashCodes: [String]
    private var figures: DrawerReport
    private var carried: Money
    private var taxes: [String: Tally] = [:]
    private var tenders: [String: Tally] = [:]
    /// What a void takes back, of receipts that count.
    private var receipts: [ContentID: Voidable] = [:]

    private struct Voidable: Hashable {
        let taxes: [ReceiptTax]
        let tenders: [ReceiptTender]
        let rounding: Money
    }

    /// Begins with the float and the grand total of the session before.
    public init(
        opening: DrawerOpening, series: String, grandTotal: Money, settings: StoreSettings
    ) {
        drawer = opening.content
        cashCodes = settings.cashCodes
        carried = grandTotal
        figures = DrawerReport(series: series)
        figures.float = opening.float
    }

    /// Adds one fact.
    public mutating func add(_ fact: Fact) {
        switch fact {
        case .receiptCompleted(let receipt) where receipt.drawer == drawer: add(receipt)
        case .receiptVoided(let void) where void.drawer == drawer: add(void)
        case .receiptReprinted(let reprint) where reprint.drawer == drawer: figures.reprints += 1
        case .basketCancelled(let record) where record.drawer == drawer:
            figures.cancelled.add(record.total)
            add(record.events)
        case .drawerMoved(let movement) where movement.drawer == drawer: add(movement)
        case .receiptCompleted, .receiptVoided, .receiptReprinted, .basketCancelled, .basketHeld,
            .basketRecalled, .drawerOpened, .drawerMoved, .drawerClosed, .reportTaken, .signedOn,
            .pinsFailed, .unlocked, .clocked, .stockMoved, .moneyAdjusted, .itemChanged,
            .taxChanged,
            .personChanged, .customerChanged, .settingChanged, .imported:
            return
        }
    }

    /// The report as of the facts so far; its log head is the caller's to fill in.
    public var report: DrawerReport {
        var report = figures
        report.taxes = Self.named(taxes)
        report.tenders = Self.named(tenders)
        let cash = cashCodes.map { tenders[$0, default: Tally()].amount }.sum()
        report.expectedCash =
            report.float + cash + report.paidIn.amount - report.paidOut.amount
            - report.drops.amount
        report.grandTotal =
            carried + report.sales.amount + report.returns.amount - report.voids.amount
        return report
    }

    // Names sort by their bytes: dictionary order differs between processes.
    private static func named(_ tallies: [String: Tally]) -> [DrawerReport.Named] {
        tallies.map { DrawerReport.Named(name: $0.key, tally: $0.value) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

extension DrawerFold {
    private mutating func add(_ receipt: Receipt) {
        guard !receipt.isTraining else { return figures.training.add(receipt.total) }
        addNumber(receipt.number)
        let isReturn =
            receipt.kind == .refund || (receipt.kind == .exchange && receipt.total < .zero)
        if isReturn {
            figures.returns.add(receipt.total)
        } else {
            figures.sales.add(receipt.total)
        }
        for line in receipt.lines where line.quantity > .zero && line.discount != .zero {
            figures.discounts.add(line.discount)
        }
        figures.rounding += receipt.rounding
        for tax in receipt.taxes { taxes[tax.reportName, default: Tally()].add(tax.amount) }
        let net = receipt.netTenders(cashCode: cashCode)
        for tender in net { tenders[tender.tender, default: Tally()].add(tender.amount) }
        add(receipt.events)
        receipts[receipt.content] = Voidable(
            taxes: receipt.taxes, tenders: net, rounding: receipt.rounding)
    }

    private mutating func add(_ void: ReceiptVoid) {
        // A training receipt's void counts as little as the receipt.
        guard let receipt = receipts.removeValue(forKey: void.receipt) else { return }
        figures.voids.add(void.total)
        figures.rounding -= receipt.rounding
        for tax in receipt.taxes { taxes[tax.reportName, default: Tally()].remove(tax.amount) }
        for tender in receipt.tenders {
            tenders[tender.tender, default: Tally()].remove(tender.amount)
        }
    }

    private mutating func add(_ movement: DrawerMovement) {
        switch movement.kind {
        case .drop: figures.drops.add(movement.amount)
        case .paidIn: figures.paidIn.add(movement.amount)
        case .paidOut: figures.paidOut.add(movement.amount)
        case .noSale: figures.noSales += 1
        }
    }

    private mutating func add(_ events: [BasketEvent]) {
        for event in events {
            switch event.kind {
            // Of goods that come back the amount is negative: it was voided all the same.
            case .lineVoided: figures.voidedLines.add(event.amount.magnitude)
            case .priceOverridden: figures.overrides.add(event.amount)
            case .lineDiscounted, .basketDiscounted, .ageAccepted, .ageRefused, .weightTyped,
                .unknownCode, .openItem, .returnedWithoutReceipt, .priceChecked, .heldCopied,
                .returnUnconfirmed, .expiredSold:
                continue
            }
        }
    }

    private mutating func addNumber(_ number: ReceiptNumber) {
        guard number.series == figures.series else { return }
        figures.firstReceipt = min(figures.firstReceipt ?? number.number, number.number)
        figures.lastReceipt = max(figures.lastReceipt ?? number.number, number.number)
    }

    private var cashCode: String { cashCodes.first ?? TenderType.cash.code }
}

extension Tally {
    mutating func add(_ amount: Money) {
        count = count == .max ? .max : count + 1
        self.amount += amount
    }

    mutating func remove(_ amount: Money) {
        count = count == 0 ? 0 : count - 1
        self.amount -= amount
    }
}

extension ReceiptTax {
    /// The name under which reports sum it: label and rate, `VAT 20%`.
    var reportName: String {
        let format = NumberFormat(style: .plain, currency: .pound)
        return "\(label) \(format.text(rate))"
    }
}

extension StoreSettings {
    /// The tenders that lie in the drawer as cash.
    var cashCodes: [String] {
        let codes = tenders.filter { $0.kind == .cash }.map(\.code)
        return codes.isEmpty ? [TenderType.cash.code] : codes
    }
}
