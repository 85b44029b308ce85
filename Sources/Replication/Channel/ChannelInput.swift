/// Bytes from the wire, cut into Noise messages: a length of two bytes, big endian, then as many.
struct ChannelInput: Sendable {
    private var bytes: [UInt8] = []
    private var start = 0

    var pending: Int { bytes.count - start }

    mutating func append(_ more: [UInt8]) {
        if start == bytes.count {
            bytes = more
            start = 0
            return
        }
        if start > 0 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        bytes += more
    }

    /// The length that the next message declares; nil before both of its bytes are here.
    var declared: Int? {
        guard pending >= 2 else { return nil }
        return Int(bytes[start]) << 8 | Int(bytes[start + 1])
    }

    /// Takes the next message out; nil before it is here whole.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let declared, pending >= 2 + declared else { return nil }
        let message = bytes[(start + 2)..<(start + 2 + declared)]
        start += 2 + declared
        return message
    }
}
