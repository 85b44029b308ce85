/// Writes deterministic CBOR into one growing buffer of its own; nothing is allocated for an item.
///
/// The caller announces each array's and map's count, then writes the items; map keys go in
/// ascending, unsigned integers before text, shorter text before longer (protocol.md §1).
/// Debug builds check that in ``finish()``.
public struct CBOREncoder: ~Copyable {
    // Not an array: each byte appended to one asks whether it is shared and whether it is full.
    private var start: UnsafeMutableRawPointer
    private var capacity: Int
    /// Bytes written so far.
    public private(set) var count = 0

    /// An empty encoder with room for so many bytes.
    public init(capacity: Int = 0) {
        self.capacity = max(capacity, 32)
        start = .allocate(byteCount: self.capacity, alignment: 8)
    }

    deinit { start.deallocate() }

    /// The bytes of the one item that was written.
    ///
    /// A wrong count or key order is a programmer's mistake and stops a debug build here.
    public consuming func finish() -> [UInt8] {
        assert(isOneItem, "not one deterministic item: \(Hex.encode(withBytes { Array($0) }))")
        return withBytes { Array($0) }
    }

    /// Lends what was written so far: a sequence of items, the last perhaps unfinished.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: start, count: count))
    }

    public mutating func unsigned(_ value: UInt64) { head(.unsigned, value) }

    public mutating func integer(_ value: Int64) {
        if value >= 0 {
            head(.unsigned, UInt64(value))
        } else {
            // -1 - n is the complement of n, so that no value overflows.
            head(.negative, UInt64(~value))
        }
    }

    public mutating func bytes(_ value: [UInt8]) {
        head(.bytes, UInt64(value.count))
        raw(value)
    }

    public mutating func bytes(_ value: ArraySlice<UInt8>) {
        head(.bytes, UInt64(value.count))
        raw(value)
    }

    /// A byte string of a length known at compile time.
    public mutating func fixed<Value: FixedBytes>(_ value: Value) {
        head(.bytes, UInt64(Value.count))
        value.store(to: room(Value.count))
        count += Value.count
    }

    public mutating func text(_ value: String) {
        // Most are Swift's own and lend their bytes as they are.
        let isWritten: Void? = value.utf8.withContiguousStorageIfAvailable { text($0) }
        if isWritten == nil { Array(value.utf8).withUnsafeBufferPointer { text($0) } }
    }

    private mutating func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        head(.text, UInt64(utf8.count))
        raw(UnsafeRawBufferPointer(utf8))
    }

    /// The head of an array; as many items follow.
    public mutating func array(_ count: Int) {
        precondition(count >= 0, "an array of \(count) items")
        head(.array, UInt64(count))
    }

    /// The head of a map; as many pairs of key and value follow.
    public mutating func map(_ count: Int) {
        precondition(count >= 0, "a map of \(count) pairs")
        head(.map, UInt64(count))
    }

    public mutating func bool(_ value: Bool) {
        byte(value ? CBORHead.simpleTrue : CBORHead.simpleFalse)
    }

    public mutating func null() { byte(CBORHead.simpleNull) }

    /// Items that are encoded already, as they are.
    public mutating func raw(_ encoded: [UInt8]) { encoded.withUnsafeBytes { raw($0) } }

    /// Items that are encoded already, as they are.
    public mutating func raw(_ encoded: ArraySlice<UInt8>) { encoded.withUnsafeBytes { raw($0) } }

    /// Items that are encoded already, as they are.
    public mutating func raw(_ encoded: UnsafeRawBufferPointer) {
        guard let source = encoded.baseAddress else { return }
        room(encoded.count).copyMemory(from: source, byteCount: encoded.count)
        count += encoded.count
    }

    private mutating func head(_ major: CBORHead.Major, _ number: UInt64) {
        let first = major.rawValue << 5
        if number < 24 {
            byte(first | UInt8(number))
        } else if number <= UInt64(UInt8.max) {
            head(first | 24, UInt8(number))
        } else if number <= UInt64(UInt16.max) {
            head(first | 25, UInt16(number).bigEndian)
        } else if number <= UInt64(UInt32.max) {
            head(first | 26, UInt32(number).bigEndian)
        } else {
            head(first | 27, number.bigEndian)
        }
    }

    private mutating func byte(_ value: UInt8) {
        room(1).storeBytes(of: value, as: UInt8.self)
        count += 1
    }

    @inline(__always)
    private mutating func head<Number: BitwiseCopyable>(_ first: UInt8, _ number: Number) {
        let place = room(1 + MemoryLayout<Number>.size)
        place.storeBytes(of: first, as: UInt8.self)
        (place + 1).storeBytes(of: number, as: Number.self)
        count += 1 + MemoryLayout<Number>.size
    }

    /// Where the next bytes go, so many at least.
    @inline(__always)
    private mutating func room(_ bytes: Int) -> UnsafeMutableRawPointer {
        if capacity - count < bytes { grow(by: bytes) }
        return start + count
    }

    private mutating func grow(by bytes: Int) {
        capacity = max(2 * capacity, count + bytes)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: start, byteCount: count)
        start.deallocate()
        start = larger
    }

    private var isOneItem: Bool {
        let bytes = withBytes { Array($0) }
        do throws(CBORError) {
            try CBORCheck.whole(bytes.span.bytes)
            return true
        } catch {
            return false
        }
    }
}
