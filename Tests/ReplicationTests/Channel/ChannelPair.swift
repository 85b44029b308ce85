import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

/// One end of a channel with all that it was told to do.
struct ChannelEnd {
    var channel: Channel
    let compression: FrameCompression
    /// What the other end must still be given.
    var outgoing: [UInt8] = []
    var peer: ChannelPeer?
    var frames: [ReceivedFrame] = []
    var skipped: [UInt8] = []

    init(_ channel: Channel, _ compression: FrameCompression) {
        self.channel = channel
        self.compression = compression
    }

    /// Obeys every directive that is there.
    mutating func obey() throws(ChannelFault) {
        while let directive = try channel.next(using: compression) {
            switch directive {
            case .send(let bytes): outgoing += bytes
            case .opened(let peer): self.peer = peer
            case .frame(let frame): frames.append(frame)
            case .skipped(let type, _): skipped.append(type)
            }
        }
    }

    mutating func receive(_ bytes: [UInt8]) throws(ChannelFault) {
        channel.receive(bytes)
        try obey()
    }

    mutating func send(_ frames: [ChannelFrame]) throws(ChannelFault) {
        outgoing += try channel.send(frames, using: compression).bytes
    }

    mutating func takeOutgoing() -> [UInt8] {
        defer { outgoing = [] }
        return outgoing
    }
}

/// Two ends and the wire between them, which cuts bytes wherever it likes.
struct ChannelPair {
    var initiator: ChannelEnd
    var responder: ChannelEnd
    let called: Identity
    let calling: Identity

    /// Two honest ends with one mesh key.
    init(
        using random: inout SplitMix64, dictionaries: [ZstdDictionary] = [],
        messagesPerKey: UInt64 = Channel.messagesPerKey
    ) throws {
        let key = try #require(
            MeshKey(
                epoch: 1, key: Secret(random.bytes(32)),
                signedBy: try Identity(seed: random.bytes(32)))
        ).channelKey
        try self.init(
            initiatorKey: key, responderKeys: [key], using: &random, dictionaries: dictionaries,
            messagesPerKey: messagesPerKey)
    }

    init(
        initiatorKey: ChannelKey, responderKeys: [ChannelKey], using random: inout SplitMix64,
        dictionaries: [ZstdDictionary] = [], messagesPerKey: UInt64 = Channel.messagesPerKey
    ) throws {
        calling = try Identity(seed: random.bytes(32))
        called = try Identity(seed: random.bytes(32))
        let compression = try FrameCompression(dictionaries: dictionaries)
        initiator = ChannelEnd(
            try Channel(
                calling: initiatorKey, as: calling, ephemeral: Secret(random.bytes(32)),
                expecting: nil, messagesPerKey: messagesPerKey), compression)
        responder = ChannelEnd(
            Channel(
                answering: responderKeys, as: called, ephemeral: Secret(random.bytes(32)),
                messagesPerKey: messagesPerKey), compression)
    }

    /// Carries all bytes both ways until none are left, in pieces of 1 to `pieceMax` bytes.
    mutating func carry(
        pieceMax: Int = .max, using random: inout SplitMix64
    ) throws(ChannelFault) {
        try initiator.obey()
        while !initiator.outgoing.isEmpty || !responder.outgoing.isEmpty {
            let (there, back) = (initiator.takeOutgoing(), responder.takeOutgoing())
            for piece in Self.cut(there, pieceMax, &random) { try responder.receive(piece) }
            for piece in Self.cut(back, pieceMax, &random) { try initiator.receive(piece) }
        }
    }

    /// The handshake, and `hello` accepted on both sides.
    mutating func open(using random: inout SplitMix64) throws {
        try carry(using: &random)
        let known = initiator.compression.dictionaryIDs
        initiator.channel.accept(dictionaries: known)
        responder.channel.accept(dictionaries: known)
        try #require(initiator.peer != nil && responder.peer != nil)
    }

    private static func cut(
        _ bytes: [UInt8], _ pieceMax: Int, _ random: inout SplitMix64
    ) -> [[UInt8]] {
        var rest = bytes[...]
        var pieces: [[UInt8]] = []
        while !rest.isEmpty {
            let count = Int.random(in: 1...min(pieceMax, rest.count), using: &random)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}

/// Frames of every known type, bodies of any length and some that compress.
func randomFrames(_ count: Int, bodyMax: Int, using random: inout SplitMix64) -> [ChannelFrame] {
    (0..<count).map { _ in
        let type = FrameType.allCases.filter { $0 != .hello }.randomElement(using: &random)
        let length = Int.random(in: 0...bodyMax, using: &random)
        let body =
            Bool.random(using: &random)
            ? random.bytes(length) : [UInt8](repeating: UInt8(length & 0xff), count: length)
        return ChannelFrame(type ?? .ping, body)
    }
}
