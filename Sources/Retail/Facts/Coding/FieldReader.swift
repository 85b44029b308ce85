import Encoding

/// Reads a map whose keys are asked for in ascending order; keys that nobody asks for are skipped.
struct FieldReader {
    private var reader: CBORReader
    private let kind: UInt16
    /// Pairs of the map whose keys weren't read yet.
    private var left: Int
    /// A key that was read and whose value stands next.
    private var pending: UInt64?
    /// The outermost key that is being read, for errors.
    private var key: UInt64?
    private var depth = 0

    init(kind: UInt16, _ payload: [UInt8]) throws(FactError) {
        do throws(CBORError) {
            reader = try CBORReader(payload)
        } catch {
            throw FactError(
                kind: kind, key: nil, offset: error.offset, reason: .malformed(error.reason))
        }
        self.kind = kind
        guard reader.kind == .map, let count = try? reader.readMapHeader() else {
            throw FactError(kind: kind, key: nil, offset: 0, reason: .type)
        }
        left = count
    }

    /// Moves to the value of a key; false where the map doesn't have it.
    mutating func has(_ wanted: UInt64) throws(FactError) -> Bool {
        while true {
            guard let next = try nextKey() else { return false }
            if next > wanted { return false }
            pending = nil
            if depth == 0 { key = next }
            if next == wanted { return true }
            _ = try read { reader throws(CBORError) in try reader.skip() }
        }
    }

    /// Moves to the value of a key that must be there.
    mutating func need(_ wanted: UInt64) throws(FactError) {
        guard try has(wanted) else {
            if depth == 0 { key = wanted }
            throw error(.missing, at: reader.offset)
        }
    }

    /// Moves behind the map's last pair.
    mutating func end() throws(FactError) {
        while try nextKey() != nil {
            pending = nil
            _ = try read { reader throws(CBORError) in try reader.skip() }
        }
    }

    /// The next integer key; text keys, which stand behind all integers, are skipped.
    private mutating func nextKey() throws(FactError) -> UInt64? {
        while pending == nil, left > 0 {
            left -= 1
            if reader.kind == .text {
                for _ in 0..<2 { _ = try read { reader throws(CBORError) in try reader.skip() } }
            } else {
                pending = try read { reader throws(CBORError) in try reader.readUnsigned() }
            }
        }
        return pending
    }

    /// A map that stands here as a value.
    mutating func map<Value>(
        _ body: (inout FieldReader) throws(FactError) -> Value
    ) throws(FactError) -> Value {
        let outer = (left, pending)
        left = try read { reader throws(CBORError) in try reader.readMapHeader() }
        pending = nil
        depth += 1
        let value = try body(&self)
        try end()
        depth -= 1
        (left, pending) = outer
        return value
    }

    func error(_ reason: FactError.Reason, at offset: Int) -> FactError {
        FactError(kind: kind, key: key, offset: offset, reason: reason)
    }

    var unknownKind: FactError {
        FactError(kind: kind, key: nil, offset: 0, reason: .unknownKind)
    }

    private mutating func read<Value>(
        _ body: (inout CBORReader) throws(CBORError) -> Value
    ) throws(FactError) -> Value {
        do throws(CBORError) {
            return try body(&reader)
        } catch {
            throw self.error(.type, at: error.offset)
        }
    }
}

// Single values.
extension FieldReader {
    var isInteger: Bool { reader.kind == .unsigned || reader.kind == .negative }

    mutating func isNull() -> Bool { reader.readNull() }

    mutating func integer(within most: Int64) throws(FactError) -> Int64 {
        try integer(in: -most...most)
    }

    mutating func integer(in range: ClosedRange<Int64>) throws(FactError) -> Int64 {
        guard isInteger else { throw error(.type, at: reader.offset) }
        let begin = reader.offset
        guard let value = try? reader.readInt64(), range.contains(value) else {
            throw error(.range, at: begin)
        }
        return value
    }

    mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) throws(FactError) -> Number {
        let begin = reader.offset
        guard let number = Number(exactly: try integer(in: .min ... .max)) else {
            throw error(.range, at: begin)
        }
        return number
    }

    mutating func named<Value: RawRepresentable<UInt8>>(
        _ type: Value.Type = Value.self
    ) throws(FactError) -> Value {
        let begin = reader.offset
        guard let value = Value(rawValue: try number()) else {
            throw error(.range, at: begin)
        }
        return value
    }

    mutating func truth() throws(FactError) -> Bool {
        try read { reader throws(CBORError) in try reader.readBool() }
    }

    mutating func text(_ bytesMax: Int) throws(FactError) -> String {
        let begin = reader.offset
        let text = try read { reader throws(CBORError) in try reader.readText() }
        guard text.utf8.count <= bytesMax else {
            throw error(.tooLong(bytesMax: bytesMax), at: begin)
        }
        return text
    }

    mutating func bytes() throws(FactError) -> [UInt8] {
        try read { reader throws(CBORError) in try reader.readBytes() }
    }

    mutating func bytes(count: Int) throws(FactError) -> [UInt8] {
        let begin = reader.offset
        let bytes = try bytes()
        guard bytes.count == count else { throw error(.type, at: begin) }
        return bytes
    }

    mutating func id() throws(FactError) -> Bytes16 {
        try read { reader throws(CBORError) in try reader.readFixed() }
    }

    /// The count of an array's items, which must lie in a range.
    mutating func array(_ counts: ClosedRange<Int>) throws(FactError) -> Int {
        let begin = reader.offset
        let count = try read { reader throws(CBORError) in try reader.readArrayHeader() }
        guard counts.contains(count) else { throw error(.type, at: begin) }
        return count
    }

    mutating func array(_ count: Int) throws(FactError) { _ = try array(count...count) }

    mutating func list<Element>(
        _ read: (inout FieldReader) throws(FactError) -> Element
    ) throws(FactError) -> [Element] {
        let count = try array(0...Int.max)
        var elements: [Element] = []
        // No more than is usual: what else the array holds may be of another type, and refused.
        elements.reserveCapacity(min(count, 64))
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }

    var offset: Int { reader.offset }
}
