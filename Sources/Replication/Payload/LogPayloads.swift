public import CRDT
public import Encoding

/// Kind 7: the branches of a forked log that count; without it all do.
public struct ForkAdopted: Hashable, Sendable {
    public let log: LogID
    public let heads: [Bytes32]

    public init(log: LogID, heads: [Bytes32]) {
        self.log = log
        self.heads = heads
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(log: try map.log(0), heads: try map.list(1) { $0.asFixed(Bytes32.self) })
    }

    public func encoded() -> [UInt8] {
        CBOR.map([0: log.cbor, 1: .array(heads.map { .fixed($0) })]).encoded
    }
}

/// Kind 8: what its author holds of others' logs, on disk.
public struct Acknowledged: Hashable, Sendable {
    /// The logs whose point changed since the author's last one.
    public let points: [OperationID]
    /// The state digest, where the points named so far are exactly the author's frontier.
    public let stateDigest: Bytes32?
    /// Whether it names every log anew and supersedes all before it.
    public let isRestatement: Bool

    public init(points: [OperationID], stateDigest: Bytes32?, isRestatement: Bool = false) {
        self.points = points
        self.stateDigest = stateDigest
        self.isRestatement = isRestatement
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(
            points: try map.points(0),
            stateDigest: try map.optional(1) { $0.asFixed(Bytes32.self) },
            isRestatement: map.contains(2) ? try map.bool(2) : false)
    }

    public func encoded() -> [UInt8] {
        var map: CBORMap = [
            0: .array(points.map(\.cbor)), 1: stateDigest.map { .fixed($0) } ?? .null,
        ]
        if isRestatement { map[2] = .bool(true) }
        return CBOR.map(map).encoded
    }
}

/// Kind 9: operations above a cut that a steward lets count after all.
public struct Salvaged: Hashable, Sendable {
    public let log: LogID
    public let operations: [LogPoint]
    /// For people; at most 256 bytes.
    public let reason: String

    public init(log: LogID, operations: [LogPoint], reason: String) {
        self.log = log
        self.operations = operations
        self.reason = reason
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(
            log: try map.log(0),
            operations: try map.list(1) { item in
                guard let parts = item.asArray, parts.count == 2, let seq = parts[0].asUnsigned,
                    let hash = parts[1].asFixed(Bytes32.self)
                else { return nil }
                return LogPoint(seq: seq, hash: hash)
            },
            reason: try map.text(2))
    }

    public func encoded() -> [UInt8] {
        CBOR.map([
            0: log.cbor,
            1: .array(operations.map { [.unsigned($0.seq), .fixed($0.hash)] }),
            2: .text(reason),
        ]).encoded
    }
}
