import Crypto
import TestSupport
import Testing

@Suite struct BLAKE2bTests {
    @Test func `all 512 known answers, in one piece and in many`() throws {
        guard let cases = try Vectors.json("blake2b-kat")?.array else { return }
        #expect(cases.count == 512)
        for test in cases {
            let (input, key) = (try test.bytes("in"), try test.bytes("key"))
            let secret = key.isEmpty ? nil : Secret(key)
            let answer = try test.bytes("out")
            #expect(BLAKE2b.hash(input, length: 64, label: "", key: secret) == answer)
            var hasher = BLAKE2b(length: 64, label: "", key: secret)
            for start in stride(from: 0, to: input.count, by: 7) {
                hasher.update(Array(input[start..<min(start + 7, input.count)]))
            }
            #expect(hasher.digest() == answer)
        }
    }

    // Computed with Python's hashlib: blake2b(b"abc", digest_size, person, key).
    @Test func `length, personalisation and key all enter`() {
        let abc = Array("abc".utf8)
        let digest = hex("1de8fa21e8d855ba9c6eb893d67ae5e04131b9b2e442261516551236bbb6151e")
        #expect(BLAKE2b.hash(abc, length: 32, label: "tillmesh-op-v1") == digest)
        let keyed = BLAKE2b.hash(
            abc, length: 16, label: "tillmesh-control", key: Secret(Array(0..<32)))
        #expect(keyed == hex("375b3137b20d18e4efa5a8628e8fabf5"))
        #expect(
            LookupTag.make(of: abc, purpose: "tillmesh-control", key: Secret(Array(0..<32)))
                == keyed)
        let words = abc.withUnsafeBytes { BLAKE2b.hash32($0, label: "tillmesh-op-v1") }
        #expect(words.0 == 0x1de8_fa21_e8d8_55ba && words.3 == 0x1655_1236_bbb6_151e)
    }

    @Test func `a stream may be left without its digest`() {
        var hasher = BLAKE2b(length: 32, label: "tillmesh-op-v1")
        hasher.update([1, 2, 3])
    }
}
