import CRDT
import Encoding

/// Cuts a run of one log's operations into segments, where signatures are held.
public enum SegmentCutter {
    /// Why a run can't be cut.
    public enum Failure: Error, Hashable, Sendable {
        /// The operation at this place of the run doesn't follow the one before it.
        case notChained(at: Int)
        /// The operations from this sequence to the next held signature don't fit one segment.
        case tooLong(fromSeq: UInt64)
    }

    /// The segments, each as long as `bytesMax` allows, oldest first.
    ///
    /// Operations behind the last signature are left out: nothing vouches for them yet.
    public static func cut(
        _ run: [SignedOperation], bytesMax: Int = Segment.bytesMax
    ) throws(Failure) -> [Segment] {
        try checkChained(run)
        var segments: [Segment] = []
        var start = 0
        while let end = try lastCut(run, from: start, bytesMax: bytesMax) {
            segments.append(end.segment)
            start = end.next
        }
        return segments
    }

    /// One segment of operations that are chained and whose last carries a signature.
    public static func segment(_ run: ArraySlice<SignedOperation>) -> Segment? {
        guard let first = run.first?.operation, let signature = run.last?.signature else {
            return nil
        }
        let version = run.map(\.operation.bodyVersion).max() ?? Operation.version
        guard version == Operation.version else {
            return Segment(
                version: version, log: first.log, firstSeq: first.seq, prev: first.prev,
                entries: run.map { Segment.Entry(body: $0.operation.encoded()) },
                signature: signature)
        }
        var stamp: UInt64 = 0
        let entries = run.map { signed in
            let operation = signed.operation
            defer { stamp = operation.hlc.raw }
            return Segment.Entry(
                hlcDelta: operation.hlc.raw &- stamp, kind: operation.kind,
                payload: operation.payload)
        }
        return Segment(
            log: first.log, firstSeq: first.seq, prev: first.prev, entries: entries,
            signature: signature)
    }

    private static func checkChained(_ run: [SignedOperation]) throws(Failure) {
        for index in run.indices.dropFirst() {
            let (before, next) = (run[index - 1], run[index].operation)
            // Sequences are below 2^63.
            let follows =
                next.log == before.operation.log && next.seq == before.operation.seq + 1
                && next.prev == before.hash && next.hlc > before.operation.hlc
            guard follows else { throw .notChained(at: index) }
        }
    }

    /// The longest segment from `start` that fits and ends at a signature.
    private static func lastCut(
        _ run: [SignedOperation], from start: Int, bytesMax: Int
    ) throws(Failure) -> (segment: Segment, next: Int)? {
        var bytes = envelopeBytesMax
        var next: Int?
        let overhead =
            run.contains(where: \.operation.isUnread) ? bodyOverheadMax : entryOverheadMax
        for index in start..<run.count {
            bytes += run[index].operation.payload.count + overhead
            guard bytes <= bytesMax else {
                let isVouchedFor = run[index...].contains { $0.signature != nil }
                guard next == nil, isVouchedFor else { break }
                throw .tooLong(fromSeq: run[start].operation.seq)
            }
            guard run[index].signature != nil else { continue }
            next = index + 1
            // A credential is made of these, each with its own signature.
            if run[index].operation.isCredentialEntry { break }
        }
        guard let next, let segment = segment(run[start..<next]) else { return nil }
        return (segment, next)
    }

    // Heads of array 6 and version, LogID, firstSeq, prev, head of entries, signature.
    private static let envelopeBytesMax = 2 + 61 + 9 + 34 + 9 + 66
    // Head of a byte string, heads of array and version, LogID's elements, seq, prev, hlc, kind,
    // head of the payload.
    private static let bodyOverheadMax = 5 + 2 + 60 + 9 + 34 + 9 + 3 + 5
    // Head of array 3, delta, kind, head of the payload.
    private static let entryOverheadMax = 1 + 9 + 3 + 5
}
