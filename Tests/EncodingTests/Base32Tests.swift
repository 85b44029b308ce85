import Encoding
import TestSupport
import Testing

@Suite struct Base32Tests {
    /// RFC 4648 §10, without padding and in lower case.
    @Test(arguments: [
        ("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foob", "mzxw6yq"),
        ("fooba", "mzxw6ytb"), ("foobar", "mzxw6ytboi"),
    ])
    func `the RFC's examples`(plain: String, text: String) {
        #expect(Base32.encode(Array(plain.utf8)) == text)
        #expect(Base32.decode(text) == Array(plain.utf8))
    }

    @Test(arguments: ["MY", "my======", "m", "mzx", "mzxw6y", "mz", "m1", "m8", "mé"])
    func `other text than encoding writes is refused`(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test(arguments: UInt64(0)..<20)
    func `bytes survive, and each text that is read is the one that is written`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for count in 0..<40 {
            let bytes = random.bytes(count)
            #expect(Base32.decode(Base32.encode(bytes)) == bytes)
            let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
            let text = String((0..<count).map { _ in alphabet[Int(random.next() % 32)] })
            if let read = Base32.decode(text) { #expect(Base32.encode(read) == text) }
        }
    }
}
