import CRDT
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct PayloadTests {
    @Test(arguments: UInt64(0)..<20)
    func `payloads of the protocol's kinds survive the round trip`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        let other = try Author.random(using: &random)
        let run = try author.operations(3, using: &random)
        let points = run.map { OperationID($0.head, of: author.log) }

        let opened = LogOpened(previous: points.first, reason: "restored")
        #expect(try LogOpened(decoding: opened.encoded()) == opened)
        let enrolled = MemberEnrolled(
            node: other.node, store: author.log.scope, lane: 3, label: "Lane 3",
            roles: [.steward, .lane], advisoryEnd: seed.isMultiple(of: 2) ? seed : nil)
        #expect(try MemberEnrolled(decoding: enrolled.encoded()) == enrolled)
        let revoked = MemberRevoked(node: other.node, cuts: points, reason: "stolen")
        #expect(try MemberRevoked(decoding: revoked.encoded()) == revoked)
        let rotated = try #require(MemberRotated(from: author.node, to: other.identity))
        #expect(try MemberRotated(decoding: rotated.encoded()) == rotated)
        #expect(rotated.isAgreed(by: author.node) && !rotated.isAgreed(by: other.node))
        let dormant = MemberDormant(node: other.node, isDormant: true)
        #expect(try MemberDormant(decoding: dormant.encoded()) == dormant)
        let retired = MemberRetired(node: other.node, logs: points)
        #expect(try MemberRetired(decoding: retired.encoded()) == retired)
        let adopted = ForkAdopted(log: author.log, heads: points.map(\.hash))
        #expect(try ForkAdopted(decoding: adopted.encoded()) == adopted)
        let acknowledged = Acknowledged(
            points: points, stateDigest: points[0].hash, isRestatement: true)
        #expect(try Acknowledged(decoding: acknowledged.encoded()) == acknowledged)
        let salvaged = Salvaged(
            log: author.log, operations: run.map { LogPoint(seq: $0.operation.seq, hash: $0.hash) },
            reason: "honest sales")
        #expect(try Salvaged(decoding: salvaged.encoded()) == salvaged)
    }

    @Test func `what a log opened says first is what another program wrote`() throws {
        let first = try Operation(decoding: Golden.firstBody)
        let opened = try LogOpened(decoding: first.payload)
        #expect(opened == LogOpened(previous: nil, reason: "created"))
        #expect(opened.encoded() == first.payload)
    }

    @Test func `a payload is refused with the key that doesn't fit`() throws {
        let node = try Author.golden().node
        func refused(_ key: UInt64, _ value: CBOR?) {
            var map: CBORMap = [
                0: .fixed(node.key), 1: .null, 2: 3, 3: .text("Lane 3"), 4: [2], 5: .null,
            ]
            map[.unsigned(key)] = value
            #expect(throws: PayloadError.value(key: key)) {
                try MemberEnrolled(decoding: CBOR.map(map).encoded)
            }
        }
        refused(0, .bytes([1, 2, 3]))
        refused(1, nil)
        refused(2, 100)
        refused(3, .text(String(repeating: "a", count: 257)))
        refused(4, [6])
        refused(4, [300])
        refused(5, .text("never"))
        #expect(throws: PayloadError.notMap) { try LogOpened(decoding: [0x80]) }
        #expect(throws: PayloadError.self) { try LogOpened(decoding: [0xa1]) }
    }

    @Test func `keys of later programs are no reason to refuse`() throws {
        let node = try Author.golden().node
        let map: CBORMap = [0: .fixed(node.key), 1: .bool(false), 9: .text("later")]
        let decoded = try MemberDormant(decoding: CBOR.map(map).encoded)
        #expect(decoded == MemberDormant(node: node, isDormant: false))
    }
}
