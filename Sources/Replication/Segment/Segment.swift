public import CRDT
public import Encoding

/// A run of one log's operations with the signature of its last, on the wire and at rest.
///
/// It holds no bodies: they are rebuilt bit for bit. One of a later version than this program
/// knows holds them whole (protocol.md §3).
public struct Segment: Hashable, Sendable {
    /// What one operation adds to the run.
    public struct Entry: Hashable, Sendable {
        /// The whole body of an operation, in a segment of a later version.
        init(body: [UInt8]) { self.init(hlcDelta: 0, kind: 0, payload: body) }

        /// The first entry's hlc; each later one's difference to the one before, at least 1.
        public let hlcDelta: UInt64
        public let kind: UInt16
        public let payload: [UInt8]

        public init(hlcDelta: UInt64, kind: UInt16, payload: [UInt8]) {
            self.hlcDelta = hlcDelta
            self.kind = kind
            self.payload = payload
        }
    }

    /// The longest encoding in bytes, inclusive, before and after decompression.
    public static let bytesMax = 4_194_304

    /// The highest of its bodies' versions.
    public let version: UInt64
    public let log: LogID
    public let firstSeq: UInt64
    public let prev: Bytes32
    public let entries: [Entry]
    /// The signature of the last operation in the run.
    public let signature: Bytes64

    public init(
        version: UInt64 = Operation.version, log: LogID, firstSeq: UInt64, prev: Bytes32,
        entries: [Entry], signature: Bytes64
    ) {
        self.version = version
        self.log = log
        self.firstSeq = firstSeq
        self.prev = prev
        self.entries = entries
        self.signature = signature
    }

    /// The sequence of the last operation; nil where it leaves the range or there is none.
    public var lastSeq: UInt64? {
        guard !entries.isEmpty, firstSeq >= 1 else { return nil }
        let (last, overflow) = firstSeq.addingReportingOverflow(UInt64(entries.count - 1))
        return overflow || last > Operation.seqMax ? nil : last
    }
}

/// Why a segment is refused whole.
public enum SegmentError: Error, Hashable, Sendable {
    /// The bytes are no segment, or its numbers leave their range; offset 0 in a rebuilt run.
    case malformed(WireFault)
    /// The body at this sequence would be so long.
    case bodyTooLong(seq: UInt64, bytes: Int)
    /// libsodium refuses the signature over the last operation.
    case signature(seq: UInt64)
}

extension Segment {
    /// Rebuilds the bodies and checks the run: its numbers, its chain, its signature.
    ///
    /// Whether `prev` is known here is for ``LogIndex`` to say.
    public func operations() throws(SegmentError) -> [SignedOperation] {
        try checkNumbers()
        var run = version == Operation.version ? try rebuilt() : try whole()
        try sign(&run)
        return run
    }

    private func rebuilt() throws(SegmentError) -> [SignedOperation] {
        var rebuilt: [SignedOperation] = []
        rebuilt.reserveCapacity(entries.count)
        var (seq, prev, stamp): (UInt64, Bytes32, UInt64) = (firstSeq, prev, 0)
        var body: [UInt8] = []
        for entry in entries {
            stamp = try next(stamp, entry, isFirst: seq == firstSeq)
            let operation = Operation(
                log: log, seq: seq, prev: prev, hlc: HLC(raw: stamp), kind: entry.kind,
                payload: entry.payload)
            body.removeAll(keepingCapacity: true)
            operation.appendBody(to: &body)
            guard body.count <= Operation.bodyBytesMax else {
                throw .bodyTooLong(seq: seq, bytes: body.count)
            }
            prev = OperationHash.of(body)
            rebuilt.append(SignedOperation(operation: operation, hash: prev, signature: nil))
            seq += 1
        }
        return rebuilt
    }

    /// The operations of whole bodies, of whatever version each is.
    private func whole() throws(SegmentError) -> [SignedOperation] {
        var run: [SignedOperation] = []
        var prev = prev
        for (entry, seq) in zip(entries, firstSeq...) {
            let operation: Operation
            do throws(WireFault) {
                operation = try Operation(decoding: entry.payload)
            } catch {
                throw .malformed(error)
            }
            guard operation.log == log else { throw refused(.otherLog) }
            guard operation.seq == seq else { throw refused(.seq(operation.seq)) }
            guard operation.prev == prev else { throw refused(.prev) }
            guard run.last.map({ $0.operation.hlc < operation.hlc }) ?? true else {
                throw refused(.hlc)
            }
            prev = OperationHash.of(entry.payload)
            run.append(SignedOperation(operation: operation, hash: prev, signature: nil))
        }
        return run
    }

    private func checkNumbers() throws(SegmentError) {
        guard !entries.isEmpty else { throw refused(.noEntries) }
        guard lastSeq != nil else { throw refused(.seq(firstSeq)) }
        guard (firstSeq == 1) == (prev == .zero) else { throw refused(.prev) }
        guard version != Operation.version || entries.allSatisfy({ $0.kind >= 1 }) else {
            throw refused(.kind(0))
        }
    }

    private func next(
        _ stamp: UInt64, _ entry: Entry, isFirst: Bool
    ) throws(SegmentError) -> UInt64 {
        let (sum, overflow) = stamp.addingReportingOverflow(entry.hlcDelta)
        guard !overflow, isFirst || entry.hlcDelta >= 1 else { throw refused(.hlc) }
        return sum
    }

    private func sign(_ run: inout [SignedOperation]) throws(SegmentError) {
        guard let last = run.popLast() else { throw refused(.noEntries) }
        guard OperationHash.isSigned(last.hash, by: log.author.key, with: signature) else {
            throw .signature(seq: last.operation.seq)
        }
        run.append(
            SignedOperation(operation: last.operation, hash: last.hash, signature: signature))
    }

    private func refused(_ reason: WireFault.Reason) -> SegmentError {
        .malformed(WireFault(offset: 0, reason: reason))
    }
}
