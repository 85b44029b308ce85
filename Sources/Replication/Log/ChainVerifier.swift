public import CRDT
public import Encoding

/// Recomputes one log's chain, body by body, from the very bytes that were signed.
///
/// One good signature vouches for its operation and all before it, so a run is verified with
/// one: feed the bodies, then ``checkSignature(_:)`` where one is held, and ``finish()``.
public struct ChainVerifier: Sendable {
    /// Why the next body or signature doesn't belong here.
    public enum Failure: Error, Hashable, Sendable {
        /// Not a well-formed body.
        case body(WireFault)
        /// A body of another log.
        case otherLog
        /// The next sequence is another one.
        case seq(expected: UInt64, found: UInt64)
        /// `prev` isn't the hash of the operation before: one of the two was changed.
        case prev(seq: UInt64)
        /// The stamp isn't above the one before.
        case hlc(seq: UInt64)
        /// libsodium refuses the signature over this operation.
        case signature(seq: UInt64)
        /// No good signature at or after this operation.
        case uncovered(seq: UInt64)
    }

    /// The last operation fed; nil before the first of a log from its start.
    public private(set) var head: LogHead?
    /// The highest sequence that a good signature vouches for.
    public private(set) var coveredSeq: UInt64

    private let name: LogName

    /// Begins at a log's start, or behind a head that is known to be good.
    public init(log: LogID, after head: LogHead? = nil) {
        name = LogName(log)
        self.head = head
        coveredSeq = head?.seq ?? 0
    }

    /// The log whose chain this is.
    public var log: LogID { name.log }

    /// Takes the next body.
    public mutating func append(_ body: UnsafeRawBufferPointer) throws(Failure) {
        let fields = try Self.fields(of: body)
        guard name.stands(at: fields.logPlace, in: body) else { throw .otherLog }
        try checkPlace(fields, in: ShapeReader(body))
        head = LogHead(seq: fields.seq, hash: OperationHash.of(body), hlc: HLC(raw: fields.hlc))
    }

    /// Takes the next body.
    public mutating func append(_ body: [UInt8]) throws(Failure) {
        let result = body.withUnsafeBytes { bytes in
            Result { () throws(Failure) in try append(bytes) }
        }
        try result.get()
    }

    /// Checks a signature over the operation fed last; then all up to it are covered.
    public mutating func checkSignature(_ signature: Bytes64) throws(Failure) {
        guard let head else { throw .signature(seq: 0) }
        guard OperationHash.isSigned(head.hash, by: log.author.key, with: signature) else {
            throw .signature(seq: head.seq)
        }
        coveredSeq = head.seq
    }

    /// Refuses a run whose end no signature vouches for.
    public func finish() throws(Failure) {
        guard let head, head.seq > coveredSeq else { return }
        throw .uncovered(seq: coveredSeq + 1)
    }

    private static func fields(of body: UnsafeRawBufferPointer) throws(Failure) -> BodyFields {
        do {
            var reader = ShapeReader(body)
            let fields = try BodyFields(&reader)
            try reader.end()
            return fields
        } catch {
            throw .body(error)
        }
    }

    private func checkPlace(_ fields: BodyFields, in reader: ShapeReader) throws(Failure) {
        // A sequence is below 2^63, so one more never overflows.
        let expected = (head?.seq ?? 0) + 1
        guard fields.seq == expected else { throw .seq(expected: expected, found: fields.seq) }
        guard let head else { return }
        guard reader.bytes32(at: fields.prevPlace) == head.hash else { throw .prev(seq: expected) }
        guard fields.hlc > head.hlc.raw else { throw .hlc(seq: expected) }
    }
}
