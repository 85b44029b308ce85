import Encoding
import Replication
import TestSupport
import Testing

@Suite struct RobustnessTests {
    // Whatever arrives from outside is read or refused; nothing of it may end the process.
    @Test(arguments: UInt64(0)..<30)
    func `no input traps a reader`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let seeds = [Golden.firstBody, Golden.segment, Golden.export, Golden.anchoredExport]
        var accepted = 0
        for _ in 0..<200 {
            let good = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            let bytes = damaged(good, &random)
            accepted += read(bytes, unlike: good)
        }
        #expect(accepted == 0)
    }

    /// How many of the readers that check everything took the damaged bytes.
    private func read(_ bytes: [UInt8], unlike good: [UInt8]) -> Int {
        let operation = try? Operation(decoding: bytes)
        // What is read is written again bit for bit: there is one encoding.
        if let operation { #expect(operation.encoded() == bytes) }
        let segment = try? Segment(decoding: bytes)
        if let segment { #expect(segment.encoded() == bytes) }
        _ = try? Credential(decoding: bytes)
        _ = try? LogOpened(decoding: bytes)
        _ = try? MemberEnrolled(decoding: bytes)
        _ = try? ForkProof(decoding: bytes)
        _ = try? Acknowledged(decoding: bytes)
        guard bytes != good, !bytes.isEmpty else { return 0 }
        let rebuilt = try? segment?.operations()
        let verifier = try? verify(bytes, chunk: 50)
        return (rebuilt == nil ? 0 : 1) + (verifier == nil ? 0 : 1)
    }

    private func damaged(_ good: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = good
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                bytes[place] =
                    [0x1b, 0x3b, 0x5b, 0x9b, 0xbb, 0xff].randomElement(using: &random) ?? 0
            case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 2: bytes.replaceSubrange(place..<place, with: random.bytes(9))
            default: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            }
        }
        return bytes
    }
}
