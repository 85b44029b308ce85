import Encoding

// Keys of receipts and what is done to them: `docs/facts.md`.

/// Truth values of a receipt in one number.
private struct ReceiptFlags: OptionSet {
    let rawValue: UInt8
    static let exempt = ReceiptFlags(rawValue: 1)
    static let taxIncluded = ReceiptFlags(rawValue: 2)
    static let training = ReceiptFlags(rawValue: 4)
    static let all: ReceiptFlags = [.exempt, .taxIncluded, .training]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ receipt: Receipt) {
        var flags: ReceiptFlags = []
        if receipt.isTaxExempt { flags.insert(.exempt) }
        if receipt.taxIncluded { flags.insert(.taxIncluded) }
        if receipt.isTraining { flags.insert(.training) }
        self = flags
    }
}

extension FieldWriter {
    /// Keys 6 and 7.
    mutating func number(_ number: ReceiptNumber) {
        text(6, number.series)
        self.number(7, number.number)
    }
}

extension FieldReader {
    /// Keys 6 and 7.
    mutating func receiptNumber() throws(FactError) -> ReceiptNumber {
        let series = try text(6, FactLimit.labelBytesMax)
        return ReceiptNumber(series: series, number: try number(7))
    }

    /// Key 8.
    fileprivate mutating func flags() throws(FactError) -> ReceiptFlags {
        guard try has(8) else { return [] }
        // A flag that this program doesn't know may change what the fact means.
        return ReceiptFlags(
            rawValue: UInt8(try integer(in: 0...Int64(ReceiptFlags.all.rawValue))))
    }
}

extension Receipt {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.id(5, drawer?.id)
        writer.number(number)
        writer.number(8, ReceiptFlags(self).rawValue, unless: 0)
        writer.lines(lines)
        writer.taxes(of: self)
        writer.list(13, tenders) { $0.encodeFact(into: &$1) }
        writer.money(14, rounding, unless: .zero)
        writer.money(15, change, unless: impliedChange)
        writer.id(16, customer?.id)
        writer.number(17, kind.rawValue, unless: 0)
        writer.list(18, notes) { $1.text($0) }
        writer.list(19, events) { $0.encodeFact(into: &$1) }
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        let drawer = try reader.contentIfAny(5)
        let number = try reader.receiptNumber()
        let flags = try reader.flags()
        let isIncluded = flags.contains(.taxIncluded)
        let lines = try reader.lines()
        let taxes = try reader.taxes(lines, isIncluded: isIncluded)
        let tenders = try reader.list(13) { reader throws(FactError) in try reader.tender() }
        let rounding = try reader.money(14, else: .zero)
        let change = try reader.has(15) ? try reader.money() : nil
        let customer = try reader.has(16) ? CustomerID(try reader.id()) : nil
        self.init(
            content: content, number: number, kind: try reader.named(17, else: .sale), time: time,
            businessDate: businessDate, drawer: drawer, person: person, customer: customer,
            isTaxExempt: flags.contains(.exempt), taxIncluded: isIncluded, lines: lines,
            taxes: taxes, tenders: tenders, rounding: rounding,
            notes: try reader.list(18) { reader throws(FactError) in try reader.longText() },
            events: try reader.list(19) { reader throws(FactError) in try reader.event() },
            isTraining: flags.contains(.training))
        self.change = change ?? impliedChange
    }

    /// What was given above what was due.
    private var impliedChange: Money {
        max(.zero, tenders.map(\.amount).sum() - total - rounding)
    }
}

extension FieldWriter {
    /// Key 12.
    fileprivate mutating func taxes(of receipt: Receipt) {
        var label: String?
        list(12, receipt.taxes) { tax, encoder in
            tax.encode(into: &encoder, after: label, of: receipt)
            label = tax.label
        }
    }
}

extension FieldReader {
    /// Key 12.
    fileprivate mutating func taxes(
        _ lines: [ReceiptLine], isIncluded: Bool
    ) throws(FactError) -> [ReceiptTax] {
        guard try has(12) else { return [] }
        let begin = offset
        let count = try array(0...Int.max)
        guard count <= FactLimit.taxesMax else { throw error(.range, at: begin) }
        var taxes: [ReceiptTax] = []
        for _ in 0..<count {
            taxes.append(try tax(after: taxes.last?.label, lines, isIncluded: isIncluded))
        }
        return taxes
    }
}

extension ReceiptVoid {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.id(5, drawer?.id)
        writer.number(number)
        writer.number(8, isTraining ? ReceiptFlags.training.rawValue : 0, unless: 0)
        writer.lines(lines)
        writer.list(13, tenders) { $0.encodeFact(into: &$1) }
        writer.id(20, approver?.id)
        writer.number(21, reason)
        writer.id(22, receipt.id)
        writer.money(23, total)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        let drawer = try reader.contentIfAny(5)
        let number = try reader.receiptNumber()
        let flags = try reader.flags()
        let lines = try reader.lines()
        let tenders = try reader.list(13) { reader throws(FactError) in try reader.tender() }
        let approver = try reader.personIfAny(20)
        let reason: UInt8 = try reader.number(21)
        self.init(
            content: content, receipt: try reader.content(22), number: number, time: time,
            businessDate: businessDate, drawer: drawer, person: person, approver: approver,
            reason: reason, lines: lines, tenders: tenders, total: try reader.money(23),
            isTraining: flags.contains(.training))
    }
}

extension Reprint {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.id(5, drawer?.id)
        writer.number(6, kind.rawValue, unless: 0)
        writer.number(7, copy)
        writer.id(22, receipt.id)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        let drawer = try reader.contentIfAny(5)
        let kind: Kind = try reader.named(6, else: .copy)
        let copy: UInt32 = try reader.number(7)
        self.init(
            content: content, receipt: try reader.content(22), kind: kind, copy: copy, time: time,
            businessDate: businessDate, drawer: drawer, person: person)
    }
}

extension BasketRecord {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.id(5, drawer?.id)
        writer.lines(lines)
        writer.list(19, events) { $0.encodeFact(into: &$1) }
        writer.id(20, approver?.id)
        writer.optional(21, reason)
        writer.money(23, total)
        writer.id(24, basketID.id)
        writer.text(25, label)
        writer.bytes(26, basket)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        let drawer = try reader.contentIfAny(5)
        let lines = try reader.lines()
        let events = try reader.list(19) { reader throws(FactError) in try reader.event() }
        let approver = try reader.personIfAny(20)
        let reason = try reader.numberIfAny(21, UInt8.self)
        let total = try reader.money(23)
        let basketID = try reader.content(24)
        let label = try reader.textIfAny(25, FactLimit.textBytesMax)
        self.init(
            content: content, basketID: basketID, time: time, businessDate: businessDate,
            drawer: drawer, person: person, approver: approver, reason: reason, label: label,
            total: total, lines: lines, events: events, basket: try reader.bytes(26))
    }
}

extension BasketRecall {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.id(6, hold.id)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        self.init(
            content: content, hold: try reader.content(6), time: time, businessDate: businessDate,
            person: person)
    }
}
