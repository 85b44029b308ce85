import Crypto
import Testing

/// The RFCs' own examples: what every fresh clone checks without any data from elsewhere.
@Suite struct RFCFactsTests {
    /// RFC 8032 §7.1, tests 1 to 3: seed, public key, message, signature.
    static let ed25519 = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            """
            e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555
            fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
            """
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            """
            92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da08
            5ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
            """
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            """
            6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18
            ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
            """
        ),
    ]

    @Test(arguments: ed25519)
    func `RFC 8032 signatures come out byte for byte`(
        seed: String, key: String, message: String, signature: String
    ) throws {
        let identity = try Identity(seed: hex(seed))
        #expect(identity.publicKey == hex(key))
        #expect(identity.sign(hex(message)) == hex(signature))
        #expect(Signature.verify(hex(signature), of: hex(message), by: hex(key)))
        #expect(!Signature.verify(hex(signature), of: hex(message) + [0], by: hex(key)))
    }

    @Test func `RFC 7693 appendix A: BLAKE2b of abc`() {
        let digest = BLAKE2b.hash(Array("abc".utf8), length: 64, label: "")
        #expect(
            digest
                == hex(
                    """
                    ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1
                    7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923
                    """))
    }

    @Test func `RFC 7748 section 5-2: X25519`() throws {
        let scalar = "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"
        let point = "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"
        let shared = try X25519.agree(secret: Secret(hex(scalar)), publicKey: hex(point))
        #expect(
            shared.reveal()
                == hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"))
    }

    @Test func `RFC 8439 section 2-8-2: ChaCha20-Poly1305`() throws {
        let key = Secret(Array(0x80...0x9f))
        let nonce = hex("070000004041424344454647")
        let context = hex("50515253c0c1c2c3c4c5c6c7")
        let plain = Array(
            """
            Ladies and Gentlemen of the class of '99: If I could offer you only one tip \
            for the future, sunscreen would be it.
            """.utf8)
        let sealed = hex(
            """
            d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6
            3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36
            92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc
            3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691
            """)
        #expect(try AEAD.chaCha20.seal(plain, context: context, nonce: nonce, key: key) == sealed)
        #expect(try AEAD.chaCha20.open(sealed, context: context, nonce: nonce, key: key) == plain)
    }
}
