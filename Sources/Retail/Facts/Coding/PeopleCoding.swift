import Encoding

extension SignOn {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.number(6, kind.rawValue)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        self.init(
            content: content, kind: try reader.named(6), person: person, time: time,
            businessDate: businessDate)
    }
}

extension FailedPINs {
    func encode(into writer: inout FieldWriter) {
        writer.moment(minute, on: businessDate)
        writer.number(6, count)
        writer.optional(7, number)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (minute, businessDate) = try reader.moment()
        let count: UInt32 = try reader.number(6)
        self.init(
            content: content, minute: minute, businessDate: businessDate, count: count,
            number: try reader.numberIfAny(7))
    }
}

extension Unlock {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.number(6, number)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        self.init(
            content: content, number: try reader.number(6), person: person, time: time,
            businessDate: businessDate)
    }
}

extension ClockEntry {
    func encode(into writer: inout FieldWriter) {
        writer.moment(time, on: businessDate)
        writer.id(4, person.id)
        writer.number(6, kind.rawValue)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let (time, businessDate) = try reader.moment()
        let person = try reader.person(4)
        self.init(
            content: content, kind: try reader.named(6), person: person, time: time,
            businessDate: businessDate)
    }
}

extension PersonChange {
    func encode(into writer: inout FieldWriter) {
        writer.id(4, person.id)
        writer.number(6, version)
        writer.number(7, number)
        writer.list(8, roles) { $1.text($0) }
        if let pin {
            writer.field(9) {
                $0.array(3)
                $0.bytes(pin.tag)
                $0.bytes(pin.salt)
                $0.bytes(pin.verifier)
            }
        }
        writer.text(10, language)
        if !isActive { writer.field(11) { $0.bool(false) } }
        writer.bytes(12, sealedName)
        writer.id(27, publication?.id)
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let person = try reader.person(4)
        let version = try reader.version(6)
        let number: UInt32 = try reader.number(7)
        let roles = try reader.list(8) { reader throws(FactError) in try reader.label() }
        let pin = try reader.has(9) ? try PINRecord(from: &reader) : nil
        let language = try reader.textIfAny(10, FactLimit.labelBytesMax)
        let isActive = try reader.has(11) ? try reader.truth() : true
        self.init(
            content: content, person: person, version: version, number: number, roles: roles,
            pin: pin, language: language, isActive: isActive, sealedName: try reader.bytes(12))
        publication = try reader.publicationIfAny()
    }
}

extension PINRecord {
    fileprivate init(from reader: inout FieldReader) throws(FactError) {
        try reader.array(3)
        self.init(
            tag: try reader.bytes(count: 16), salt: try reader.bytes(count: 16),
            verifier: try reader.bytes(count: 32))
    }
}

extension CustomerChange {
    func encode(into writer: inout FieldWriter) {
        writer.time(time)
        writer.id(4, person.id)
        writer.id(6, customer.id)
        writer.number(7, version)
        writer.list(8, entries) { entry, encoder in
            encoder.array(2)
            encoder.unsigned(UInt64(entry.field.rawValue))
            encoder.optional(entry.value) { $1.bytes($0) }
        }
    }

    init(from reader: inout FieldReader) throws(FactError) {
        let content = try reader.content(0)
        let time = try reader.time()
        let person = try reader.person(4)
        try reader.need(6)
        let customer = CustomerID(try reader.id())
        let version = try reader.version(7)
        let begin = reader.offset
        let entries = try reader.list(8) { reader throws(FactError) in
            try reader.array(2)
            return Entry(
                field: try reader.named(), value: reader.isNull() ? nil : try reader.bytes())
        }
        let fields = entries.map(\.field.rawValue)
        // Each field is a register that one operation writes once.
        guard zip(fields, fields.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw reader.error(.range, at: begin)
        }
        self.init(
            content: content, customer: customer, version: version, entries: entries, time: time,
            person: person)
    }
}
