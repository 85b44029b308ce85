public import CRDT
public import Encoding

/// One element of an export: an operation, or the point behind which a log's held part begins.
public enum ExportItem: Hashable, Sendable {
    case anchor(Anchor)
    case operation(SignedOperation)

    /// The point before the first operation that is held.
    public struct Anchor: Hashable, Sendable {
        public let log: LogID
        public let seq: UInt64
        public let hash: Bytes32
        public let signature: Bytes64?

        public init(log: LogID, seq: UInt64, hash: Bytes32, signature: Bytes64?) {
            self.log = log
            self.seq = seq
            self.hash = hash
            self.signature = signature
        }

        /// The point before a log's first held operation; nil where that is the log's first one.
        public init?(before operation: Operation) {
            guard operation.seq > 1 else { return nil }
            self.init(
                log: operation.log, seq: operation.seq - 1, hash: operation.prev, signature: nil)
        }
    }

    /// The log that the element belongs to.
    public var log: LogID {
        switch self {
        case .anchor(let anchor): anchor.log
        case .operation(let signed): signed.operation.log
        }
    }
}

extension ExportItem.Anchor {
    /// Appends `[LogID, seq, hash, signature or null]`.
    func append(to bytes: inout [UInt8]) {
        bytes.appendArray(of: 4)
        bytes.appendLog(log)
        bytes.appendUnsigned(seq)
        bytes.appendByteString(hash)
        bytes.appendSignature(signature)
    }

    /// Reads what follows the head of the array of four.
    init(_ reader: inout ShapeReader) throws(WireFault) {
        let log = try reader.log()
        let seqPlace = reader.offset
        let seq = try reader.unsigned()
        guard (1..<Operation.seqMax).contains(seq) else {
            throw reader.fault(at: seqPlace, .seq(seq))
        }
        let hash = reader.bytes32(at: try reader.fixed(32))
        self.init(log: log, seq: seq, hash: hash, signature: try reader.signatureOrNull())
    }
}
