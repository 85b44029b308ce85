import CRDT
import Encoding

/// Reads a body's items, each failure with its offset in the whole body.
struct FrameItems {
    private var items: CBORReader
    private let base: Int

    /// A reader of exactly one item.
    init(_ bytes: [UInt8], base: Int = 0) throws(FrameFault) {
        do {
            items = try CBORReader(bytes)
        } catch {
            throw FrameFault(error, base: base)
        }
        self.base = base
    }

    var offset: Int { items.offset + base }
    var kind: CBORReader.Kind? { items.kind }

    mutating func read<Value>(
        _ work: (inout CBORReader) throws(CBORError) -> Value
    ) throws(FrameFault) -> Value {
        do {
            return try work(&items)
        } catch {
            throw FrameFault(error, base: base)
        }
    }

    func fault(_ reason: FrameFault.Reason, at offset: Int? = nil) -> FrameFault {
        FrameFault(offset: offset ?? self.offset, reason: reason)
    }

    mutating func unsigned(
        in range: ClosedRange<UInt64> = 0...UInt64.max
    ) throws(FrameFault) -> UInt64 {
        let start = offset
        let number = try read { (reader) throws(CBORError) in try reader.readUnsigned() }
        guard range.contains(number) else { throw fault(.range, at: start) }
        return number
    }

    mutating func fixed<Value: FixedBytes>(
        _ type: Value.Type = Value.self
    ) throws(FrameFault) -> Value {
        try read { (reader) throws(CBORError) in try reader.readFixed(type) }
    }

    /// A byte string of at most `limit` bytes.
    mutating func bytes(limit: Int) throws(FrameFault) -> [UInt8] {
        let start = offset
        let bytes = try read { (reader) throws(CBORError) in try reader.readByteSlice() }
        guard bytes.count <= limit else { throw fault(.limit(limit), at: start) }
        return Array(bytes)
    }

    /// A text of at most `limit` bytes.
    mutating func text(limit: Int = PayloadMap.textBytesMax) throws(FrameFault) -> String {
        let start = offset
        let text = try read { (reader) throws(CBORError) in try reader.readText() }
        guard text.utf8.count <= limit else { throw fault(.limit(limit), at: start) }
        return text
    }

    /// An array of exactly so many elements.
    mutating func array(of count: Int) throws(FrameFault) {
        try read { (reader) throws(CBORError) in try reader.readArray(count: count) }
    }

    /// An array of any length, element by element.
    mutating func list<Value>(
        _ element: (inout FrameItems) throws(FrameFault) -> Value
    ) throws(FrameFault) -> [Value] {
        // The whole body was checked: a count is never above the bytes that are there.
        let count = try read { (reader) throws(CBORError) in try reader.readArrayHeader() }
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try element(&self)) }
        return values
    }

    mutating func null() -> Bool { items.readNull() }

    /// The next item's bytes, as they are.
    mutating func raw() throws(FrameFault) -> [UInt8] {
        let range = try read { (reader) throws(CBORError) in try reader.skip() }
        return Array(items[range])
    }

    mutating func log() throws(FrameFault) -> LogID {
        try read { (reader) throws(CBORError) in try LogID(from: &reader) }
    }

    mutating func node() throws(FrameFault) -> NodeID {
        try read { (reader) throws(CBORError) in try NodeID(from: &reader) }
    }

    mutating func scope() throws(FrameFault) -> ScopeID {
        try read { (reader) throws(CBORError) in try ScopeID(from: &reader) }
    }

    mutating func frontier() throws(FrameFault) -> Frontier {
        try read { (reader) throws(CBORError) in try Frontier(from: &reader) }
    }

    mutating func sum() throws(FrameFault) -> ScopeTableSum {
        try array(of: 4)
        return ScopeTableSum(
            scope: try scope(), table: try text(), count: try unsigned(), sum: try fixed())
    }

    mutating func credential() throws(FrameFault) -> Credential {
        let start = offset
        let bytes = try raw()
        do {
            return try Credential(decoding: bytes)
        } catch {
            throw fault(.credential, at: start)
        }
    }

    /// A segment that names its log in full.
    mutating func segment() throws(FrameFault) -> Segment {
        let start = offset
        let bytes = try raw()
        do {
            return try Segment(decoding: bytes)
        } catch {
            switch error {
            case .malformed(let wire): throw FrameFault(wire, base: start)
            case .bodyTooLong, .signature: throw fault(.range, at: start)
            }
        }
    }
}

/// A body that is a map: its values by key; unknown keys are ignored.
struct FrameMap {
    private var places: [UInt64: (bytes: [UInt8], offset: Int)] = [:]
    private let end: Int

    init(_ body: [UInt8]) throws(FrameFault) {
        end = body.count
        var items = try FrameItems(body)
        let count = try items.read { (reader) throws(CBORError) in try reader.readMapHeader() }
        for _ in 0..<count {
            guard items.kind == .unsigned else {
                _ = try items.raw()
                _ = try items.raw()
                continue
            }
            let key = try items.unsigned()
            let offset = items.offset
            places[key] = (try items.raw(), offset)
        }
    }

    /// The value of a key that must be there.
    func value<Value>(
        _ key: UInt64, _ read: (inout FrameItems) throws(FrameFault) -> Value
    ) throws(FrameFault) -> Value {
        guard let place = places[key] else {
            throw FrameFault(offset: end, reason: .missing(key: key))
        }
        var items = try FrameItems(place.bytes, base: place.offset)
        return try read(&items)
    }

    /// The value of a key that may be left out.
    func ifThere<Value>(
        _ key: UInt64, _ read: (inout FrameItems) throws(FrameFault) -> Value
    ) throws(FrameFault) -> Value? {
        guard let place = places[key] else { return nil }
        var items = try FrameItems(place.bytes, base: place.offset)
        return try read(&items)
    }

    /// The value of a key that must be there and may be null.
    func optional<Value>(
        _ key: UInt64, _ read: (inout FrameItems) throws(FrameFault) -> Value
    ) throws(FrameFault) -> Value? {
        try value(key) { (items) throws(FrameFault) in
            items.null() ? nil : try read(&items)
        }
    }
}
