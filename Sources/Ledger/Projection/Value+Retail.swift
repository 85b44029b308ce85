import Encoding
import Retail

extension Value {
    static func id(_ content: ContentID?) -> Value { bytes16(content?.id) }
    static func id(_ person: PersonID?) -> Value { bytes16(person?.id) }
    static func id(_ customer: CustomerID?) -> Value { bytes16(customer?.id) }
    static func id(_ publication: PublicationID?) -> Value { bytes16(publication?.id) }

    static func money(_ money: Money) -> Value { .integer(money.minorUnits) }
    static func quantity(_ quantity: Quantity?) -> Value { optional(quantity?.thousandths) }
    static func price(_ price: UnitPrice?) -> Value { optional(price?.tenThousandths) }
    static func time(_ instant: Instant?) -> Value { optional(instant?.milliseconds) }

    /// Clamped, as columns have 63 bits.
    static func seq(_ seq: UInt64) -> Value { .integer(Int64(clamping: seq)) }
    static func number(_ number: (some FixedWidthInteger)?) -> Value {
        optional(number.map { Int64(clamping: $0) })
    }

    static func optional(_ text: String?) -> Value { text.map(Value.text) ?? .null }
    static func optional(_ bytes: [UInt8]?) -> Value { bytes.map(Value.bytes) ?? .null }

    private static func optional(_ number: Int64?) -> Value {
        number.map(Value.integer) ?? .null
    }

    private static func bytes16(_ id: Bytes16?) -> Value {
        id.map { .bytes($0.bytes) } ?? .null
    }
}

/// The columns that nearly every fact begins with.
func moment(_ content: ContentID, _ time: LocalTime, _ date: BusinessDate) -> [Value] {
    [
        .id(content), .time(time.instant), .integer(Int64(time.offsetSeconds)),
        .integer(Int64(date.days)),
    ]
}
