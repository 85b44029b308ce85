public import CRDT
public import Encoding

/// An operation, named in full: `[LogID, seq, hash]`.
public struct OperationID: Hashable, Sendable {
    public let log: LogID
    public let seq: UInt64
    public let hash: Bytes32

    public init(log: LogID, seq: UInt64, hash: Bytes32) {
        self.log = log
        self.seq = seq
        self.hash = hash
    }

    public init(_ head: LogHead, of log: LogID) {
        self.init(log: log, seq: head.seq, hash: head.hash)
    }
}

extension OperationID {
    var cbor: CBOR { [log.cbor, .unsigned(seq), .fixed(hash)] }

    init?(_ item: CBOR) {
        guard let parts = item.asArray, parts.count == 3, let log = LogID(cbor: parts[0]),
            let seq = parts[1].asUnsigned, (1...Operation.seqMax).contains(seq),
            let hash = parts[2].asFixed(Bytes32.self)
        else { return nil }
        self.init(log: log, seq: seq, hash: hash)
    }
}
