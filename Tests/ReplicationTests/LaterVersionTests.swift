import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

/// Bodies and segments of versions that this program doesn't know (protocol.md §3).
@Suite struct LaterVersionTests {
    @Test(arguments: UInt64(0)..<20)
    func `a later body is known up to its stamp and stays what it is`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        for version in [UInt64(2), 3, 23, 24, 1 << 40] {
            let first = try #require(try author.operations(1, using: &random).first)
            let body = try author.laterBody(version, after: first.head, using: &random)
            let operation = try Operation(decoding: body)
            #expect(operation.isUnread)
            #expect(operation.log == author.log)
            #expect(operation.seq == 2)
            #expect(operation.prev == first.hash)
            #expect(operation.hlc > first.operation.hlc)
            #expect(operation.encoded() == body)
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `a run of mixed versions crosses a link whole`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        let run = try author.mixedRun(12, using: &random)
        var joined: [SignedOperation] = []
        var writer = FrameWriter()
        var reader = FrameReader()
        for segment in try SegmentCutter.cut(run, bytesMax: 2_000) {
            let frame = try writer.write(.ops(segment))
            let read = try reader.read(frame.type, frame.body, stage: .open)
            #expect(read == .ops(segment))
            let bodies = try segment.operations()
            #expect(segment.version == (bodies.contains { $0.operation.isUnread } ? 2 : 1))
            joined += bodies
        }
        #expect(joined.map(\.hash) == run.map(\.hash))
        #expect(joined.map(\.operation) == run.map(\.operation))
    }

    @Test(arguments: UInt64(0)..<10)
    func `what is wrong with a whole body refuses the segment`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        let run = try author.mixedRun(6, using: &random)
        let segment = try #require(SegmentCutter.segment(run[...]))
        var bodies = run.map { $0.operation.encoded() }
        let place = Int.random(in: 1..<bodies.count, using: &random)
        func refusal(_ change: (inout [[UInt8]]) throws -> Void) rethrows -> SegmentError? {
            var changed = bodies
            try change(&changed)
            let bytes = wholeSegment(segment, changed)
            do throws(SegmentError) {
                _ = try Segment(decoding: bytes).operations()
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal { _ in } == nil)
        #expect(refusal { $0[place].append(0) } != nil)
        #expect(refusal { $0[place].removeLast() } != nil)
        #expect(refusal { $0.swapAt(place, place - 1) } != nil)
        #expect(refusal { $0.remove(at: place) } != nil)
        // The first seven elements, too few; a tail that is no deterministic CBOR.
        #expect(refusal { $0[place][0] = 0x86 } != nil)
        let other = try Author.random(using: &random)
        bodies[place] = try other.laterBody(2, after: run[place - 1].head, using: &random)
        #expect(refusal { _ in } == .malformed(WireFault(offset: 0, reason: .otherLog)))
    }

    /// The bytes of a segment of version 2 that holds these bodies.
    private func wholeSegment(_ segment: Segment, _ bodies: [[UInt8]]) -> [UInt8] {
        let entries = CBOR.array(bodies.map { .bytes($0) })
        let items: CBOR = [
            .unsigned(2), segment.log.cbor, .unsigned(segment.firstSeq), .fixed(segment.prev),
            entries, .fixed(segment.signature),
        ]
        return items.encoded
    }

    @Test(arguments: UInt64(0)..<10)
    func `an export of mixed versions verifies, and one byte changed doesn't`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        let run = try author.mixedRun(10, using: &random)
        let bytes = try export(ExportOrder.items(of: run))
        for chunk in [1, 7, 100, Int.max] {
            let verifier = try verify(bytes, chunk: chunk)
            #expect(verifier.logs.first?.operations == 10)
        }
        for _ in 0..<40 {
            var changed = bytes
            changed[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << (random.next() % 8)
            #expect(throws: ExportFault.self) { try verify(changed) }
        }
    }

    @Test func `there is no version 0`() throws {
        var body = Golden.firstBody
        body[1] = 0
        #expect(throws: WireFault(offset: 1, reason: .version(0))) { try Operation(decoding: body) }
    }
}

extension Author {
    /// A body of a later version behind a head: seven elements that every version has, then others.
    func laterBody(
        _ version: UInt64, after head: LogHead, using random: inout SplitMix64
    ) throws -> [UInt8] {
        var items: [CBOR] = [
            .unsigned(version), .fixed(log.scope.id), .fixed(log.author.key),
            .fixed(log.incarnation.id), .unsigned(head.seq + 1), .fixed(head.hash),
            .unsigned(head.hlc.raw + 1 + random.next() % 1_000),
        ]
        for _ in 0..<(random.next() % 30) {
            items.append([.unsigned(random.next()), .text("later"), .map([1: .null])])
        }
        return CBOR.array(items).encoded
    }

    /// Operations of versions 1 and 2 that are chained, each signed.
    func mixedRun(_ count: Int, using random: inout SplitMix64) throws -> [SignedOperation] {
        var run = try operations(1, using: &random)
        while run.count < count {
            let head = run[run.count - 1].head
            if random.next() % 2 == 0 {
                run += try operations(1, after: head, using: &random)
            } else {
                let body = try laterBody(2, after: head, using: &random)
                let operation = try Operation(decoding: body).unsigned()
                run.append(sign(operation))
            }
        }
        return run
    }

    private func sign(_ signed: SignedOperation) -> SignedOperation {
        let signature = identity.sign(OperationHash.signingInput(signed.hash))
        return SignedOperation(
            operation: signed.operation, hash: signed.hash,
            signature: Bytes64(signature))
    }
}
