import Encoding
import Retail

extension Projection {
    mutating func add(_ opening: DrawerOpening) {
        fact(
            .drawerOpening,
            moment(opening.content, opening.time, opening.businessDate) + [
                .id(opening.person), .money(opening.float),
            ])
    }

    mutating func add(_ movement: DrawerMovement) {
        fact(
            .drawerMovement,
            moment(movement.content, movement.time, movement.businessDate) + [
                .id(movement.drawer), .id(movement.person), .id(movement.approver),
                .number(movement.kind.rawValue), .money(movement.amount), .number(movement.reason),
                .optional(movement.text),
            ])
    }

    mutating func add(_ closing: DrawerClosing) {
        let report = closing.report
        fact(
            .drawerClosing,
            moment(closing.content, closing.time, closing.businessDate) + [
                .id(closing.drawer), .id(closing.person), .number(closing.zNumber),
                .money(closing.counted), .money(closing.difference), .money(report.expectedCash),
                .text(report.series), .number(report.firstReceipt), .number(report.lastReceipt),
                .money(report.grandTotal), .bytes(Self.encode(closing.denominations)),
                .bytes(report.encoded),
            ])
    }

    /// `[[value, count] …]`, as the payload has it.
    private static func encode(_ denominations: [DenominationCount]) -> [UInt8] {
        var encoder = CBOREncoder(capacity: 8 * denominations.count + 2)
        encoder.array(denominations.count)
        for entry in denominations {
            encoder.array(2)
            encoder.integer(entry.value.minorUnits)
            encoder.unsigned(UInt64(entry.count))
        }
        return encoder.finish()
    }

    mutating func add(_ report: ReportTaken) {
        fact(
            .reportTaken,
            moment(report.content, report.time, report.businessDate) + [
                .id(report.drawer), .id(report.person),
            ])
    }

    mutating func add(_ signOn: SignOn) {
        fact(
            .signOn,
            moment(signOn.content, signOn.time, signOn.businessDate) + [
                .id(signOn.person), .number(signOn.kind.rawValue),
            ])
    }

    mutating func add(_ failed: FailedPINs) {
        fact(
            .failedPINs,
            moment(failed.content, failed.minute, failed.businessDate) + [
                .number(failed.count), .number(failed.number),
            ])
    }

    /// A row of the table of sign-ons: what read models of earlier versions have holds it too.
    mutating func add(_ unlock: Unlock) {
        fact(
            .signOn,
            moment(unlock.content, unlock.time, unlock.businessDate) + [
                .id(unlock.person), .number(Self.unlockKind),
            ])
    }

    /// Beside the kinds of ``SignOn``.
    private static let unlockKind: UInt8 = 3

    mutating func add(_ entry: ClockEntry) {
        fact(
            .clockEntry,
            moment(entry.content, entry.time, entry.businessDate) + [
                .id(entry.person), .number(entry.kind.rawValue),
            ])
    }

    mutating func add(_ movement: StockMovement) {
        let shared = moment(movement.content, movement.time, movement.businessDate)
        var stock = StockTotals(capacity: movement.lines.count)
        for (number, each) in movement.lines.enumerated() {
            line(
                .stockMovement, number,
                shared + [
                    .id(movement.person), .number(movement.kind.rawValue),
                    .text(movement.place.name), .text(each.item.text), .quantity(each.change),
                    .quantity(each.counted), .price(each.cost),
                    .text(each.reason ?? movement.reason),
                ])
            stock.change(each.item, by: each.change)
        }
        increase(stock, at: movement.place)
    }

    mutating func add(_ adjustment: MoneyAdjustment) {
        fact(
            .moneyAdjustment,
            moment(adjustment.content, adjustment.time, adjustment.businessDate) + [
                .id(adjustment.person), .money(adjustment.amount), .text(adjustment.reason),
                .optional(adjustment.reference),
            ])
    }

    mutating func add(_ record: ImportRecord) {
        fact(
            .importRecord,
            [
                .id(record.content), .time(record.time.instant),
                .integer(Int64(record.time.offsetSeconds)), .id(record.person),
                .number(record.kind.rawValue), .text(record.source), .number(record.taken),
                .number(record.unchanged), .number(record.refused),
            ])
    }
}
