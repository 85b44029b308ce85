public import CRDT
public import Encoding

extension Row {
    /// Writes what is hashed of a row: `[table, columns …]` in the table's order (protocol.md §7).
    public func hashInput(into encoder: inout CBOREncoder) {
        encoder.array(values.count + 1)
        encoder.text(table.rawValue)
        for index in values.indices { values[index].encode(into: &encoder) }
    }

    /// Writes the key's values, one after the other, as they are hashed.
    public func encodeKey(into encoder: inout CBOREncoder) {
        for index in 0..<table.table.keyCount { values[index].encode(into: &encoder) }
    }

    /// The key's values.
    public var key: ArraySlice<Value> { values.prefix(table.table.keyCount) }

    /// The scope, which is the first value of every row of the read model.
    public var scope: ScopeID? {
        guard case .scope(let scope)? = values.first else { return nil }
        return scope
    }
}

extension Value {
    /// Writes the value as it is hashed: scope, operation and log as byte strings.
    public func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .null: encoder.null()
        case .integer(let number): encoder.integer(number)
        case .text(let text): encoder.text(text)
        case .bytes(let bytes): encoder.bytes(bytes)
        case .truth(let truth): encoder.bool(truth)
        case .scope(let scope): encoder.fixed(scope.id)
        case .operation(let hash): encoder.fixed(hash)
        case .log(let log):
            encoder.raw(Self.logHead)
            log.encode(into: &encoder)
        }
    }

    /// The head of a byte string of 61 bytes: every LogID's encoding is a head of 1 and parts of
    /// 17, 34 and 9 bytes.
    private static let logHead: [UInt8] = [0x58, 61]
}

extension Row {
    /// The claim of an operation on its content id.
    public static func claim(_ content: [UInt8], of origin: Origin) -> Row {
        Row(
            .claim,
            [
                .scope(origin.log.scope), .bytes(content), .bytes(origin.log.author.key.bytes),
                .operation(origin.hash),
            ])
    }

    /// The row of an operation that names a publication.
    public static func part(of publication: [UInt8], _ origin: Origin) -> Row {
        Row(
            .publicationPart,
            [
                .scope(origin.log.scope), .bytes(publication), .log(origin.log),
                .integer(Int64(clamping: origin.seq)), .operation(origin.hash),
            ])
    }

    /// The row of a publication whose parts are all here, for the operation that closes it.
    public static func publication(
        _ publication: [UInt8], effective: UInt64, count: UInt64, _ origin: Origin
    ) -> Row {
        Row(
            .publication,
            [
                .scope(origin.log.scope), .bytes(publication), .integer(Int64(origin.authority)),
                .integer(Int64(clamping: origin.seq)), .integer(Int64(clamping: origin.hlc.raw)),
                .operation(origin.hash), .log(origin.log), .integer(Int64(clamping: effective)),
                .integer(Int64(clamping: count)),
            ])
    }

    /// The entry of an operation that can't be applied, with a numbered reason.
    public static func quarantine(_ origin: Origin, reason: Int64) -> Row {
        Row(
            .quarantine,
            [
                .scope(origin.log.scope), .log(origin.log), .integer(Int64(clamping: origin.seq)),
                .operation(origin.hash), .integer(reason),
            ])
    }
}
