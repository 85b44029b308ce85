public import CRDT
public import Encoding

/// One operation of a log: the body's elements (protocol.md §3).
///
/// Of a body of a version that this program doesn't know only the elements up to `hlc` are read:
/// its kind is 0 then, and `payload` is the whole body.
public struct Operation: Hashable, Sendable {
    /// The version of the bodies that this program writes, and understands.
    public static let version: UInt64 = 1

    public let log: LogID
    public let seq: UInt64
    public let prev: Bytes32
    public let hlc: HLC
    public let kind: UInt16
    public let payload: [UInt8]

    public init(
        log: LogID, seq: UInt64, prev: Bytes32, hlc: HLC, kind: UInt16, payload: [UInt8]
    ) {
        self.log = log
        self.seq = seq
        self.prev = prev
        self.hlc = hlc
        self.kind = kind
        self.payload = payload
    }
}

/// An operation with its hash and, where one is held, its author's signature.
public struct SignedOperation: Hashable, Sendable {
    public let operation: Operation
    public let hash: Bytes32
    public let signature: Bytes64?

    public init(operation: Operation, hash: Bytes32, signature: Bytes64?) {
        self.operation = operation
        self.hash = hash
        self.signature = signature
    }
}
