public import Retail

extension RandomValues {
    public mutating func drawerOpening() -> DrawerOpening {
        DrawerOpening(
            content: content(), time: time(), businessDate: date(), person: person(),
            float: money())
    }

    public mutating func drawerMovement() -> DrawerMovement {
        DrawerMovement(
            content: content(), kind: pick(DrawerMovement.Kind.allCases), time: time(),
            businessDate: date(), drawer: optional { $0.content() }, person: person(),
            approver: optional { $0.person() }, amount: money(), reason: optional { $0.small() },
            text: optional { $0.text() })
    }

    public mutating func drawerClosing() -> DrawerClosing {
        DrawerClosing(
            content: content(), drawer: content(), time: time(), businessDate: date(),
            person: person(),
            denominations: list(upTo: 4) {
                DenominationCount(value: $0.money(), count: $0.small())
            },
            counted: money(), difference: money(), zNumber: small(), report: report())
    }

    public mutating func tally() -> Tally { Tally(count: small(), amount: money()) }

    public mutating func report() -> DrawerReport {
        var report = DrawerReport(series: "014-03")
        report.firstReceipt = optional { $0.small() }
        report.lastReceipt = optional { $0.small() }
        (report.sales, report.returns, report.voids) = (tally(), tally(), tally())
        (report.voidedLines, report.discounts, report.overrides) = (tally(), tally(), tally())
        (report.cancelled, report.noSales, report.reprints) = (tally(), small(), small())
        (report.training, report.rounding, report.float) = (tally(), money(), money())
        report.taxes = list(upTo: 2) { .init(name: $0.text(), tally: $0.tally()) }
        report.tenders = list(upTo: 2) { .init(name: $0.text(), tally: $0.tally()) }
        (report.drops, report.paidIn, report.paidOut) = (tally(), tally(), tally())
        (report.expectedCash, report.grandTotal) = (money(), money())
        report.headSequence = small()
        report.headSequence &= UInt64(Int64.max)
        report.headHash = bytes(32)
        return report
    }

    public mutating func stockMovement() -> StockMovement {
        StockMovement(
            content: content(), kind: pick(StockMovement.Kind.allCases),
            place: pick([.shop, Place("cellar")]), time: time(), businessDate: date(),
            person: person(), reason: text(),
            lines: list(upTo: 5) {
                StockMovement.Line(
                    item: $0.item(), change: $0.quantity(), counted: $0.optional { $0.quantity() },
                    cost: $0.optional { $0.price() }, reason: $0.optional { $0.text() })
            })
    }

    public mutating func moneyAdjustment() -> MoneyAdjustment {
        MoneyAdjustment(
            content: content(), time: time(), businessDate: date(), person: person(),
            amount: money(), reason: text(), reference: optional { $0.text() })
    }

    public mutating func importRecord() -> ImportRecord {
        ImportRecord(
            content: content(), kind: pick(ImportRecord.Kind.allCases), source: text(),
            time: time(), person: person(), taken: small(), unchanged: small(), refused: small())
    }
}
