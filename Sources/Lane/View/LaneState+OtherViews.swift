import Retail
import Texts

// Signing on, counting a drawer, reading a report.

extension LaneState {
    func drawSignOn(_ entry: PINEntry, on frame: inout Frame) {
        let title =
            suspended.map { ScreenText.lockedBy($0.person.number) } ?? .signOn
        frame.write(say(title), row: 4, column: 6, style: .bold)
        if !settings.storeName.isEmpty {
            frame.write(settings.storeName, row: 2, column: 6, end: columns)
        }
        let fields = [(ScreenText.number, entry.number), (.pin, entry.pin)]
        for (index, (label, field)) in fields.enumerated() {
            let row = 6 + 2 * index
            frame.write(say(label), row: row, column: 6, style: .heading)
            frame.write(
                field, row: row, from: 16, to: 30, hasCursor: entry.isInNumber == (index == 0))
        }
        let z = lastZ.map { say(ScreenText.lastZ($0)) } ?? say(ScreenText.noZ)
        if !isDrawerOpen { frame.write(z, row: 10, column: 6) }
        drawHints(on: &frame)
    }

    /// The shop's people, where it shows them, and below them what else is to know.
    private func drawHints(on frame: inout Frame) {
        if !hints.isEmpty {
            frame.write(say(ScreenText.peopleHint), row: 12, column: 6, style: .heading)
        }
        let gap = hints.isEmpty || notices.isEmpty ? [] : [""]
        for (index, line) in (hints + gap + notices).prefix(size.rows - 18).enumerated() {
            frame.write(line, row: 13 + index, column: 8, end: columns)
        }
    }

    func draw(_ count: DrawerCount, on frame: inout Frame) {
        let title: ScreenText = count.purpose == .float ? .float : .closing
        frame.write(say(title), row: 2, column: 3, style: .bold)
        if count.purpose == .float {
            let z = lastZ.map { say(ScreenText.lastZ($0)) } ?? say(ScreenText.noZ)
            frame.write(z, row: 2, endingAt: columns - 3)
        }
        frame.write(say(ScreenText.pieces), row: 3, column: 20, style: .heading)
        let height = size.rows - 10
        let total = count.values.count + 1
        let top = min(max(0, count.row - height / 2), max(0, total - height))
        for index in top..<min(total, top + height) {
            draw(count, index, on: &frame, row: 4 + index - top)
        }
        guard count.purpose == .float || count.sum != nil else { return }
        let sum = count.sum ?? count.amount ?? .zero
        frame.write(
            "\(say(ScreenText.sum)) \(numbers.textWithSymbol(sum))", row: size.rows - 5,
            endingAt: columns - 3, style: .bold)
    }

    private func draw(_ count: DrawerCount, _ index: Int, on frame: inout Frame, row: Int) {
        let isAmount = index == count.values.count
        let label = isAmount ? say(ScreenText.orAmount) : numbers.text(count.values[index])
        frame.write(label, row: row, endingAt: 16)
        if index == count.row {
            frame.write(">", row: row, column: 1, style: .bold)
            frame.write(count.field, row: row, from: 18, to: 38)
        }
        let kept =
            isAmount
            ? count.amount.map { numbers.text($0) } : count.counts[index].map { String($0) }
        frame.write(kept ?? "", row: row, endingAt: 46)
        guard !isAmount, let pieces = count.counts[index] else { return }
        let amount = Money(
            Saturating.scale(count.values[index].minorUnits, by: Int64(pieces), over: 1))
        frame.write(numbers.text(amount), row: row, endingAt: 62)
    }

    func draw(_ report: ReportView, on frame: inout Frame) {
        let lines = reportLines(report)
        let height = size.rows - 7
        for (index, line) in lines.dropFirst(report.top).prefix(height).enumerated() {
            let style = line.isStrong ? Style.bold : .normal
            frame.write(
                line.label, row: 2 + index, column: 6,
                end: columns - 8 - CellWidth.of(line.value), style: style)
            frame.write(line.value, row: 2 + index, endingAt: columns - 6, style: style)
        }
    }

    struct ReportLine: Hashable {
        var label: String
        var value = ""
        var isStrong = false
    }

    /// A report as lines; the count's outcome first, since that is what people look for.
    func reportLines(_ view: ReportView) -> [ReportLine] {
        switch view.kind {
        case .x(let report):
            return [ReportLine(label: say(ReportText.xReport), isStrong: true)] + lines(report)
        case .z(let closing):
            let key: ReportText =
                closing.difference == .zero
                ? .difference : closing.difference > .zero ? .over : .short
            return [
                ReportLine(label: say(ReportText.zReport(closing.zNumber)), isStrong: true),
                ReportLine(
                    label: say(ReportText.countedCash), value: numbers.text(closing.counted)),
                ReportLine(
                    label: say(key), value: numbers.text(closing.difference.magnitude),
                    isStrong: true),
            ] + lines(closing.report)
        }
    }

    private func lines(_ report: DrawerReport) -> [ReportLine] {
        let tallies: [(ReportText, Tally)] = [
            (.sales(report.sales.count), report.sales),
            (.returns(report.returns.count), report.returns),
            (.voids(report.voids.count), report.voids),
            (.voidedLines(report.voidedLines.count), report.voidedLines),
            (.discounts(report.discounts.count), report.discounts),
            (.overrides(report.overrides.count), report.overrides),
            (.cancelled(report.cancelled.count), report.cancelled),
            (.drops(report.drops.count), report.drops),
            (.paidIn(report.paidIn.count), report.paidIn),
            (.paidOut(report.paidOut.count), report.paidOut),
        ]
        var lines = [receipts(report)]
        lines += tallies.map { ReportLine(label: say($0), value: numbers.text($1.amount)) }
        lines.append(ReportLine(label: say(ReportText.noSales), value: String(report.noSales)))
        lines.append(ReportLine(label: say(ReportText.reprints), value: String(report.reprints)))
        if report.training.count > 0 {
            let label = say(ReportText.training(report.training.count))
            lines.append(ReportLine(label: label, value: numbers.text(report.training.amount)))
        }
        lines += named(report.tenders) + named(report.taxes)
        lines.append(ReportLine(label: say(ReportText.float), value: numbers.text(report.float)))
        lines.append(
            ReportLine(
                label: say(ReportText.grandTotal), value: numbers.text(report.grandTotal),
                isStrong: true))
        return lines
    }

    private func receipts(_ report: DrawerReport) -> ReportLine {
        guard let first = report.firstReceipt, let last = report.lastReceipt else {
            return ReportLine(label: say(ReportText.noReceipts))
        }
        let numbers = [first, last].map {
            ReceiptNumber(series: report.series, number: $0).description
        }
        return ReportLine(label: say(ReportText.receipts(first: numbers[0], last: numbers[1])))
    }

    private func named(_ entries: [DrawerReport.Named]) -> [ReportLine] {
        entries.map { entry in
            ReportLine(
                label: say(
                    ReportText.tally(
                        name: numbers.taxName(tenderName(entry.name)), count: entry.tally.count)),
                value: numbers.text(entry.tally.amount))
        }
    }
}
