import CRDT
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct ForkProofTests {
    @Test(arguments: UInt64(0)..<20)
    func `a proof is as short as the signatures allow, and convinces`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let author = try Author.random(using: &random)
        let common = try author.operations(3, using: &random)
        var left = try author.operations(5, after: common[2].head, using: &random)
        let right = try author.operations(5, after: common[2].head, using: &random)
        left[0] = left[0].bare
        left[1] = left[1].bare
        let proof = try ForkProof(left: left, right: right)
        #expect(try ForkProof(left: right, right: left) == proof)
        #expect(try ForkProof(decoding: proof.encoded()) == proof)
        let place = try proof.verifiedPlace()
        #expect(place.log == author.log && place.seq == 4)
        #expect(place.hashes == [left[0].hash, right[0].hash].sorted())
        guard case .runs(let first, let second) = proof else {
            Issue.record("the runs fit")
            return
        }
        #expect([first.entries.count, second.entries.count].sorted() == [1, 3])
    }

    @Test func `what isn't a fork proves none`() throws {
        var random = SplitMix64(seed: 1)
        let author = try Author.random(using: &random)
        let run = try author.operations(4, using: &random)
        #expect(throws: ForkProof.Failure.sameOperation) {
            try ForkProof(left: run, right: run)
        }
        #expect(throws: ForkProof.Failure.otherPlace) {
            try ForkProof(left: run, right: Array(run.dropFirst()))
        }
        #expect(throws: ForkProof.Failure.unsigned) {
            try ForkProof(left: run, right: run.map(\.bare))
        }
        let other = try Author.random(using: &random).operations(1, using: &random)
        #expect(throws: ForkProof.Failure.otherPlace) { try ForkProof(left: run, right: other) }
    }

    @Test func `a proof that fits no operation names the place`() throws {
        var random = SplitMix64(seed: 2)
        let author = try Author.random(using: &random)
        func branch(_ byte: UInt8) throws -> [SignedOperation] {
            var writer = LogWriter(log: author.log, head: nil)
            let payload = [UInt8](repeating: byte, count: 200_000)
            return try writer.append(
                [.init(hlc: HLC(raw: 1), kind: 64, payload: payload)], by: author.identity,
                signing: .each)
        }
        let (left, right) = (try branch(1), try branch(2))
        let proof = try ForkProof(left: left, right: right)
        #expect(
            proof
                == .named(
                    log: author.log, seq: 1, hashes: [left[0].hash, right[0].hash].sorted()))
        #expect(try ForkProof(decoding: proof.encoded()) == proof)
    }
}
