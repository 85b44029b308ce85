import Encoding

/// Reads the fixed shapes of protocol.md §3 in place, without an allocation.
///
/// Bodies are hashed by the million when a chain is verified: a general reader would cost more
/// than the hash. Everything that has no fixed shape goes through Encoding's reader.
struct ShapeReader {
    let bytes: UnsafeRawBufferPointer
    var offset: Int

    init(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Reads a head of one major type and returns its argument.
    mutating func head(_ major: UInt8, _ wanted: WireFault.Wanted) throws(WireFault) -> UInt64 {
        let start = offset
        guard start < bytes.count else { throw truncated }
        let initial = bytes[start]
        guard initial >> 5 == major else { throw fault(at: start, .type(wanted: wanted)) }
        let small = initial & 31
        guard small >= 24 else {
            offset = start + 1
            return UInt64(small)
        }
        return try longArgument(small, at: start)
    }

    private mutating func longArgument(
        _ small: UInt8, at start: Int
    ) throws(WireFault) -> UInt64 {
        guard small <= 27 else { throw fault(at: start, .notShortest) }
        let width = 1 << Int(small - 24)
        guard bytes.count - start > width else { throw truncated }
        var value: UInt64 = 0
        for index in 1...width { value = value << 8 | UInt64(bytes[start + index]) }
        // The smallest argument that needs this width.
        let least: UInt64 = width == 1 ? 24 : 1 << UInt64(width * 4)
        guard value >= least else { throw fault(at: start, .notShortest) }
        offset = start + 1 + width
        return value
    }

    mutating func unsigned() throws(WireFault) -> UInt64 { try head(0, .unsigned) }

    /// Reads the head of an array of exactly `count` elements.
    mutating func array(of count: Int) throws(WireFault) {
        let start = offset
        let found = try head(4, .array)
        guard found == UInt64(count) else {
            throw fault(at: start, .length(wanted: count, found: found))
        }
    }

    /// Reads a byte string of exactly `count` bytes and returns where its bytes begin.
    mutating func fixed(_ count: Int) throws(WireFault) -> Int {
        let start = offset
        let found = try head(2, .bytes)
        guard found == UInt64(count) else {
            throw fault(at: start, .length(wanted: count, found: found))
        }
        return try take(count)
    }

    /// Reads a byte string of any length up to `limit` and returns where its bytes lie.
    mutating func byteString(limit: Int) throws(WireFault) -> Range<Int> {
        let start = offset
        let found = try head(2, .bytes)
        guard found <= UInt64(limit) else { throw fault(at: start, .limit(limit)) }
        let first = try take(Int(found))
        return first..<offset
    }

    /// Reads a signature, or null.
    mutating func signatureOrNull() throws(WireFault) -> Bytes64? {
        guard offset < bytes.count else { throw truncated }
        if bytes[offset] == 0xf6 {
            offset += 1
            return nil
        }
        guard bytes[offset] >> 5 == 2 else { throw fault(at: offset, .type(wanted: .bytesOrNull)) }
        return bytes64(at: try fixed(64))
    }

    /// Refuses bytes after the item.
    func end() throws(WireFault) {
        guard offset == bytes.count else { throw fault(at: offset, .trailing) }
    }

    private mutating func take(_ count: Int) throws(WireFault) -> Int {
        let first = offset
        guard bytes.count - first >= count else { throw truncated }
        offset = first + count
        return first
    }

    var truncated: WireFault { WireFault(offset: bytes.count, reason: .truncated) }

    func fault(at offset: Int, _ reason: WireFault.Reason) -> WireFault {
        WireFault(offset: offset, reason: reason)
    }
}

extension ShapeReader {
    /// The big-endian word at a place that was checked before.
    func word(at place: Int) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    func bytes8(at place: Int) -> Bytes8 { Bytes8(words: [word(at: place)]) }

    func bytes16(at place: Int) -> Bytes16 {
        Bytes16(words: [word(at: place), word(at: place + 8)])
    }

    func bytes32(at place: Int) -> Bytes32 {
        Bytes32(word(at: place), word(at: place + 8), word(at: place + 16), word(at: place + 24))
    }

    func bytes64(at place: Int) -> Bytes64 {
        Bytes64(words: (0..<8).map { word(at: place + 8 * $0) })
    }
}
