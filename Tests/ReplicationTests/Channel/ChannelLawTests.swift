import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct ChannelLawTests {
    @Test(arguments: UInt64(0)..<20)
    func `two honest ends agree however the wire cuts their bytes`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var pair = try ChannelPair(using: &random)
        let pieceMax = [1, 2, 17, 100, 5_000, .max][Int(seed % 6)]
        try pair.carry(pieceMax: pieceMax, using: &random)
        try checkPeers(pair)
        let early = randomFrames(3, bodyMax: 400, using: &random)
        try pair.initiator.send([ChannelFrame(.hello, Array("hello".utf8))] + early)
        try pair.carry(pieceMax: pieceMax, using: &random)
        #expect(pair.responder.frames.map(\.body) == [Array("hello".utf8)] + early.map(\.body))
        pair.responder.channel.accept(dictionaries: [])
        pair.initiator.channel.accept(dictionaries: [])
        try exchange(&pair, pieceMax, &random)
        #expect(pair.initiator.channel.pendingBytes == 0)
        #expect(pair.responder.channel.pendingBytes == 0)
    }

    private func checkPeers(_ pair: ChannelPair) throws {
        let (ours, theirs) = (try #require(pair.initiator.peer), try #require(pair.responder.peer))
        #expect(ours.handshakeHash == theirs.handshakeHash && ours.key == theirs.key)
        #expect(ours.isNode(NodeID(try #require(Bytes32(pair.called.publicKey)))))
        #expect(theirs.isNode(NodeID(try #require(Bytes32(pair.calling.publicKey)))))
        #expect(!ours.isOurself && !theirs.isOurself)
        #expect(!ours.isNode(NodeID(try #require(Bytes32(pair.calling.publicKey)))))
        #expect(pair.initiator.channel.wasAnswered)
        #expect(pair.responder.channel.call?.key == theirs.key)
    }

    /// Frames go both ways at once; each side has the other's, in order and unchanged.
    private func exchange(
        _ pair: inout ChannelPair, _ pieceMax: Int, _ random: inout SplitMix64
    ) throws {
        // Larger than a message where pieces aren't single bytes.
        let bodyMax = pieceMax < 100 ? 900 : 90_000
        pair.initiator.frames = []
        pair.responder.frames = []
        let there = randomFrames(12, bodyMax: bodyMax, using: &random)
        let back = randomFrames(12, bodyMax: bodyMax, using: &random)
        try pair.initiator.send(there)
        for frame in back { try pair.responder.send([frame]) }
        try pair.carry(pieceMax: pieceMax, using: &random)
        for (sent, received) in [(there, pair.responder.frames), (back, pair.initiator.frames)] {
            #expect(received.map(\.type) == sent.map(\.type))
            #expect(received.map(\.body) == sent.map(\.body))
            #expect(received.allSatisfy { $0.bodyBytesAsSent <= $0.body.count })
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func `keys change in step in both directions`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let messagesPerKey = UInt64.random(in: 1...5, using: &random)
        var pair = try ChannelPair(using: &random, messagesPerKey: messagesPerKey)
        try pair.open(using: &random)
        for round in 0..<20 {
            let frames = randomFrames(2, bodyMax: 200, using: &random)
            if Bool.random(using: &random) {
                try pair.initiator.send(frames)
            } else {
                try pair.responder.send(frames)
            }
            try pair.carry(using: &random)
            let received = pair.initiator.frames.count + pair.responder.frames.count
            #expect(received == 2 * (round + 1))
        }
    }

    @Test func `the key of the 1,048,577th message is another`() throws {
        #expect(Channel.messagesPerKey == 1_048_576)
        var random = SplitMix64(seed: 7)
        var slow = try ChannelPair(using: &random, messagesPerKey: 2)
        random = SplitMix64(seed: 7)
        var never = try ChannelPair(using: &random)
        try slow.open(using: &random)
        try never.open(using: &random)
        let ping = [ChannelFrame(.ping, Array(0..<8))]
        var same: [Bool] = []
        for _ in 0..<3 {
            try slow.initiator.send(ping)
            try never.initiator.send(ping)
            same.append(slow.initiator.takeOutgoing() == never.initiator.takeOutgoing())
        }
        #expect(same == [true, true, false])
    }
}
