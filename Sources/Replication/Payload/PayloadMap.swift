import CRDT
import Encoding

/// A payload's map, read by key; keys that it has beside are left to later programs.
struct PayloadMap {
    /// Labels and reasons have at most so many bytes.
    static let textBytesMax = 256

    private let map: CBORMap

    init(decoding payload: [UInt8]) throws(PayloadError) {
        let item: CBOR
        do {
            item = try CBOR.decode(payload)
        } catch {
            throw .encoding(error)
        }
        guard let map = item.asMap else { throw .notMap }
        self.map = map
    }

    /// The value of a key, as `read` takes it; a missing or unfit one is refused.
    func value<Value>(_ key: UInt64, _ read: (CBOR) -> Value?) throws(PayloadError) -> Value {
        guard let item = map[.unsigned(key)], let value = read(item) else {
            throw .value(key: key)
        }
        return value
    }

    /// The value of a key that must be there and may be null.
    func optional<Value>(_ key: UInt64, _ read: (CBOR) -> Value?) throws(PayloadError) -> Value? {
        guard let item = map[.unsigned(key)] else { throw .value(key: key) }
        return item.isNull ? nil : try value(key, read)
    }

    /// Whether a key is there at all.
    func contains(_ key: UInt64) -> Bool { map[.unsigned(key)] != nil }

    func unsigned(_ key: UInt64, in range: ClosedRange<UInt64>) throws(PayloadError) -> UInt64 {
        try value(key) { $0.asUnsigned.flatMap { range.contains($0) ? $0 : nil } }
    }

    func bytes32(_ key: UInt64) throws(PayloadError) -> Bytes32 {
        try value(key) { $0.asFixed(Bytes32.self) }
    }

    func node(_ key: UInt64) throws(PayloadError) -> NodeID { NodeID(try bytes32(key)) }

    func scope(_ key: UInt64) throws(PayloadError) -> ScopeID {
        try value(key) { ScopeID(cbor: $0) }
    }

    func log(_ key: UInt64) throws(PayloadError) -> LogID { try value(key) { LogID(cbor: $0) } }

    func text(_ key: UInt64) throws(PayloadError) -> String {
        try value(key) { item in
            item.asText.flatMap { $0.utf8.count <= Self.textBytesMax ? $0 : nil }
        }
    }

    func bool(_ key: UInt64) throws(PayloadError) -> Bool { try value(key) { $0.asBool } }

    /// An array whose every element `read` takes.
    func list<Value>(_ key: UInt64, _ read: (CBOR) -> Value?) throws(PayloadError) -> [Value] {
        try value(key) { item in
            guard let items = item.asArray else { return nil }
            let values = items.compactMap(read)
            return values.count == items.count ? values : nil
        }
    }

    func points(_ key: UInt64) throws(PayloadError) -> [OperationID] {
        try list(key) { OperationID($0) }
    }
}
