public import Encoding

extension NodeID {
    /// Eight characters of the key's base32, for people; nothing is decided by them.
    public var short: String { String(Base32.encode(key.bytes).prefix(8)) }

    public func encode(into encoder: inout CBOREncoder) { encoder.fixed(key) }

    public init(from reader: inout CBORReader) throws(CBORError) {
        self.init(try reader.readFixed())
    }

    /// The node that an item names; nil for another item than 32 bytes.
    public init?(cbor: CBOR) {
        guard let key: Bytes32 = cbor.asFixed() else { return nil }
        self.init(key)
    }
}

extension ScopeID {
    public func encode(into encoder: inout CBOREncoder) { encoder.fixed(id) }

    public init(from reader: inout CBORReader) throws(CBORError) {
        self.init(try reader.readFixed())
    }

    /// The scope that an item names; nil for another item than 16 bytes.
    public init?(cbor: CBOR) {
        guard let id: Bytes16 = cbor.asFixed() else { return nil }
        self.init(id)
    }
}

extension Incarnation {
    public func encode(into encoder: inout CBOREncoder) { encoder.fixed(id) }

    public init(from reader: inout CBORReader) throws(CBORError) {
        self.init(try reader.readFixed())
    }

    /// The incarnation that an item names; nil for another item than 8 bytes.
    public init?(cbor: CBOR) {
        guard let id: Bytes8 = cbor.asFixed() else { return nil }
        self.init(id)
    }
}

extension LogID {
    /// Writes `[scope, author, incarnation]`.
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        scope.encode(into: &encoder)
        author.encode(into: &encoder)
        incarnation.encode(into: &encoder)
    }

    /// Reads `[scope, author, incarnation]`.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.readArray(count: 3)
        let scope = try ScopeID(from: &reader)
        let author = try NodeID(from: &reader)
        self.init(scope: scope, author: author, incarnation: try Incarnation(from: &reader))
    }

    /// The log that an item names; nil for another item than `[scope, author, incarnation]`.
    public init?(cbor: CBOR) {
        guard let parts = cbor.asArray, parts.count == 3, let scope = ScopeID(cbor: parts[0]),
            let author = NodeID(cbor: parts[1]), let incarnation = Incarnation(cbor: parts[2])
        else { return nil }
        self.init(scope: scope, author: author, incarnation: incarnation)
    }

    public var cbor: CBOR {
        [.fixed(scope.id), .fixed(author.key), .fixed(incarnation.id)]
    }

    /// `scopehex/authorbase32/incarnationhex`, for people and scripts.
    public var text: String {
        "\(scope.id.hex)/\(Base32.encode(author.key.bytes))/\(incarnation.id.hex)"
    }
}

extension HLC {
    public func encode(into encoder: inout CBOREncoder) { encoder.unsigned(raw) }

    public init(from reader: inout CBORReader) throws(CBORError) {
        self.init(raw: try reader.readUnsigned())
    }
}
