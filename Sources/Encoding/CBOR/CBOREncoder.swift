/// Writes deterministic CBOR into one growing buffer; nothing is allocated for an item.
///
/// The caller announces each array's and map's count, then writes the items; map keys go in
/// ascending, unsigned integers before text, shorter text before longer (protocol.md §1).
/// Debug builds check that in ``finish()``.
public struct CBOREncoder: Sendable {
    /// What was written so far: a sequence of items, the last perhaps unfinished.
    public private(set) var bytes: [UInt8] = []

    /// An empty encoder with room for so many bytes.
    public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// The bytes of the one item that was written.
    ///
    /// A wrong count or key order is a programmer's mistake and stops a debug build here.
    public consuming func finish() -> [UInt8] {
        assert(Self.isOneItem(bytes), "not one deterministic item: \(Hex.encode(bytes))")
        return bytes
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
        bytes.append(contentsOf: value)
    }

    public mutating func bytes(_ value: ArraySlice<UInt8>) {
        head(.bytes, UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A byte string of a length known at compile time.
    public mutating func fixed<Value: FixedBytes>(_ value: Value) {
        head(.bytes, UInt64(Value.count))
        value.append(to: &bytes)
    }

    public mutating func text(_ value: String) {
        let utf8 = value.utf8
        head(.text, UInt64(utf8.count))
        bytes.append(contentsOf: utf8)
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
        bytes.append(value ? CBORHead.simpleTrue : CBORHead.simpleFalse)
    }

    public mutating func null() { bytes.append(CBORHead.simpleNull) }

    /// Items that are encoded already, as they are.
    public mutating func raw(_ encoded: [UInt8]) { bytes.append(contentsOf: encoded) }

    /// Items that are encoded already, as they are.
    public mutating func raw(_ encoded: ArraySlice<UInt8>) { bytes.append(contentsOf: encoded) }

    private mutating func head(_ major: CBORHead.Major, _ number: UInt64) {
        let first = major.rawValue << 5
        if number < 24 {
            bytes.append(first | UInt8(number))
        } else if number <= UInt64(UInt8.max) {
            bytes.append(first | 24)
            bytes.append(UInt8(number))
        } else if number <= UInt64(UInt16.max) {
            bytes.append(first | 25)
            append(UInt16(number).bigEndian)
        } else if number <= UInt64(UInt32.max) {
            bytes.append(first | 26)
            append(UInt32(number).bigEndian)
        } else {
            bytes.append(first | 27)
            append(number.bigEndian)
        }
    }

    private mutating func append(_ number: some BitwiseCopyable) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    private static func isOneItem(_ bytes: [UInt8]) -> Bool {
        do throws(CBORError) {
            try CBORCheck.whole(bytes.span.bytes)
            return true
        } catch {
            return false
        }
    }
}
