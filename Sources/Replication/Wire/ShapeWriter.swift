import CRDT
import Encoding

extension [UInt8] {
    /// Appends the shortest head of a major type with its argument (RFC 8949 §4.2.1).
    mutating func appendHead(_ major: UInt8, _ argument: UInt64) {
        let type = major << 5
        switch argument {
        case 0..<24:
            append(type | UInt8(argument))
        case 24...0xff:
            append(type | 24)
            append(UInt8(argument))
        case 0x100...0xffff:
            append(type | 25)
            appendBigEndian(UInt16(argument))
        case 0x1_0000...0xffff_ffff:
            append(type | 26)
            appendBigEndian(UInt32(argument))
        default:
            append(type | 27)
            appendBigEndian(argument)
        }
    }

    private mutating func appendBigEndian(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    mutating func appendUnsigned(_ value: UInt64) { appendHead(0, value) }

    mutating func appendArray(of count: Int) { appendHead(4, UInt64(count)) }

    mutating func appendByteString(_ bytes: [UInt8]) {
        appendHead(2, UInt64(bytes.count))
        append(contentsOf: bytes)
    }

    mutating func appendByteString<Fixed: FixedBytes>(_ bytes: Fixed) {
        appendHead(2, UInt64(Fixed.count))
        bytes.append(to: &self)
    }

    mutating func appendSignature(_ signature: Bytes64?) {
        guard let signature else { return append(0xf6) }
        appendByteString(signature)
    }

    /// Appends `[scope, author, incarnation]`.
    mutating func appendLog(_ log: LogID) {
        appendArray(of: 3)
        appendLogElements(log)
    }

    /// Appends scope, author and incarnation, as they stand in a body.
    mutating func appendLogElements(_ log: LogID) {
        appendByteString(log.scope.id)
        appendByteString(log.author.key)
        appendByteString(log.incarnation.id)
    }
}

extension ShapeReader {
    /// The bytes that scope, author and incarnation take, heads included.
    static let logElementsCount = 17 + 34 + 9

    /// Reads scope, author and incarnation.
    mutating func logElements() throws(WireFault) -> LogID {
        let scope = try fixed(16)
        let author = try fixed(32)
        let incarnation = try fixed(8)
        return LogID(
            scope: ScopeID(bytes16(at: scope)), author: NodeID(bytes32(at: author)),
            incarnation: Incarnation(bytes8(at: incarnation)))
    }

    /// Reads `[scope, author, incarnation]`.
    mutating func log() throws(WireFault) -> LogID {
        try array(of: 3)
        return try logElements()
    }
}
