import Encoding

/// Reads a basket's parts in the order in which they are written.
struct BasketReader {
    private var reader: CBORReader

    init(_ bytes: [UInt8]) throws(CBORError) { reader = try CBORReader(bytes) }

    /// The version, which stands first; the rest is read only where it is known.
    mutating func version() throws(CBORError) -> UInt64 {
        count = try reader.readArrayHeader()
        return try reader.readUnsigned()
    }

    private var count = 0

    /// Everything behind the version.
    mutating func basket() throws(CBORError) -> Basket {
        guard count == Basket.codingFields else { throw CBORError(.unexpected, at: 0) }
        let id = ContentID(try reader.readFixed())
        let digits = try number(Int.self)
        guard (0...4).contains(digits) else { throw unexpected }
        var basket = Basket(id: id, digits: digits)
        basket.lines = try list { reader throws(CBORError) in try reader.line() }
        basket.discount = try optional { reader throws(CBORError) in try reader.discount() }
        basket.customer = try optional { reader throws(CBORError) in
            CustomerID(try reader.reader.readFixed())
        }
        basket.exemption = try optional { reader throws(CBORError) in try reader.exemption() }
        basket.notes = try list { reader throws(CBORError) in try reader.reader.readText() }
        basket.events = try list { reader throws(CBORError) in try reader.event() }
        basket.acceptedAge = try number()
        basket.stage = try stage()
        basket.originalTenders = try list { reader throws(CBORError) in
            try reader.originalTender()
        }
        basket.lastLine = try optional { reader throws(CBORError) in try reader.number() }
        return basket
    }

    // MARK: Shapes

    private var unexpected: CBORError { CBORError(.unexpected, at: reader.offset) }

    private mutating func list<Element>(
        _ read: (inout BasketReader) throws(CBORError) -> Element
    ) throws(CBORError) -> [Element] {
        var elements: [Element] = []
        for _ in 0..<(try reader.readArrayHeader()) { elements.append(try read(&self)) }
        return elements
    }

    private mutating func optional<Value>(
        _ read: (inout BasketReader) throws(CBORError) -> Value
    ) throws(CBORError) -> Value? {
        reader.readNull() ? nil : try read(&self)
    }

    private mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) throws(CBORError) -> Number {
        let begin = reader.offset
        guard let number = Number(exactly: try reader.readInt64()) else {
            throw CBORError(.unexpected, at: begin)
        }
        return number
    }

    private mutating func named<Value: RawRepresentable<UInt8>>(
        _ type: Value.Type = Value.self
    ) throws(CBORError) -> Value {
        let begin = reader.offset
        guard let value = Value(rawValue: try number()) else {
            throw CBORError(.unexpected, at: begin)
        }
        return value
    }

    private mutating func money() throws(CBORError) -> Money { Money(try reader.readInt64()) }

    private mutating func quantity() throws(CBORError) -> Quantity {
        Quantity(thousandths: try reader.readInt64())
    }

    private mutating func price() throws(CBORError) -> UnitPrice {
        UnitPrice(tenThousandths: try reader.readInt64())
    }

    private mutating func optionalText() throws(CBORError) -> String? {
        try optional { reader throws(CBORError) in try reader.reader.readText() }
    }

    private mutating func optionalItem() throws(CBORError) -> ItemCode? {
        try optionalText().map { ItemCode($0) }
    }
}

extension BasketReader {
    private mutating func line() throws(CBORError) -> BasketLine {
        try reader.readArray(count: 14)
        return BasketLine(
            item: try optionalItem(), name: try reader.readText(),
            department: try reader.readText(), taxCategory: try reader.readText(),
            unit: try named(),
            minimumAge: try optional { reader throws(CBORError) in try reader.number() },
            quantity: try quantity(), listPrice: try price(), price: try price(),
            basis: try basis(),
            discount: try optional { reader throws(CBORError) in try reader.discount() },
            scanned: try optionalText(), note: try optionalText(),
            isVoided: try reader.readBool())
    }

    private mutating func basis() throws(CBORError) -> BasketLine.Basis {
        if reader.readNull() { return .price }
        return reader.kind == .array ? .returned(try returnedGoods()) : .label(try money())
    }

    private mutating func returnedGoods() throws(CBORError) -> ReturnedGoods {
        try reader.readArray(count: 7)
        let receipt = ContentID(try reader.readFixed())
        let origin = LineOrigin(receipt: receipt, line: try number())
        return ReturnedGoods(
            origin: origin, sold: try quantity(), cameBack: try quantity(), gross: try money(),
            discount: try money(),
            taxes: try list { reader throws(CBORError) in try reader.tax() })
    }

    private mutating func tax() throws(CBORError) -> ReceiptTax {
        try reader.readArray(count: 5)
        return ReceiptTax(
            label: try reader.readText(), category: try reader.readText(),
            rate: Rate(millionths: try reader.readInt64()), base: try money(),
            amount: try money())
    }

    private mutating func discount() throws(CBORError) -> Discount {
        try reader.readArray(count: 2)
        let begin = reader.offset
        switch try reader.readUnsigned() {
        case 0: return .amount(try money())
        case 1: return .percent(Rate(millionths: try reader.readInt64()))
        default: throw CBORError(.unexpected, at: begin)
        }
    }

    private mutating func exemption() throws(CBORError) -> TaxExemption {
        try reader.readArray(count: 3)
        return TaxExemption(
            kind: try named(), hasCertificate: try reader.readBool(),
            expires: try optional { reader throws(CBORError) in
                Instant(milliseconds: try reader.reader.readInt64())
            })
    }

    private mutating func event() throws(CBORError) -> BasketEvent {
        try reader.readArray(count: 8)
        return BasketEvent(
            kind: try named(),
            line: try optional { reader throws(CBORError) in try reader.number() },
            item: try optionalItem(), amount: try money(), quantity: try quantity(),
            reason: try optional { reader throws(CBORError) in try reader.number() },
            approver: try optional { reader throws(CBORError) in
                PersonID(try reader.reader.readFixed())
            },
            text: try optionalText())
    }

    private mutating func stage() throws(CBORError) -> Tendering {
        if reader.readNull() { return .ringing }
        let begin = reader.offset
        let count = try reader.readArrayHeader()
        guard count == 1 || count == 3 else { throw CBORError(.unexpected, at: begin) }
        let tenders = try list { reader throws(CBORError) in try reader.tender() }
        guard count == 3 else { return .tendering(tenders) }
        return .settled(tenders, rounding: try money(), change: try money())
    }

    private mutating func tender() throws(CBORError) -> ReceiptTender {
        try reader.readArray(count: 3)
        return ReceiptTender(
            tender: try reader.readText(), amount: try money(), reference: try optionalText())
    }

    private mutating func originalTender() throws(CBORError) -> OriginalTender {
        try reader.readArray(count: 3)
        return OriginalTender(
            receipt: ContentID(try reader.readFixed()), tender: try reader.readText(),
            amount: try money())
    }
}
