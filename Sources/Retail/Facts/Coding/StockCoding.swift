import Encoding

extension StockMovement {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.number(6, kind.rawValue)
        if place != .shop { writer.text(7, place.name) }
        if !reason.isEmpty { writer.text(8, reason) }
        writer.list(9, lines) { $0.encode(into: &$1) }
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        let kind: Kind = try reader.named(6)
        let place = try reader.textIfAny(7, FactLimit.labelBytesMax).map { Place($0) }
        let reason = try reader.textIfAny(8, FactLimit.textBytesMax)
        let lines = try reader.list(9) { reader throws(FactError) in
            try StockMovement.Line(from: &reader)
        }
        self.init(
            content: content, kind: kind, place: place ?? .shop, time: time,
            businessDate: businessDate, person: person, reason: reason ?? "", lines: lines)
    }
}

extension StockMovement.Line {
    /// `[item, change]`, then a map of what isn't usual.
    fileprivate func encode(into encoder: inout CBOREncoder) {
        let hasMore = counted != nil || cost != nil || reason != nil
        encoder.array(hasMore ? 3 : 2)
        encoder.text(item.text)
        encoder.integer(change.thousandths)
        guard hasMore else { return }
        encoder.fields { writer in
            writer.optional(0, counted?.thousandths)
            if let cost { writer.field(1) { $0.scaled(cost.tenThousandths) } }
            writer.text(2, reason)
        }
    }

    fileprivate init(from reader: inout FieldReader) throws(FactError) {
        let count = try reader.array(2...3)
        self.init(item: try reader.item(), change: try reader.quantity())
        guard count == 3 else { return }
        self = try reader.map { [self] reader throws(FactError) in
            var line = self
            if try reader.has(0) { line.counted = try reader.quantity() }
            if try reader.has(1) { line.cost = try reader.price() }
            line.reason = try reader.textIfAny(2, FactLimit.textBytesMax)
            return line
        }
    }
}

extension MoneyAdjustment {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.money(6, amount)
        writer.text(7, reason)
        writer.text(8, reference)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        let amount = try reader.money(6)
        let reason = try reader.text(7, FactLimit.textBytesMax)
        self.init(
            content: content, time: time, businessDate: businessDate, person: person,
            amount: amount, reason: reason,
            reference: try reader.textIfAny(8, FactLimit.labelBytesMax))
    }
}
