import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct ChannelHandshakeAttackTests {
    /// The three messages of an honest handshake with the ends as they stood before each.
    private struct Recorded {
        var ends: [ChannelEnd] = []
        var messages: [[UInt8]] = []

        init(seed: UInt64) throws {
            var random = SplitMix64(seed: seed)
            var pair = try ChannelPair(using: &random)
            try pair.initiator.obey()
            ends.append(pair.responder)
            messages.append(pair.initiator.takeOutgoing())
            try pair.responder.receive(messages[0])
            ends.append(pair.initiator)
            messages.append(pair.responder.takeOutgoing())
            try pair.initiator.receive(messages[1])
            ends.append(pair.responder)
            messages.append(pair.initiator.takeOutgoing())
        }
    }

    @Test(arguments: UInt64(0)..<3)
    func `any flipped byte of any handshake message ends it by name`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let recorded = try Recorded(seed: seed)
        for (index, honest) in recorded.messages.enumerated() {
            for place in honest.indices {
                var flipped = honest
                flipped[place] ^= UInt8(1) << UInt8.random(in: 0...7, using: &random)
                var end = recorded.ends[index]
                let declared = Int(flipped[0]) << 8 | Int(flipped[1])
                let fault = expected(index + 1, place, declared)
                #expect(throws: fault, "\(index + 1) \(place)") { try end.receive(flipped) }
                #expect(end.outgoing.isEmpty && end.peer == nil)
                #expect(throws: fault) { try end.receive(honest) }
                #expect(throws: fault) { try end.send([ChannelFrame(.ping, [])]) }
                #expect(end.channel.pendingBytes == 0)
            }
        }
    }

    private func expected(_ message: Int, _ place: Int, _ declared: Int) -> ChannelFault {
        if place < 2 { return .handshakeLength(message: message, bytes: declared) }
        return message == 1 ? .noKeyFits : .handshake(message: message, .forged)
    }

    @Test func `a shorter or longer handshake message is refused by its length alone`() throws {
        let recorded = try Recorded(seed: 1)
        for (index, bytes) in [(0, 47), (0, 49), (0, 0), (1, 95), (1, 65_535), (2, 63), (2, 65)] {
            var end = recorded.ends[index]
            #expect(throws: ChannelFault.handshakeLength(message: index + 1, bytes: bytes)) {
                try end.receive([UInt8(bytes >> 8), UInt8(bytes & 0xff)])
            }
        }
    }

    @Test func `half a handshake message is waited for`() throws {
        let recorded = try Recorded(seed: 2)
        for (end, message) in zip(recorded.ends, recorded.messages) {
            for count in 0..<message.count {
                var end = end
                try end.receive(Array(message.prefix(count)))
                #expect(end.outgoing.isEmpty && end.peer == nil)
                #expect(end.channel.pendingBytes == count)
            }
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func `a stranger is told nothing`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let keys = (0..<3).map { ChannelKey(.invitation($0), Secret(random.bytes(32))) }
        let strange = ChannelKey(.invitation(9), Secret(random.bytes(32)))
        for known in [keys, []] {
            var pair = try ChannelPair(
                initiatorKey: strange, responderKeys: known, using: &random)
            #expect(throws: ChannelFault.noKeyFits) { try pair.carry(using: &random) }
            #expect(pair.responder.outgoing.isEmpty && pair.responder.channel.call == nil)
            #expect(!pair.initiator.channel.wasAnswered)
        }
        var noise = ChannelEnd(
            Channel(
                answering: keys, as: try Identity(seed: random.bytes(32)),
                ephemeral: Secret(random.bytes(32))), try FrameCompression())
        #expect(throws: ChannelFault.noKeyFits) { try noise.receive([0, 48] + random.bytes(48)) }
        #expect(noise.outgoing.isEmpty)
    }

    @Test(arguments: 0..<3)
    func `the responder finds the key among current, earlier and invitations`(
        index: Int
    ) throws {
        var random = SplitMix64(seed: UInt64(index))
        let keys = (0..<3).map { ChannelKey(.invitation($0), Secret(random.bytes(32))) }
        var pair = try ChannelPair(
            initiatorKey: keys[index], responderKeys: keys, using: &random)
        try pair.carry(using: &random)
        #expect(pair.initiator.peer?.key == .invitation(UInt64(index)))
        #expect(pair.responder.peer?.key == .invitation(UInt64(index)))
    }

    @Test func `a replayed message 1 gets an answer that opens nothing`() throws {
        var random = SplitMix64(seed: 5)
        let key = ChannelKey(.invitation(1), Secret(random.bytes(32)))
        var pair = try ChannelPair(initiatorKey: key, responderKeys: [key], using: &random)
        try pair.initiator.obey()
        let first = pair.initiator.takeOutgoing()
        try pair.responder.receive(first)
        try pair.initiator.receive(pair.responder.takeOutgoing())
        let third = pair.initiator.takeOutgoing()
        // The next connection of the same responder: the same keys, other random bytes.
        var next = ChannelEnd(
            Channel(answering: [key], as: pair.called, ephemeral: Secret(random.bytes(32))),
            try FrameCompression())
        try next.receive(first)
        #expect(next.peer == nil && next.takeOutgoing().count == 2 + 96)
        #expect(next.channel.call?.key == key.name)
        #expect(throws: ChannelFault.handshake(message: 3, .forged)) { try next.receive(third) }
        #expect(next.peer == nil && next.outgoing.isEmpty)
        // It stays known after the fault: five of them end an invitation.
        #expect(next.channel.call?.ephemeral.bytes == Array(first[2..<34]))
    }

    @Test func `a joiner tells a responder that isn't the inviter nothing`() throws {
        var random = SplitMix64(seed: 8)
        let key = ChannelKey(.invitation(1), Secret(random.bytes(32)))
        let impostor = try Identity(seed: random.bytes(32))
        for inviter in [try Identity(seed: random.bytes(32)), impostor] {
            var responder = ChannelEnd(
                Channel(answering: [key], as: impostor, ephemeral: Secret(random.bytes(32))),
                try FrameCompression())
            let node = NodeID(try #require(Bytes32(inviter.publicKey)))
            var joiner = ChannelEnd(
                try Channel(
                    calling: key, as: try Identity(seed: random.bytes(32)),
                    ephemeral: Secret(random.bytes(32)), expecting: node),
                try FrameCompression())
            try joiner.obey()
            try responder.receive(joiner.takeOutgoing())
            if inviter === impostor {
                try joiner.receive(responder.takeOutgoing())
                #expect(joiner.peer?.isNode(node) == true)
            } else {
                #expect(throws: ChannelFault.otherPeer) {
                    try joiner.receive(responder.takeOutgoing())
                }
                #expect(joiner.outgoing.isEmpty && joiner.channel.wasAnswered)
            }
        }
    }

    @Test func `our own key at the other end is seen`() throws {
        var random = SplitMix64(seed: 9)
        let key = ChannelKey(.invitation(1), Secret(random.bytes(32)))
        let identity = try Identity(seed: random.bytes(32))
        let compression = try FrameCompression()
        var initiator = ChannelEnd(
            try Channel(calling: key, as: identity, ephemeral: Secret(random.bytes(32))),
            compression)
        var responder = ChannelEnd(
            Channel(answering: [key], as: identity, ephemeral: Secret(random.bytes(32))),
            compression)
        try initiator.obey()
        try responder.receive(initiator.takeOutgoing())
        try initiator.receive(responder.takeOutgoing())
        try responder.receive(initiator.takeOutgoing())
        #expect(initiator.peer?.isOurself == true && responder.peer?.isOurself == true)
    }
}
