// Values of the shop's own types, and keys that many kinds share.

extension FieldReader {
    mutating func money() throws(FactError) -> Money {
        Money(try integer(within: FactLimit.moneyMax))
    }

    mutating func quantity() throws(FactError) -> Quantity {
        Quantity(thousandths: try integer(within: FactLimit.quantityMax))
    }

    mutating func price() throws(FactError) -> UnitPrice {
        UnitPrice(tenThousandths: try scaled(within: FactLimit.priceMax))
    }

    mutating func rate() throws(FactError) -> Rate {
        Rate(millionths: try scaled(within: FactLimit.rateMax))
    }

    /// What `CBOREncoder.scaled` writes.
    private mutating func scaled(within most: Int64) throws(FactError) -> Int64 {
        guard isInteger else {
            try array(1)
            return try integer(in: -most ... -1)
        }
        let begin = offset
        let value = try integer(in: .min ... .max)
        guard value >= 0 else {
            guard ~value <= most else { throw error(.range, at: begin) }
            return ~value
        }
        guard value <= most / 100 else { throw error(.range, at: begin) }
        return value * 100
    }

    mutating func instant() throws(FactError) -> Instant {
        Instant(milliseconds: try integer(within: FactLimit.millisecondsMax))
    }

    mutating func item() throws(FactError) -> ItemCode {
        ItemCode(try text(FactLimit.codeBytesMax))
    }

    mutating func label() throws(FactError) -> String { try text(FactLimit.labelBytesMax) }

    mutating func longText() throws(FactError) -> String { try text(FactLimit.textBytesMax) }
}

// By key.
extension FieldReader {
    mutating func content(_ key: UInt64) throws(FactError) -> ContentID {
        try need(key)
        return ContentID(try id())
    }

    mutating func contentIfAny(_ key: UInt64) throws(FactError) -> ContentID? {
        try has(key) ? ContentID(try id()) : nil
    }

    /// Key 27, of the kinds that a publication may have.
    mutating func publicationIfAny() throws(FactError) -> PublicationID? {
        try has(27) ? PublicationID(try id()) : nil
    }

    mutating func person(_ key: UInt64) throws(FactError) -> PersonID {
        try need(key)
        return PersonID(try id())
    }

    mutating func personIfAny(_ key: UInt64) throws(FactError) -> PersonID? {
        try has(key) ? PersonID(try id()) : nil
    }

    mutating func money(_ key: UInt64, else usual: Money? = nil) throws(FactError) -> Money {
        if let usual, !(try has(key)) { return usual }
        if usual == nil { try need(key) }
        return try money()
    }

    mutating func number<Number: FixedWidthInteger>(
        _ key: UInt64, else usual: Number? = nil
    ) throws(FactError) -> Number {
        if let usual, !(try has(key)) { return usual }
        if usual == nil { try need(key) }
        return try number()
    }

    mutating func numberIfAny<Number: FixedWidthInteger>(
        _ key: UInt64, _ type: Number.Type = Number.self
    ) throws(FactError) -> Number? {
        try has(key) ? try number() : nil
    }

    mutating func named<Value: RawRepresentable<UInt8>>(
        _ key: UInt64, else usual: Value? = nil
    ) throws(FactError) -> Value {
        if let usual, !(try has(key)) { return usual }
        if usual == nil { try need(key) }
        return try named()
    }

    mutating func text(_ key: UInt64, _ bytesMax: Int) throws(FactError) -> String {
        try need(key)
        return try text(bytesMax)
    }

    mutating func textIfAny(_ key: UInt64, _ bytesMax: Int) throws(FactError) -> String? {
        try has(key) ? try text(bytesMax) : nil
    }

    /// Empty where the key is missing.
    mutating func bytes(_ key: UInt64) throws(FactError) -> [UInt8] {
        try has(key) ? try bytes() : []
    }

    /// Empty where the key is missing.
    mutating func list<Element>(
        _ key: UInt64, _ read: (inout FieldReader) throws(FactError) -> Element
    ) throws(FactError) -> [Element] {
        try has(key) ? try list(read) : []
    }

    /// A version of a register, which an integer column can hold.
    mutating func version(_ key: UInt64) throws(FactError) -> UInt64 {
        try need(key)
        return UInt64(try integer(in: 0 ... .max))
    }

    /// Keys 1 to 3.
    mutating func moment() throws(FactError) -> (LocalTime, BusinessDate) {
        try need(1)
        let days = Int32(try integer(within: FactLimit.daysMax))
        let start = Int64(days) * CivilTime.millisecondsPerDay
        return (try time(since: start), BusinessDate(days: days))
    }

    /// Keys 2 and 3.
    mutating func time(since start: Int64 = 0) throws(FactError) -> LocalTime {
        try need(2)
        let begin = offset
        let (milliseconds, overflow) = try number(Int64.self).addingReportingOverflow(start)
        guard !overflow, isTime(milliseconds) else { throw error(.range, at: begin) }
        let offsetSeconds = try has(3) ? try zoneOffset() : 0
        return LocalTime(Instant(milliseconds: milliseconds), offsetSeconds: offsetSeconds)
    }

    private func isTime(_ milliseconds: Int64) -> Bool {
        milliseconds.magnitude <= FactLimit.millisecondsMax.magnitude
    }

    private mutating func zoneOffset() throws(FactError) -> Int32 {
        guard !isInteger else {
            return Int32(try integer(within: FactLimit.offsetSecondsMax / 900)) * 900
        }
        try array(1)
        return Int32(try integer(within: FactLimit.offsetSecondsMax))
    }
}
