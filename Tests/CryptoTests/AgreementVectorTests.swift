import Crypto
import TestSupport
import Testing

@Suite struct AgreementVectorTests {
    @Test func `all 518 Wycheproof agreements, small orders refused`() throws {
        guard let cases = try Vectors.wycheproof("x25519") else { return }
        var refused = 0
        for (_, test) in cases {
            let secret = Secret(try test.bytes("private"))
            let (publicKey, shared) = (try test.bytes("public"), try test.bytes("shared"))
            if shared.allSatisfy({ $0 == 0 }) {
                refused += 1
                #expect(throws: X25519.AgreementError.smallOrder, "\(test.id)") {
                    try X25519.agree(secret: secret, publicKey: publicKey)
                }
            } else {
                let agreed = try X25519.agree(secret: secret, publicKey: publicKey)
                #expect(agreed.reveal() == shared, "\(test.id)")
            }
        }
        #expect(refused > 0)
    }

    @Test(arguments: UInt64(0)..<10)
    func `two identities agree through their X25519 forms`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (a, b) = (
            try Identity(seed: random.bytes(32)), try Identity(seed: random.bytes(32))
        )
        let ours = try X25519.agree(
            secret: a.agreementKey, publicKey: try X25519.publicKey(ofNode: b.publicKey))
        let theirs = try X25519.agree(
            secret: b.agreementKey, publicKey: try X25519.publicKey(ofNode: a.publicKey))
        #expect(ours == theirs)
        #expect(
            try X25519.publicKey(of: a.agreementKey) == X25519.publicKey(ofNode: a.publicKey))
        #expect(throws: X25519.AgreementError.keyLength(31)) {
            try X25519.publicKey(ofNode: Array(a.publicKey.dropLast()))
        }
        #expect(throws: X25519.AgreementError.notConvertible) {
            try X25519.publicKey(ofNode: [1] + [UInt8](repeating: 0, count: 31))
        }
    }
}
