import Crypto
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct ChannelSendTests {
    @Test func `what the peer would refuse isn't sent, and the channel goes on`() throws {
        var random = SplitMix64(seed: 1)
        var pair = try ChannelPair(using: &random)
        #expect(throws: ChannelFault.notOpen) {
            try pair.initiator.send([ChannelFrame(.hello, [])])
        }
        try pair.carry(using: &random)
        let long = random.bytes(16_385)
        let ping = ChannelFrame(.ping, [1])
        #expect(throws: ChannelFault.frameTooLong(type: 2, bytes: 16_385, limit: 16_384)) {
            try pair.initiator.send([ping, ChannelFrame(.have, long)])
        }
        pair.initiator.channel.accept(dictionaries: [])
        pair.responder.channel.accept(dictionaries: [])
        #expect(throws: ChannelFault.frameTooLong(type: 1, bytes: 16_385, limit: 16_384)) {
            try pair.initiator.send([ChannelFrame(.hello, long)])
        }
        let tooLong = [UInt8](repeating: 0, count: 4_194_305)
        #expect(throws: ChannelFault.frameTooLong(type: 10, bytes: 4_194_305, limit: 4_194_304)) {
            try pair.initiator.send([ChannelFrame(.part, tooLong)])
        }
        try pair.initiator.send([ping, ChannelFrame(.have, long)])
        try pair.carry(using: &random)
        #expect(pair.responder.frames.map(\.body) == [[1], long])
    }

    @Test func `a hello is never compressed, what follows is where that is shorter`() throws {
        var random = SplitMix64(seed: 2)
        var pair = try ChannelPair(using: &random)
        try pair.open(using: &random)
        let zeros = [UInt8](repeating: 0, count: 5_000)
        let noise = random.bytes(5_000)
        let output = try pair.initiator.channel.send(
            [
                ChannelFrame(.hello, zeros), ChannelFrame(.ops, zeros), ChannelFrame(.part, noise),
                ChannelFrame(.ping, [UInt8](repeating: 0, count: 8)),
            ], using: pair.initiator.compression)
        #expect(output.bodyBytesAsSent[0] == 5_000 && output.bodyBytesAsSent[1] < 50)
        #expect(output.bodyBytesAsSent[2...] == [5_000, 8])
        // Four headers and one message of its length and tag.
        #expect(output.bytes.count == output.bodyBytesAsSent.reduce(4 * 6 + 18, +))
        try pair.responder.receive(output.bytes)
        #expect(pair.responder.frames.map(\.bodyBytesAsSent) == output.bodyBytesAsSent)
        #expect(pair.responder.frames.map(\.body.count) == [5_000, 5_000, 5_000, 8])
    }

    @Test func `a dictionary shortens what goes to a peer that named it`() throws {
        var random = SplitMix64(seed: 3)
        let frame = ChannelFrame(.ops, TrainedDictionary.text)
        var sizes: [Int] = []
        for dictionaries in [[], [try TrainedDictionary.with()]] {
            var pair = try ChannelPair(using: &random, dictionaries: dictionaries)
            #expect(pair.initiator.compression.dictionaryIDs == dictionaries.map(\.id))
            try pair.open(using: &random)
            try pair.initiator.send([frame])
            try pair.carry(using: &random)
            #expect(pair.responder.frames.map(\.body) == [frame.body])
            sizes += pair.responder.frames.map(\.bodyBytesAsSent)
        }
        #expect(sizes[1] < sizes[0])
        var pair = try ChannelPair(
            using: &random, dictionaries: [try TrainedDictionary.with()])
        try pair.carry(using: &random)
        pair.initiator.channel.accept(dictionaries: [1, 2])
        pair.responder.channel.accept(dictionaries: [])
        try pair.initiator.send([frame])
        try pair.carry(using: &random)
        #expect(pair.responder.frames.map(\.bodyBytesAsSent) == [sizes[0]])
    }

    @Test func `a large frame spans messages, small ones share one`() throws {
        var random = SplitMix64(seed: 4)
        var pair = try ChannelPair(using: &random)
        try pair.open(using: &random)
        let body = random.bytes(4_194_304)
        try pair.initiator.send([ChannelFrame(.part, body)])
        #expect(pair.initiator.outgoing.count == 4_194_304 + 6 + 65 * 18)
        try pair.carry(pieceMax: 70_000, using: &random)
        #expect(pair.responder.frames.map(\.body) == [body])
        try pair.responder.send((0..<100).map { ChannelFrame(.ping, [UInt8($0)]) })
        #expect(pair.responder.outgoing.count == 100 * 7 + 18)
        #expect(try pair.responder.channel.send([], using: pair.responder.compression).bytes == [])
    }

    @Test func `an unanswered call tries the next older key, then the newest again`() {
        let keys = (0..<3).map {
            ChannelKey(.invitation($0), Secret([UInt8](repeating: 1, count: 32)))
        }
        var trial = ChannelKeyTrial(keys)
        #expect(trial.current == keys[0])
        #expect(trial.ended(wasAnswered: false) && trial.current == keys[1])
        #expect(!trial.ended(wasAnswered: true) && trial.current == keys[1])
        #expect(trial.ended(wasAnswered: false) && trial.current == keys[2])
        #expect(!trial.ended(wasAnswered: false) && trial.current == keys[0])
        var none = ChannelKeyTrial([])
        #expect(none.current == nil && !none.ended(wasAnswered: false) && none.current == nil)
    }

    @Test func `wrong lengths of own keys are refused`() throws {
        let short = Secret([UInt8](repeating: 1, count: 31))
        let whole = Secret([UInt8](repeating: 1, count: 32))
        let identity = try Identity(seed: whole)
        for (key, ephemeral) in [(short, whole), (whole, short)] {
            #expect(throws: ChannelFault.ownKeys(.keyLength(31))) {
                try Channel(
                    calling: ChannelKey(.invitation(1), key), as: identity, ephemeral: ephemeral)
            }
            var responder = ChannelEnd(
                Channel(
                    answering: [ChannelKey(.invitation(1), key)], as: identity,
                    ephemeral: ephemeral), try FrameCompression())
            #expect(throws: ChannelFault.ownKeys(.keyLength(31))) {
                try responder.receive([0, 48] + [UInt8](repeating: 9, count: 48))
            }
        }
    }
}
