import Encoding

extension DrawerOpening {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.money(6, float)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        self.init(
            content: content, time: time, businessDate: businessDate, person: person,
            float: try reader.money(6))
    }
}

extension DrawerMovement {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.id(5, drawer?.id)
        writer.number(6, kind.rawValue)
        writer.money(7, amount, unless: .zero)
        writer.id(8, approver?.id)
        writer.optional(9, reason)
        writer.text(10, text)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        let drawer = try reader.contentIfAny(5)
        let kind: Kind = try reader.named(6)
        let amount = try reader.money(7, else: .zero)
        let approver = try reader.personIfAny(8)
        let reason = try reader.numberIfAny(9, UInt8.self)
        self.init(
            content: content, kind: kind, time: time, businessDate: businessDate, drawer: drawer,
            person: person, approver: approver, amount: amount, reason: reason,
            text: try reader.textIfAny(10, FactLimit.textBytesMax))
    }
}

extension DrawerClosing {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.id(5, drawer.id)
        writer.list(6, denominations) { entry, encoder in
            encoder.array(2)
            encoder.integer(entry.value.minorUnits)
            encoder.unsigned(UInt64(entry.count))
        }
        writer.money(7, counted)
        writer.money(8, difference, unless: .zero)
        writer.number(9, zNumber)
        writer.map(10) { report.encode(into: &$0) }
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        let drawer = try reader.content(5)
        let denominations = try reader.list(6) { reader throws(FactError) in
            try reader.array(2)
            return DenominationCount(value: try reader.money(), count: try reader.number())
        }
        let (counted, difference) = (try reader.money(7), try reader.money(8, else: .zero))
        let zNumber: UInt32 = try reader.number(9)
        try reader.need(10)
        let report = try reader.map { reader throws(FactError) in
            try DrawerReport(from: &reader)
        }
        self.init(
            content: content, drawer: drawer, time: time, businessDate: businessDate,
            person: person, denominations: denominations, counted: counted,
            difference: difference, zNumber: zNumber, report: report)
    }
}

extension FieldWriter {
    fileprivate mutating func tally(_ key: UInt64, _ tally: Tally) {
        guard tally != Tally() else { return }
        field(key) {
            $0.array(2)
            $0.unsigned(UInt64(tally.count))
            $0.integer(tally.amount.minorUnits)
        }
    }

    fileprivate mutating func named(_ key: UInt64, _ entries: [DrawerReport.Named]) {
        list(key, entries) { entry, encoder in
            encoder.array(3)
            encoder.text(entry.name)
            encoder.unsigned(UInt64(entry.tally.count))
            encoder.integer(entry.tally.amount.minorUnits)
        }
    }
}

extension FieldReader {
    fileprivate mutating func tally(_ key: UInt64) throws(FactError) -> Tally {
        guard try has(key) else { return Tally() }
        try array(2)
        return Tally(count: try number(), amount: try money())
    }

    fileprivate mutating func named(_ key: UInt64) throws(FactError) -> [DrawerReport.Named] {
        try list(key) { reader throws(FactError) in
            try reader.array(3)
            let name = try reader.label()
            return DrawerReport.Named(
                name: name, tally: Tally(count: try reader.number(), amount: try reader.money()))
        }
    }
}

extension DrawerReport {
    /// The report as a map of its own, as a closing carries it and tables keep it.
    public var encoded: [UInt8] {
        var writer = FieldWriter()
        encode(into: &writer)
        return writer.finish()
    }

    func encode(into writer: inout FieldWriter) {
        writer.text(0, series)
        writer.optional(1, firstReceipt)
        writer.optional(2, lastReceipt)
        writer.tally(3, sales)
        writer.tally(4, returns)
        writer.tally(5, voids)
        writer.tally(6, voidedLines)
        writer.tally(7, discounts)
        writer.tally(8, overrides)
        writer.tally(9, cancelled)
        writer.number(10, noSales, unless: 0)
        writer.number(11, reprints, unless: 0)
        writer.tally(12, training)
        writer.money(13, rounding, unless: .zero)
        writer.named(14, taxes)
        writer.named(15, tenders)
        writer.money(16, float, unless: .zero)
        writer.tally(17, drops)
        writer.tally(18, paidIn)
        writer.tally(19, paidOut)
        writer.money(20, expectedCash, unless: .zero)
        writer.money(21, grandTotal, unless: .zero)
        if headSequence > 0 { writer.field(22) { $0.unsigned(headSequence) } }
        writer.bytes(23, headHash)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        self.init(series: try reader.text(0, FactLimit.labelBytesMax))
        firstReceipt = try reader.numberIfAny(1)
        lastReceipt = try reader.numberIfAny(2)
        sales = try reader.tally(3)
        returns = try reader.tally(4)
        voids = try reader.tally(5)
        voidedLines = try reader.tally(6)
        discounts = try reader.tally(7)
        overrides = try reader.tally(8)
        cancelled = try reader.tally(9)
        noSales = try reader.number(10, else: 0)
        reprints = try reader.number(11, else: 0)
        training = try reader.tally(12)
        rounding = try reader.money(13, else: .zero)
        taxes = try reader.named(14)
        tenders = try reader.named(15)
        float = try reader.money(16, else: .zero)
        drops = try reader.tally(17)
        paidIn = try reader.tally(18)
        paidOut = try reader.tally(19)
        expectedCash = try reader.money(20, else: .zero)
        grandTotal = try reader.money(21, else: .zero)
        headSequence = try reader.has(22) ? UInt64(try reader.integer(in: 0 ... .max)) : 0
        headHash = try reader.bytes(23)
    }
}

extension ReportTaken {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.id(5, drawer?.id)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        self.init(
            content: content, drawer: try reader.contentIfAny(5), time: time,
            businessDate: businessDate, person: person)
    }
}
