import Retail

/// What a day's facts sum to, training left out.
struct JournalTotals {
    private(set) var sales = Tally()
    private(set) var returns = Tally()
    private(set) var voids = Tally()
    private(set) var cancelled = Tally()
    private(set) var adjusted = Tally()
    private(set) var noSales: UInt32 = 0

    /// Sales and returns, less what was voided.
    var net: Money { sales.amount + returns.amount - voids.amount }

    mutating func add(_ fact: Fact) {
        switch fact {
        case .receiptCompleted(let receipt):
            guard !receipt.isTraining else { return }
            let isReturn =
                receipt.kind == .refund || (receipt.kind == .exchange && receipt.total < .zero)
            if isReturn { returns.count(receipt.total) } else { sales.count(receipt.total) }
        case .receiptVoided(let void):
            if !void.isTraining { voids.count(void.total) }
        case .basketCancelled(let record): cancelled.count(record.total)
        case .moneyAdjusted(let adjustment): adjusted.count(adjustment.amount)
        case .drawerMoved(let movement):
            if movement.kind == .noSale { noSales += 1 }
        case .receiptReprinted, .basketHeld, .basketRecalled, .drawerOpened, .drawerClosed,
            .reportTaken, .signedOn, .pinsFailed, .unlocked, .clocked, .stockMoved, .itemChanged,
            .taxChanged, .personChanged, .customerChanged, .settingChanged, .imported:
            return
        }
    }

    func lines(_ write: (Money) -> String) -> [String] {
        [
            ("sales", sales), ("returns", returns), ("voids", voids), ("cancelled", cancelled),
            ("adjusted", adjusted),
        ].map { "\(Help.pad($0.0, 11)) \($0.1.count)  \(write($0.1.amount))" }
            + ["no-sales    \(noSales)", "net         \(write(net))"]
    }

    var json: JSON {
        func tally(_ tally: Tally) -> JSON {
            .object([
                ("count", .integer(Int64(tally.count))),
                ("minorUnits", .integer(tally.amount.minorUnits)),
            ])
        }
        return .object([
            ("sales", tally(sales)), ("returns", tally(returns)), ("voids", tally(voids)),
            ("cancelled", tally(cancelled)), ("adjusted", tally(adjusted)),
            ("noSales", .integer(Int64(noSales))), ("netMinorUnits", .integer(net.minorUnits)),
        ])
    }
}

extension Tally {
    fileprivate mutating func count(_ amount: Money) {
        count += 1
        self.amount += amount
    }
}
