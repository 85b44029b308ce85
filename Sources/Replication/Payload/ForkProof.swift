public import CRDT
public import Encoding

/// Kind 6, and the mesh's `proof`: one author signed two different operations at one place.
public enum ForkProof: Hashable, Sendable {
    /// Two signed runs from the first difference on, the smaller first hash first.
    case runs(Segment, Segment)
    /// Where the runs don't fit an operation: a claim that counts for whoever holds both branches.
    case named(log: LogID, seq: UInt64, hashes: [Bytes32])

    /// Why two runs prove no fork.
    public enum Failure: Error, Hashable, Sendable {
        /// One of the two is refused in itself.
        case segment(SegmentError)
        /// They differ in log, first sequence or `prev`.
        case otherPlace
        /// Both begin with the same operation.
        case sameOperation
        /// No signature is held at or after the difference.
        case unsigned
    }

    /// The place at which a log forked.
    public struct Place: Hashable, Sendable {
        public let log: LogID
        /// The sequence of the first operations that differ.
        public let seq: UInt64
        /// Their hashes, ascending.
        public let hashes: [Bytes32]
    }

    /// The shortest proof that the held signatures allow.
    ///
    /// - Parameters:
    ///   - left: one branch, chained, from the first operation that differs.
    ///   - right: another branch from the same place.
    /// - Throws: ``Failure`` where the two don't prove a fork.
    public init(
        left: [SignedOperation], right: [SignedOperation]
    ) throws(Failure) {
        guard let first = Self.shortest(left), let second = Self.shortest(right) else {
            throw .unsigned
        }
        let runs = left[0].hash < right[0].hash ? (first, second) : (second, first)
        let proof = ForkProof.runs(runs.0, runs.1)
        let place = try proof.verifiedPlace()
        // Room for the other elements of the body that will carry it.
        let fits = proof.encoded().count <= Operation.bodyBytesMax - 256
        self = fits ? proof : .named(log: place.log, seq: place.seq, hashes: place.hashes)
    }

    private static func shortest(_ branch: [SignedOperation]) -> Segment? {
        guard let end = branch.firstIndex(where: { $0.signature != nil }) else { return nil }
        return SegmentCutter.segment(branch[...end])
    }

    /// Checks both runs and tells what they prove; a named place is only a claim.
    public func verifiedPlace() throws(Failure) -> Place {
        switch self {
        case .named(let log, let seq, let hashes):
            return Place(log: log, seq: seq, hashes: hashes.sorted())
        case .runs(let left, let right):
            let (first, second) = (try Self.firstHash(left), try Self.firstHash(right))
            let isSamePlace =
                left.log == right.log && left.firstSeq == right.firstSeq && left.prev == right.prev
            guard isSamePlace else { throw .otherPlace }
            guard first != second else { throw .sameOperation }
            return Place(log: left.log, seq: left.firstSeq, hashes: [first, second].sorted())
        }
    }

    private static func firstHash(_ segment: Segment) throws(Failure) -> Bytes32 {
        do {
            guard let first = try segment.operations().first else { throw Failure.unsigned }
            return first.hash
        } catch let error as SegmentError {
            throw .segment(error)
        } catch {
            throw .unsigned
        }
    }
}

extension ForkProof {
    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        guard map.contains(0) else {
            let hashes = try map.list(4) { $0.asFixed(Bytes32.self) }
            guard hashes.count == 2, hashes[0] != hashes[1] else { throw .value(key: 4) }
            self = .named(
                log: try map.log(2), seq: try map.unsigned(3, in: 1...Operation.seqMax),
                hashes: hashes)
            return
        }
        self = .runs(try Self.segment(map, 0), try Self.segment(map, 1))
    }

    private static func segment(_ map: PayloadMap, _ key: UInt64) throws(PayloadError) -> Segment {
        let bytes = try map.value(key) { $0.encoded }
        do {
            return try Segment(decoding: bytes)
        } catch {
            throw .segment(error)
        }
    }

    public func encoded() -> [UInt8] {
        var encoder = CBOREncoder()
        switch self {
        case .runs(let left, let right):
            encoder.map(2)
            encoder.unsigned(0)
            encoder.raw(left.encoded())
            encoder.unsigned(1)
            encoder.raw(right.encoded())
            return encoder.finish()
        case .named(let log, let seq, let hashes):
            return CBOR.map([
                2: log.cbor, 3: .unsigned(seq), 4: .array(hashes.map { .fixed($0) }),
            ]).encoded
        }
    }
}
