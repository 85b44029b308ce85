import CRDT
import Encoding

/// Kind 1, the first operation of every log: what this life of the database follows.
public struct LogOpened: Hashable, Sendable {
    /// Where the log before ended, as far as its author knew; nil for a first log.
    public let previous: OperationID?
    /// Why a new incarnation began, for people; at most 256 bytes.
    public let reason: String

    public init(previous: OperationID?, reason: String) {
        self.previous = previous
        self.reason = reason
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        let log = try map.optional(0) { LogID(cbor: $0) }
        let range = log == nil ? 0...0 : 1...Operation.seqMax
        let seq = try map.unsigned(1, in: range)
        let hash = try map.bytes32(2)
        guard log != nil || hash == .zero else { throw .value(key: 2) }
        self.init(
            previous: log.map { OperationID(log: $0, seq: seq, hash: hash) },
            reason: try map.text(3))
    }

    public func encoded() -> [UInt8] {
        CBOR.map([
            0: previous.map { $0.log.cbor } ?? .null,
            1: .unsigned(previous?.seq ?? 0),
            2: .fixed(previous?.hash ?? Bytes32.zero),
            3: .text(reason),
        ]).encoded
    }
}
