import Crypto
import TestSupport
import Testing

@Suite struct AEADVectorTests {
    @Test(arguments: [
        ("chacha20_poly1305", AEAD.chaCha20, 325), ("xchacha20_poly1305", .xChaCha20, 315),
    ])
    func `Wycheproof's texts seal and open, forged ones are refused`(
        name: String, aead: AEAD, count: Int
    ) throws {
        guard let cases = try Vectors.wycheproof(name) else { return }
        #expect(cases.count == count)
        for (_, test) in cases {
            let key = Secret(try test.bytes("key"))
            let (nonce, context) = (try test.bytes("iv"), try test.bytes("aad"))
            let (plain, sealed) = (try test.bytes("msg"), try test.bytes("ct") + test.bytes("tag"))
            let opened = Result { try aead.open(sealed, context: context, nonce: nonce, key: key) }
            if test["result"]?.string == "valid" {
                #expect(try opened.get() == plain, "\(test.id)")
                let again = try aead.seal(plain, context: context, nonce: nonce, key: key)
                #expect(again == sealed, "\(test.id)")
            } else {
                #expect(throws: AEAD.Failure.self, "\(test.id)") { try opened.get() }
            }
        }
    }

    @Test func `libsodium's own XChaCha20-Poly1305 vector`() throws {
        guard let path = TestData.path("vectors/xchacha20-poly1305-libsodium.txt") else { return }
        let text = String(decoding: try Files.bytes(path), as: UTF8.self)
        func field(_ name: String) throws -> [UInt8] {
            let line = text.split(separator: "\n").first { $0.hasPrefix("\(name): ") }
            return hex(String(try #require(line).dropFirst(name.count + 2)))
        }
        let key = Secret(try field("KEY"))
        let (plain, context) = (try field("IN"), try field("AD"))
        let nonce = Array(try field("NONCE").prefix(24))
        let sealed = try AEAD.xChaCha20.seal(plain, context: context, nonce: nonce, key: key)
        #expect(sealed == (try field("CT")) + (try field("TAG")))
    }
}
