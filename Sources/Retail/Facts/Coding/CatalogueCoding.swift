import Encoding

extension ItemChange {
    func encode(into writer: inout FieldWriter) {
        writer.number(6, version)
        writer.text(7, code.text)
        if let item { writer.map(8) { item.encode(into: &$0, code: code) } }
        writer.list(9, codes) { entry, encoder in
            encoder.array(2)
            encoder.text(entry.code.digits)
            encoder.bool(entry.isPresent)
        }
        writer.list(10, prices) { entry, encoder in
            encoder.array(4)
            encoder.unsigned(UInt64(entry.kind.rawValue))
            encoder.integer(entry.from.milliseconds)
            encoder.optional(entry.until) { $1.integer($0.milliseconds) }
            encoder.optional(entry.price) { $1.scaled($0.tenThousandths) }
        }
        writer.id(27, publication?.id)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let version = try reader.version(6)
        try reader.need(7)
        let code = try reader.item()
        var item: Item?
        if try reader.has(8) {
            item = try reader.map { reader throws(FactError) in
                try Item(from: &reader, code: code)
            }
        }
        let codes = try reader.list(9) { reader throws(FactError) in
            try reader.array(2)
            return CodeEntry(
                code: LookupCode(try reader.label()), isPresent: try reader.truth())
        }
        let prices = try reader.list(10) { reader throws(FactError) in try reader.datedPrice() }
        self.init(
            content: content, version: version, code: code, item: item, codes: codes,
            prices: prices)
        publication = try reader.publicationIfAny()
    }
}

extension FieldReader {
    fileprivate mutating func datedPrice() throws(FactError) -> DatedPrice {
        try array(4)
        let kind: DatedPrice.Kind = try named()
        let from = try instant()
        let until = isNull() ? nil : try instant()
        return DatedPrice(
            kind: kind, from: from, until: until, price: isNull() ? nil : try price())
    }
}

extension Item {
    fileprivate func encode(into writer: inout FieldWriter, code outer: ItemCode) {
        writer.text(0, name)
        if !department.isEmpty { writer.text(1, department) }
        if !taxCategory.isEmpty { writer.text(2, taxCategory) }
        writer.number(3, unit.rawValue, unless: 0)
        writer.optional(4, minimumAge)
        if let cost { writer.field(5) { $0.scaled(cost.tenThousandths) } }
        writer.number(6, stockPolicy.rawValue, unless: 0)
        if !isActive { writer.field(7) { $0.bool(false) } }
        if !code.text.utf8.elementsEqual(outer.text.utf8) { writer.text(8, code.text) }
    }

    fileprivate init(from reader: inout FieldReader, code: ItemCode) throws(FactError) {
        self.init(code: code, name: try reader.text(0, FactLimit.nameBytesMax))
        department = try reader.textIfAny(1, FactLimit.labelBytesMax) ?? ""
        taxCategory = try reader.textIfAny(2, FactLimit.labelBytesMax) ?? ""
        unit = try reader.named(3, else: .piece)
        minimumAge = try reader.numberIfAny(4)
        cost = try reader.has(5) ? try reader.price() : nil
        stockPolicy = try reader.named(6, else: .open)
        isActive = try reader.has(7) ? try reader.truth() : true
        if try reader.has(8) { self.code = try reader.item() }
    }
}

extension TaxChange {
    func encode(into writer: inout FieldWriter) {
        writer.number(6, version)
        writer.list(7, rules) { rule, encoder in
            encoder.array(6)
            encoder.text(rule.category)
            encoder.unsigned(UInt64(rule.level.rawValue))
            encoder.text(rule.label)
            encoder.integer(rule.from.milliseconds)
            encoder.optional(rule.until) { $1.integer($0.milliseconds) }
            encoder.optional(rule.rate) { $1.scaled($0.millionths) }
        }
        writer.id(27, publication?.id)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let version = try reader.version(6)
        let rules = try reader.list(7) { reader throws(FactError) in try reader.taxRule() }
        self.init(content: content, version: version, rules: rules)
        publication = try reader.publicationIfAny()
    }
}

extension FieldReader {
    fileprivate mutating func taxRule() throws(FactError) -> TaxRule {
        try array(6)
        let category = try label()
        let level: TaxRule.Level = try named()
        let label = try self.label()
        let from = try instant()
        let until = isNull() ? nil : try instant()
        return TaxRule(
            category: category, level: level, label: label, from: from, until: until,
            rate: isNull() ? nil : try rate())
    }
}

extension SettingChange {
    func encode(into writer: inout FieldWriter) {
        writer.number(6, version)
        writer.text(7, name)
        writer.bytes(8, value)
        writer.id(27, publication?.id)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let version = try reader.version(6)
        let name = try reader.text(7, FactLimit.labelBytesMax)
        self.init(content: content, version: version, name: name, value: try reader.bytes(8))
        publication = try reader.publicationIfAny()
    }
}

extension ImportRecord {
    func encode(into writer: inout FieldWriter) {
        writer.time(time)
        writer.id(4, person.id)
        writer.number(6, kind.rawValue)
        writer.text(7, source)
        writer.number(8, taken, unless: 0)
        writer.number(9, unchanged, unless: 0)
        writer.number(10, refused, unless: 0)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let time = try reader.time()
        let person = try reader.person(4)
        let kind: Kind = try reader.named(6)
        let source = try reader.text(7, FactLimit.textBytesMax)
        let taken: UInt32 = try reader.number(8, else: 0)
        let unchanged: UInt32 = try reader.number(9, else: 0)
        self.init(
            content: content, kind: kind, source: source, time: time, person: person, taken: taken,
            unchanged: unchanged, refused: try reader.number(10, else: 0))
    }
}
