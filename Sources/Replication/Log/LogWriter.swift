public import CRDT
public import Crypto
import Encoding

/// Appends operations to an own log: numbers, chains and signs them.
///
/// A value: the caller keeps the writer that came out of an append only once its operations
/// are on disk, so that a failed transaction leaves no gap.
public struct LogWriter: Sendable {
    /// What the author wants to say; the log adds the rest.
    public struct Draft: Hashable, Sendable {
        public let hlc: HLC
        public let kind: UInt16
        public let payload: [UInt8]

        public init(hlc: HLC, kind: UInt16, payload: [UInt8]) {
            self.hlc = hlc
            self.kind = kind
            self.payload = payload
        }
    }

    /// Which operations of a batch get a signature of their own.
    public enum Signing: Hashable, Sendable {
        /// Each, as a till that commits one at a time does.
        case each
        /// The last, which vouches for all of the batch.
        case last
    }

    /// Why nothing was appended.
    public enum Failure: Error, Hashable, Sendable {
        /// The identity isn't the log's author.
        case notAuthor
        /// A stamp must be above the one before.
        case hlc(after: HLC, given: HLC)
        /// Kinds begin at 1.
        case kind
        /// The body would have so many bytes.
        case bodyTooLong(Int)
        /// The log has 2^63-1 operations.
        case full
    }

    public let log: LogID
    /// The last operation; nil in a log without one.
    public private(set) var head: LogHead?

    public init(log: LogID, head: LogHead?) {
        self.log = log
        self.head = head
    }

    /// Appends all drafts or, on a failure, none.
    public mutating func append(
        _ drafts: [Draft], by identity: Identity, signing: Signing
    ) throws(Failure) -> [SignedOperation] {
        guard identity.publicKey == log.author.key.bytes else { throw .notAuthor }
        var next = self
        var appended: [SignedOperation] = []
        appended.reserveCapacity(drafts.count)
        for (index, draft) in drafts.enumerated() {
            let isSigned = signing == .each || index == drafts.count - 1
            appended.append(try next.append(draft, by: isSigned ? identity : nil))
        }
        self = next
        return appended
    }

    private mutating func append(
        _ draft: Draft, by identity: Identity?
    ) throws(Failure) -> SignedOperation {
        let operation = try next(draft)
        let body = operation.encoded()
        guard body.count <= Operation.bodyBytesMax else { throw .bodyTooLong(body.count) }
        let hash = OperationHash.of(body)
        head = LogHead(seq: operation.seq, hash: hash, hlc: operation.hlc)
        let signature = identity.flatMap { Bytes64($0.sign(OperationHash.signingInput(hash))) }
        return SignedOperation(operation: operation, hash: hash, signature: signature)
    }

    private func next(_ draft: Draft) throws(Failure) -> Operation {
        guard draft.kind >= 1 else { throw .kind }
        if let head, draft.hlc <= head.hlc { throw .hlc(after: head.hlc, given: draft.hlc) }
        let seq = (head?.seq ?? 0) + 1
        guard seq <= Operation.seqMax else { throw .full }
        return Operation(
            log: log, seq: seq, prev: head?.hash ?? .zero, hlc: draft.hlc, kind: draft.kind,
            payload: draft.payload)
    }
}
