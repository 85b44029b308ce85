import Encoding
import Replication
import TestSupport
import Testing

/// What an `ops` frame may leave out because the last ones had it.
@Suite struct ChannelHistoryTests {
    private static func dictionary() throws -> ZstdDictionary {
        try ZstdDictionary(ShippedDictionary.all[0].bytes)
    }

    /// Frames as live operations are: short, alike, with something of their own.
    private static func frames(
        _ count: Int, using random: inout SplitMix64
    ) -> [ChannelFrame] {
        let goods = (0..<40).map { _ in random.bytes(24) }
        return (0..<count).map { number in
            let isLong = Int.random(in: 0..<10, using: &random) == 0
            let length = isLong ? 200 : Int.random(in: 0...6, using: &random)
            let body = (0..<length).flatMap { _ in goods.randomElement(using: &random) ?? [] }
            let type = number.isMultiple(of: 5) ? FrameType.have : .ops
            return ChannelFrame(type, body + random.bytes(16))
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `both ends keep the same, whatever each of them names`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sizes: [UInt64] = [0, 1, 100, 4_096, 9_999, .max]
        var pair = try ChannelPair(using: &random, dictionaries: [try Self.dictionary()])
        try pair.carry(using: &random)
        let known = pair.initiator.compression.dictionaryIDs
        // Each is told what the other one named; what both use is the smaller number.
        let both = try #require(sizes.randomElement(using: &random))
        pair.initiator.channel.accept(dictionaries: known, historyBytes: both)
        pair.responder.channel.accept(dictionaries: known, historyBytes: both)
        for _ in 0..<10 {
            let there = Self.frames(12, using: &random)
            let back = Self.frames(12, using: &random)
            let before = (pair.responder.frames.count, pair.initiator.frames.count)
            for frame in there { try pair.initiator.send([frame]) }
            for frame in back { try pair.responder.send([frame]) }
            try pair.carry(pieceMax: 500, using: &random)
            #expect(pair.responder.frames.dropFirst(before.0).map(\.body) == there.map(\.body))
            #expect(pair.initiator.frames.dropFirst(before.1).map(\.body) == back.map(\.body))
        }
    }

    @Test func `what the last ones had takes no room`() throws {
        var random = SplitMix64(seed: 1)
        let body = random.bytes(300)
        var sizes: [[Int]] = []
        for bytes in [0, UInt64(4_096)] {
            var pair = try ChannelPair(using: &random, dictionaries: [try Self.dictionary()])
            try pair.carry(using: &random)
            let known = pair.initiator.compression.dictionaryIDs
            pair.initiator.channel.accept(dictionaries: known, historyBytes: bytes)
            pair.responder.channel.accept(dictionaries: known, historyBytes: bytes)
            for _ in 0..<2 { try pair.initiator.send([ChannelFrame(.ops, body)]) }
            try pair.carry(using: &random)
            #expect(pair.responder.frames.map(\.body) == [body, body])
            sizes.append(pair.responder.frames.map(\.bodyBytesAsSent))
        }
        #expect(sizes[0] == [300, 300])
        #expect(sizes[1][0] == 300 && sizes[1][1] < 40)
    }
}
