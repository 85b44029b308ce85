import Encoding

/// Writes a map with ascending integer keys; what equals its default isn't written.
struct FieldWriter: ~Copyable {
    private var encoder: CBOREncoder
    private var count = 0

    init(capacity: Int = 128) { encoder = CBOREncoder(capacity: capacity) }

    /// The map.
    consuming func finish() -> [UInt8] {
        var whole = CBOREncoder(capacity: encoder.count + 2)
        write(into: &whole)
        return whole.finish()
    }

    /// Writes the map into another's item.
    consuming func write(into whole: inout CBOREncoder) {
        whole.map(count)
        encoder.withBytes { whole.raw($0) }
    }

    mutating func field(_ key: UInt64, _ write: (inout CBOREncoder) -> Void) {
        count += 1
        encoder.unsigned(key)
        write(&encoder)
    }

    mutating func number(_ key: UInt64, _ value: some FixedWidthInteger, unless usual: Int64? = nil)
    {
        let value = Int64(clamping: value)
        guard value != usual else { return }
        field(key) { $0.integer(value) }
    }

    mutating func optional(_ key: UInt64, _ value: (some FixedWidthInteger)?) {
        guard let value else { return }
        number(key, value)
    }

    mutating func money(_ key: UInt64, _ value: Money, unless usual: Money? = nil) {
        number(key, value.minorUnits, unless: usual?.minorUnits)
    }

    mutating func text(_ key: UInt64, _ value: String?) {
        guard let value else { return }
        field(key) { $0.text(value) }
    }

    mutating func id(_ key: UInt64, _ value: Bytes16?) {
        guard let value else { return }
        field(key) { $0.fixed(value) }
    }

    mutating func bytes(_ key: UInt64, _ value: [UInt8]) {
        guard !value.isEmpty else { return }
        field(key) { $0.bytes(value) }
    }

    mutating func list<Element>(
        _ key: UInt64, _ elements: [Element], _ write: (Element, inout CBOREncoder) -> Void
    ) {
        guard !elements.isEmpty else { return }
        field(key) { $0.list(elements, write) }
    }

    /// A map inside this one.
    mutating func map(_ key: UInt64, _ write: (inout FieldWriter) -> Void) {
        field(key) { $0.fields(write) }
    }
}

extension FieldWriter {
    /// Keys 1 to 3: the business date, milliseconds since that day's midnight UTC, the offset.
    mutating func moment(_ time: LocalTime, on date: BusinessDate) {
        number(1, date.days)
        self.time(time, since: Int64(date.days) * CivilTime.millisecondsPerDay)
    }

    /// Keys 2 and 3; the offset in quarters of an hour, or as `[seconds]`.
    mutating func time(_ time: LocalTime, since start: Int64 = 0) {
        // Wraps where a reader refuses the time anyway; a reader wraps back.
        number(2, time.instant.milliseconds &- start)
        let (quarters, rest) = time.offsetSeconds.quotientAndRemainder(dividingBy: 900)
        guard rest != 0 else { return number(3, quarters, unless: 0) }
        field(3) {
            $0.array(1)
            $0.integer(Int64(time.offsetSeconds))
        }
    }
}

extension CBOREncoder {
    mutating func fields(_ write: (inout FieldWriter) -> Void) {
        var writer = FieldWriter()
        write(&writer)
        writer.write(into: &self)
    }

    /// A price or rate: hundreds as an unsigned integer, others as `-1 - n`, negative ones in an
    /// array; most have two digits to spare.
    mutating func scaled(_ value: Int64) {
        if value < 0 {
            array(1)
            integer(value)
        } else {
            integer(value.isMultiple(of: 100) ? value / 100 : ~value)
        }
    }
}

/// Lengths of time that coding counts with.
enum CivilTime {
    static let millisecondsPerDay: Int64 = 86_400_000
}
