import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct OperationTests {
    @Test func `a body, its hash and its signature are those of another program`() throws {
        let first = try #require(try goldenOperations().first)
        #expect(first.operation.encoded() == Golden.firstBody)
        #expect(first.hash.bytes == Golden.firstHash)
        #expect(first.signature?.bytes == Golden.firstSignature)
        #expect(try Operation(decoding: Golden.firstBody) == first.operation)
        #expect(first.isSignedByAuthor)
    }

    @Test(arguments: UInt64(0)..<20)
    func `operations survive the round trip`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        for signed in try author.operations(20, using: &random) {
            let decoded = try Operation(decoding: signed.operation.encoded())
            #expect(decoded == signed.operation)
            #expect(decoded.unsigned().hash == signed.hash)
        }
    }

    @Test(arguments: [
        (0, [0x88], WireFault.Reason.length(wanted: 9, found: 8)),
        (1, [0x00], .version(0)),
        (1, [0x18, 0x01], .notShortest),
        (2, [0x4f], .length(wanted: 16, found: 15)),
        (19, [0x40], .length(wanted: 32, found: 0)),
        (62, [0x00], .seq(0)),
        (62, [0x3b], .type(wanted: .unsigned)),
        (62, [0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0], .seq(1 << 63)),
        (106, [0x00], .kind(0)),
        (106, [0x1a, 0, 1, 0, 0], .kind(65_536)),
        (107, [0x78], .type(wanted: .bytes)),
    ])
    func `a body is refused at the head that offends`(
        place: Int, head: [UInt8], reason: WireFault.Reason
    ) {
        var body = Golden.firstBody
        body.replaceSubrange(place...place, with: head)
        #expect(throws: WireFault(offset: place, reason: reason)) {
            try Operation(decoding: body)
        }
    }

    @Test func `prev is zero exactly at the first sequence`() {
        var body = Golden.firstBody
        body[62] = 2
        #expect(throws: WireFault(offset: 63, reason: .prev)) { try Operation(decoding: body) }
    }

    @Test func `a body cut short or followed by more is refused with the place`() {
        let body = Golden.firstBody
        for length in 0..<body.count {
            #expect(throws: WireFault(offset: length, reason: .truncated)) {
                try Operation(decoding: Array(body.prefix(length)))
            }
        }
        #expect(throws: WireFault(offset: body.count, reason: .trailing)) {
            try Operation(decoding: body + [0])
        }
    }

    @Test func `a body of the limit passes and one byte more is refused`() throws {
        let author = try Author.golden()
        var writer = LogWriter(log: author.log, head: nil)
        let room = Operation.bodyBytesMax - 105
        func draft(_ bytes: Int) -> LogWriter.Draft {
            .init(hlc: HLC(raw: 1), kind: 64, payload: Array(repeating: 7, count: bytes))
        }
        let tooLong = LogWriter.Failure.bodyTooLong(Operation.bodyBytesMax + 1)
        #expect(throws: tooLong) {
            try writer.append([draft(room + 1)], by: author.identity, signing: .each)
        }
        let longest = try writer.append([draft(room)], by: author.identity, signing: .each)
        let body = try #require(longest.first).operation.encoded()
        #expect(body.count == Operation.bodyBytesMax)
        #expect(try Operation(decoding: body) == longest.first?.operation)
    }
}

@Suite struct LogWriterTests {
    @Test func `a batch is appended whole or not at all`() throws {
        var random = SplitMix64(seed: 1)
        let author = try Author.random(using: &random)
        var writer = LogWriter(log: author.log, head: nil)
        let stranger = try Author.random(using: &random)
        func draft(_ stamp: UInt64) -> LogWriter.Draft {
            .init(hlc: HLC(raw: stamp), kind: 64, payload: [])
        }
        #expect(throws: LogWriter.Failure.notAuthor) {
            try writer.append([draft(1)], by: stranger.identity, signing: .each)
        }
        #expect(throws: LogWriter.Failure.hlc(after: HLC(raw: 5), given: HLC(raw: 5))) {
            try writer.append([draft(5), draft(5)], by: author.identity, signing: .each)
        }
        #expect(writer.head == nil)
        let batch = try writer.append(
            [draft(5), draft(6), draft(9)], by: author.identity, signing: .last)
        #expect(batch.map { $0.signature != nil } == [false, false, true])
        #expect(writer.head == batch.last?.head)
    }

    @Test(arguments: UInt64(0)..<20)
    func `a chain verifies with one signature`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        let run = try author.operations(50, using: &random, signed: .last)
        var verifier = ChainVerifier(log: author.log)
        for signed in run { try verifier.append(signed.operation.encoded()) }
        #expect(throws: ChainVerifier.Failure.uncovered(seq: 1)) { try verifier.finish() }
        try verifier.checkSignature(try #require(run.last?.signature))
        try verifier.finish()
        #expect(verifier.head == run.last?.head)
        #expect(verifier.coveredSeq == 50)
    }

    @Test(arguments: UInt64(0)..<20)
    func `a changed, missing, repeated or foreign body breaks the chain`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        let run = try author.operations(5, using: &random).map { $0.operation.encoded() }
        let other = try Author.random(using: &random).operations(1, using: &random)
        var verifier = ChainVerifier(log: author.log)
        try verifier.append(run[0])
        #expect(throws: ChainVerifier.Failure.seq(expected: 2, found: 3)) {
            try verifier.append(run[2])
        }
        #expect(throws: ChainVerifier.Failure.seq(expected: 2, found: 1)) {
            try verifier.append(run[0])
        }
        #expect(throws: ChainVerifier.Failure.otherLog) {
            try verifier.append(other[0].operation.encoded())
        }
        var changed = run[1]
        changed[70] ^= 1
        #expect(throws: ChainVerifier.Failure.prev(seq: 2)) { try verifier.append(changed) }
        try verifier.append(run[1])
        #expect(verifier.head?.seq == 2)
    }
}
