import Crypto
import Encoding
import Replication
import Testing

/// A whole channel as another implementation computed it.
///
/// Made with Python's noiseprotocol 0.3.1 over cryptography 50.0.2: `NoiseConnection` of
/// `Noise_XXpsk0_25519_ChaChaPoly_BLAKE2b`, prologue `tillmesh/1`, the pre-shared key 00 … 1f,
/// ephemeral secrets 60 … 7f (initiator) and 80 … 9f, and as static secrets the X25519 forms of
/// the Ed25519 seeds 20 … 3f (initiator) and 40 … 5f, by SHA-512 as RFC 8032 has it.
@Suite struct ChannelTranscriptTests {
    private static let first = Golden.hex(
        """
        675dd574ed7789310b3d2e7681f3790b466c773b1521fecf36577958371ea52fb82fe4b4
        acc6a86b193dfb338dbd25cb
        """)

    private static let second = Golden.hex(
        """
        493e82fc74464a59268817623d2053c5eb8e2cc4a988b4fee179ec6b010d531dd9abf9f5
        376d37ef798322e8802db916bb5cdf083cd9015905a4f60a39a43c5d7222cd1a92dae9a3
        3bc001ebc350d4df2c35d1a90778563922d79399f8e45f24
        """)

    private static let third = Golden.hex(
        """
        ccb2beeb1327cd7f01337165ecf5297ab86d02fa5f8b6f17a2b24c20b28e3855596426ec
        fc41b42e2de68d5c3a43e97cb0072f4e5c0e2c79e32f6b5220a9784b
        """)

    private static let handshakeHash = Golden.hex(
        """
        dfd5dc9d4b11b3b70cd2e6fa85057559ceff5c06405e7b33db3e144daf96adf3f1fcc30c
        9ec7ada24ad516f65f4b944a693c837bed4e447d36ceba4a2280c0a6
        """)

    /// A `ping` of the bytes 00 … 07 from the initiator, then its next one after `Rekey()`.
    private static let ping = Golden.hex(
        "5c04117bcf81f7e3caa316285b2fbc186887fd24a64ad13c72ff5a61eef5")
    private static let pingAfterRekey = Golden.hex(
        "92598223491d595cdddcf65d258ea28a7a1249ab7854e1f0a6359ef535ba")
    /// A `pong` of the bytes 00 … 07 from the responder, whose key is the first one still.
    private static let pong = Golden.hex(
        "653446bb9b9afcbd4b53924cec0e9b8ff2ca3c1ec0513815ebf39140a983")

    @Test func `the channel's bytes are another implementation's`() throws {
        let key = ChannelKey(.invitation(1), Secret(Array(0x00...0x1f)))
        let compression = try FrameCompression()
        var initiator = ChannelEnd(
            try Channel(
                calling: key, as: try Identity(seed: Array(0x20...0x3f)),
                ephemeral: Secret(Array(0x60...0x7f)), expecting: nil, messagesPerKey: 1),
            compression)
        var responder = ChannelEnd(
            Channel(
                answering: [key], as: try Identity(seed: Array(0x40...0x5f)),
                ephemeral: Secret(Array(0x80...0x9f))), compression)
        try initiator.obey()
        #expect(initiator.outgoing == [0, 48] + Self.first)
        try responder.receive(initiator.takeOutgoing())
        #expect(responder.outgoing == [0, 96] + Self.second)
        try initiator.receive(responder.takeOutgoing())
        #expect(initiator.outgoing == [0, 64] + Self.third)
        try responder.receive(initiator.takeOutgoing())
        #expect(initiator.peer?.handshakeHash.bytes == Self.handshakeHash)
        #expect(responder.peer?.handshakeHash.bytes == Self.handshakeHash)
        try initiator.send([ChannelFrame(.ping, Array(0..<8))])
        #expect(initiator.takeOutgoing() == [0, 30] + Self.ping)
        try initiator.send([ChannelFrame(.ping, Array(0..<8))])
        #expect(initiator.takeOutgoing() == [0, 30] + Self.pingAfterRekey)
        try responder.send([ChannelFrame(.pong, Array(0..<8))])
        #expect(responder.takeOutgoing() == [0, 30] + Self.pong)
    }
}
