import Encoding
import Texts

extension Stationery {
    /// An X: the report so far, nothing closed.
    public func xReport(
        _ report: DrawerReport, taken: ReportTaken, opened: LocalTime, cashier: UInt32,
        isTraining: Bool = false
    ) -> Document {
        var elements = header() + [.text(say(.xReport), .title)]
        elements += place(cashier: cashier, time: taken.time, businessDate: taken.businessDate)
        elements += body(report, opened: opened)
        return finished(elements + [.cut], isTraining: isTraining)
    }

    /// A Z: the session's report, what was counted, and what is missing or too much.
    public func zReport(
        _ closing: DrawerClosing, opened: LocalTime, cashier: UInt32, isTraining: Bool = false
    ) -> Document {
        var elements = header() + [.text(say(.zReport(closing.zNumber)), .title)]
        elements += place(
            cashier: cashier, time: closing.time, businessDate: closing.businessDate)
        elements += body(closing.report, opened: opened)
        elements.append(.rule)
        for entry in closing.denominations {
            let sum = [entry].total
            elements.append(
                .pair("  \(entry.count) x \(write(entry.value))", write(sum), .plain))
        }
        elements.append(.pair(say(.countedCash), write(closing.counted), .strong))
        elements.append(.pair(say(verdict(closing.difference)), write(closing.difference), .strong))
        return finished(elements + signatures() + [.cut], isTraining: isTraining)
    }

    private func verdict(_ difference: Money) -> ReportText {
        if difference == .zero { return .difference }
        return difference > .zero ? .over : .short
    }

    private func body(_ report: DrawerReport, opened: LocalTime) -> [Document.Element] {
        let openedAt = "\(dates.short(opened.date)) \(dates.time(opened))"
        var elements: [Document.Element] = [
            .pair(say(.openedAt), openedAt, .plain),
            .pair(say(.series), report.series, .plain),
            .text(range(report), .plain), .rule,
        ]
        elements += trade(report)
        elements += named(report.taxes, under: .taxes) + named(report.tenders, under: .tenders)
        elements += drawer(report)
        elements.append(.rule)
        elements.append(.pair(say(.grandTotal), write(report.grandTotal), .strong))
        if !report.headHash.isEmpty {
            elements.append(.text(say(.logHead(report.headSequence)), .plain))
            elements.append(.text(Hex.encode(report.headHash), .plain))
        }
        return elements
    }

    private func range(_ report: DrawerReport) -> String {
        guard let first = report.firstReceipt, let last = report.lastReceipt else {
            return say(.noReceipts)
        }
        return say(
            .receipts(
                first: Digits.padded(Int64(first), to: 6),
                last: Digits.padded(Int64(last), to: 6)))
    }

    private func trade(_ report: DrawerReport) -> [Document.Element] {
        [
            pair(.sales(report.sales.count), report.sales),
            pair(.returns(report.returns.count), report.returns),
            pair(.voids(report.voids.count), report.voids),
            pair(.voidedLines(report.voidedLines.count), report.voidedLines),
            pair(.discounts(report.discounts.count), report.discounts),
            pair(.overrides(report.overrides.count), report.overrides),
            pair(.cancelled(report.cancelled.count), report.cancelled),
            .pair(say(.noSales), String(report.noSales), .plain),
            .pair(say(.reprints), String(report.reprints), .plain),
            pair(.training(report.training.count), report.training),
            .pair(say(ReportText.rounding), write(report.rounding), .plain),
        ]
    }

    private func drawer(_ report: DrawerReport) -> [Document.Element] {
        [
            .text(say(.drawer), .strong), .pair(say(.float), write(report.float), .plain),
            pair(.drops(report.drops.count), report.drops),
            pair(.paidIn(report.paidIn.count), report.paidIn),
            pair(.paidOut(report.paidOut.count), report.paidOut),
            .pair(say(.expectedCash), write(report.expectedCash), .strong),
        ]
    }

    private func named(
        _ entries: [DrawerReport.Named], under title: ReportText
    ) -> [Document.Element] {
        guard !entries.isEmpty else { return [] }
        let lines: [Document.Element] = entries.map { entry in
            let name =
                settings.tender(entry.name).map { self.name($0.labels) }
                ?? numbers.taxName(entry.name)
            return pair(.tally(name: name, count: entry.tally.count), entry.tally)
        }
        return [.text(say(title), .strong)] + lines
    }

    private func pair(_ key: ReportText, _ tally: Tally) -> Document.Element {
        .pair(say(key), write(tally.amount), .plain)
    }
}
