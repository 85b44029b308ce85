import Crypto
import Encoding
import Replication
import TestSupport
import Testing

/// An initiator with the right key that then says whatever a test wants it to.
struct RawPeer {
    var victim: ChannelEnd
    private var cipher: NoiseCipher

    /// Shakes hands properly; the victim hasn't accepted a `hello` yet.
    init(
        underInvitation: Bool = false, dictionaries: [ZstdDictionary] = [],
        using random: inout SplitMix64
    ) throws {
        let secret = Secret(random.bytes(32))
        let steward = try Identity(seed: random.bytes(32))
        let mesh = try #require(MeshKey(epoch: 3, key: secret, signedBy: steward))
        let key = underInvitation ? ChannelKey(.invitation(4), secret) : mesh.channelKey
        victim = ChannelEnd(
            Channel(answering: [key], as: steward, ephemeral: Secret(random.bytes(32))),
            try FrameCompression(dictionaries: dictionaries))
        var handshake = try NoiseHandshake(
            #require(NoisePattern.named("XXpsk0")), .initiator, prologue: Array("tillmesh/1".utf8),
            keys: NoiseKeys(
                ephemeral: Secret(random.bytes(32)), own: Secret(random.bytes(32)),
                preShared: [secret]))
        try victim.receive(Self.framed(handshake.write()))
        _ = try handshake.read(victim.takeOutgoing().dropFirst(2))
        try victim.receive(Self.framed(handshake.write()))
        cipher = try #require(handshake.transport?.sending)
        #expect(victim.peer?.key == key.name)
    }

    static func framed(_ message: [UInt8]) -> [UInt8] {
        [UInt8(message.count >> 8), UInt8(message.count & 0xff)] + message
    }

    /// The messages of any plain bytes.
    mutating func messages(_ plain: [UInt8]) throws -> [[UInt8]] {
        try stride(from: 0, to: plain.count, by: NoiseCipher.plainBytesMax).map { start in
            var message: [UInt8] = []
            try cipher.seal(plain[start...].prefix(NoiseCipher.plainBytesMax), to: &message)
            return Self.framed(message)
        }
    }

    /// Says any plain bytes.
    mutating func say(_ plain: [UInt8]) throws {
        for message in try messages(plain) { try victim.receive(message) }
    }

    /// Says a frame with any header.
    mutating func say(type: UInt8, flags: UInt8, length: Int? = nil, _ body: [UInt8]) throws {
        let bytes = length ?? body.count
        let head = (0..<4).map { UInt8(truncatingIfNeeded: bytes >> (24 - 8 * $0)) }
        try say([type, flags] + head + body)
    }
}
