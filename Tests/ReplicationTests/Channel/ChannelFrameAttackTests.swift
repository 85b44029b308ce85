import Crypto
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct ChannelFrameAttackTests {
    private func refuses(
        _ fault: ChannelFault, accepted: Bool = true, underInvitation: Bool = false,
        dictionaries: [ZstdDictionary] = [], _ say: (inout RawPeer) throws -> Void
    ) throws {
        var random = SplitMix64(seed: 3)
        var peer = try RawPeer(
            underInvitation: underInvitation, dictionaries: dictionaries, using: &random)
        if accepted { peer.victim.channel.accept(dictionaries: []) }
        #expect(throws: fault) { try say(&peer) }
        #expect(peer.victim.frames.isEmpty)
        #expect(throws: fault) { try peer.victim.receive([0]) }
        #expect(throws: fault) { try peer.victim.send([ChannelFrame(.bye, [])]) }
    }

    @Test(arguments: UInt64(0)..<10)
    func `messages changed, cut, repeated or out of order end the channel`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let first = ChannelFrame(.ping, random.bytes(8))
        for attack in 0..<5 {
            var pair = try ChannelPair(using: &random)
            try pair.open(using: &random)
            try pair.initiator.send([first])
            let one = pair.initiator.takeOutgoing()
            try pair.initiator.send([ChannelFrame(.pong, [])])
            let two = pair.initiator.takeOutgoing()
            var flipped = one
            flipped[Int.random(in: 2..<one.count, using: &random)] ^= 1
            var cut = Array(one.dropLast())
            cut[1] -= 1
            let bytes = [flipped, cut, one + one, two + one, two][attack]
            #expect(throws: ChannelFault.message(.forged)) {
                try pair.responder.receive(bytes)
            }
            #expect(pair.responder.frames.map(\.body) == (attack == 2 ? [first.body] : []))
        }
    }

    @Test func `a message without content is refused`() throws {
        for bytes in 0...16 {
            try refuses(.messageLength(bytes)) { try $0.victim.receive([0, UInt8(bytes)]) }
        }
    }

    @Test func `a frame that declares too much is refused before its body comes`() throws {
        for (accepted, joining, limit) in [
            (false, false, 16_384), (true, true, 32_768), (true, false, 4_194_304),
        ] {
            for bytes in [limit + 1, Int(UInt32.max)] {
                try refuses(
                    .frameTooLong(type: 4, bytes: UInt64(bytes), limit: limit),
                    accepted: accepted, underInvitation: joining
                ) { try $0.say(type: 4, flags: 0, length: bytes, []) }
            }
            var random = SplitMix64(seed: 4)
            var peer = try RawPeer(underInvitation: joining, using: &random)
            if accepted { peer.victim.channel.accept(dictionaries: []) }
            let body = [UInt8](repeating: 1, count: limit)
            try peer.say(type: 4, flags: 0, body)
            #expect(peer.victim.frames.map(\.bodyBytesAsSent) == [limit])
        }
    }

    @Test func `flags without a meaning are refused`() throws {
        for flags in UInt8(2)...UInt8.max where flags != 3 {
            try refuses(.flags(type: 11, flags: flags)) {
                try $0.say(type: 11, flags: flags, [])
            }
        }
    }

    @Test func `nothing compressed comes before hello, or to a joining channel`() throws {
        for flags: UInt8 in [1, 3] {
            for (accepted, joining) in [(false, false), (true, true)] {
                try refuses(
                    .compressedTooEarly(type: 1), accepted: accepted, underInvitation: joining
                ) { try $0.say(type: 1, flags: flags, []) }
            }
        }
    }

    @Test func `a bomb is refused by the size that it declares`() throws {
        let bomb = try Zstd.compress([UInt8](repeating: 0, count: 4_194_305))
        #expect(bomb.count < 400)
        try refuses(.compression(type: 4, .tooLong(declared: 4_194_305, limit: 4_194_304))) {
            try $0.say(type: 4, flags: 1, bomb)
        }
        // A single segment whose header says 2^62 bytes.
        let lie: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0]
        try refuses(.compression(type: 4, .tooLong(declared: 1 << 62, limit: 4_194_304))) {
            try $0.say(type: 4, flags: 1, lie)
        }
        // Window descriptor 0x68: 8 MiB, for a content of 1 byte.
        let wide: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x40, 0x68, 1, 0, 9, 0, 0, 7]
        try refuses(
            .compression(type: 4, .windowTooLarge(declared: 8_388_608, limit: 4_194_304))
        ) { try $0.say(type: 4, flags: 1, wide) }
    }

    @Test func `a compressed body is one frame with its size, and nothing after it`() throws {
        let good = try Zstd.compress(TrainedDictionary.text)
        let skippable: [UInt8] = [0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]
        for bytes in [good + [0], good + good, Array(good.dropLast()), skippable, [], [1, 2, 3]] {
            try refuses(.compression(type: 2, .notOneFrame)) {
                try $0.say(type: 2, flags: 1, bytes)
            }
        }
        // Neither a single segment nor a content size: header descriptor 0.
        let sizeless: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, 9, 0, 0, 7]
        try refuses(.compression(type: 2, .contentSizeMissing)) {
            try $0.say(type: 2, flags: 1, sizeless)
        }
    }

    @Test func `a dictionary is used only where it was named, and said`() throws {
        let (ours, other) = (
            try TrainedDictionary.with(), try TrainedDictionary.with(id: 32_770)
        )
        let text = TrainedDictionary.text
        let withOurs = try Zstd.compress(text, dictionary: ours)
        let withOther = try Zstd.compress(text, dictionary: other)
        let plain = try Zstd.compress(text)
        for (flags, body, id) in [(3, withOther, 32_770), (3, plain, 0), (1, withOurs, 32_769)]
            as [(UInt8, [UInt8], UInt32)]
        {
            try refuses(.dictionary(type: 4, id: id), dictionaries: [ours]) {
                try $0.say(type: 4, flags: flags, body)
            }
        }
        var random = SplitMix64(seed: 6)
        var peer = try RawPeer(dictionaries: [ours], using: &random)
        peer.victim.channel.accept(dictionaries: [])
        try peer.say(type: 4, flags: 3, withOurs)
        #expect(peer.victim.frames.map(\.body) == [text])
        #expect(peer.victim.frames.map(\.bodyBytesAsSent) == [withOurs.count])
    }

    @Test func `a type from the future is skipped, whatever it holds`() throws {
        var random = SplitMix64(seed: 7)
        var peer = try RawPeer(using: &random)
        try peer.say(type: 200, flags: 0, random.bytes(16_384))
        peer.victim.channel.accept(dictionaries: [])
        try peer.say(type: 0, flags: 1, [1, 2, 3])
        try peer.say(type: 255, flags: 3, random.bytes(100_000))
        try peer.say(type: 11, flags: 0, [5])
        #expect(peer.victim.skipped == [200, 0, 255])
        #expect(peer.victim.frames.map(\.body) == [[5]])
    }

    @Test func `half a frame stays where it is`() throws {
        var random = SplitMix64(seed: 8)
        var peer = try RawPeer(using: &random)
        try peer.say(type: 11, flags: 0, length: 9, [1, 2])
        #expect(peer.victim.frames.isEmpty && peer.victim.channel.pendingBytes == 8)
        try peer.say([3, 4, 5, 6, 7, 8, 9, 12, 0, 0, 0, 0, 0])
        #expect(peer.victim.frames.map(\.body) == [[1, 2, 3, 4, 5, 6, 7, 8, 9], []])
        #expect(peer.victim.channel.pendingBytes == 0)
    }
}
