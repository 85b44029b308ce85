import Crypto
import TestSupport
import Testing

@Suite struct SecretsTests {
    @Test func `a secret is never printed`() throws {
        let secret = Secret(Array("hunter2".utf8))
        let identity = try Identity(seed: [UInt8](repeating: 0x41, count: 32))
        for text in ["\(secret)", String(reflecting: secret), "\(identity)"] {
            #expect(!text.contains("hunter2") && !text.contains("104") && !text.contains("65"))
        }
        var dumped = ""
        dump(secret, to: &dumped)
        dump(identity, to: &dumped)
        #expect(!dumped.contains("104") && !dumped.contains("65"))
    }

    @Test func `equality looks at all bytes`() {
        #expect(Secret([1, 2, 3]) == Secret([1, 2, 3]))
        #expect(Secret([1, 2, 3]) != Secret([1, 2, 4]))
        #expect(Secret([1, 2, 3]) != Secret([1, 2]))
        #expect(Secret([]) == Secret([]))
        #expect(ConstantTime.equal([], []) && !ConstantTime.equal([0], [1]))
    }

    @Test func `a seed comes back, a wrong one is refused`() throws {
        let seed = Array(UInt8(0)..<32)
        #expect(try Identity(seed: seed).seed == Secret(seed))
        #expect(throws: Identity.SeedError.length(31)) {
            try Identity(seed: Array(seed.dropLast()))
        }
        try Sodium.start()
    }

    @Test func `only points of the prime-order subgroup name a node`() throws {
        #expect(Signature.isValidKey(try Identity(seed: Array(UInt8(0)..<32)).publicKey))
        #expect(!Signature.isValidKey([1] + [UInt8](repeating: 0, count: 31)))
        #expect(!Signature.isValidKey([UInt8](repeating: 0xff, count: 32)))
        #expect(!Signature.isValidKey([1, 2, 3]))
    }
}

@Suite struct SealedTests {
    @Test(arguments: UInt64(0)..<20)
    func `a sealed field opens under its key and in its place only`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (key, nonce) = (Secret(random.bytes(32)), random.bytes(24))
        let plain = random.bytes(Int.random(in: 0...80, using: &random))
        let field = try Sealed.seal(plain, context: [1, 2], nonce: nonce, key: key)
        #expect(field.count == plain.count + Sealed.overhead)
        #expect(field[0] == 1 && Array(field[1..<25]) == nonce)
        #expect(try Sealed.open(field, context: [1, 2], key: key) == plain)
        #expect(throws: Sealed.Failure.forged) {
            try Sealed.open(field, context: [1, 3], key: key)
        }
        #expect(throws: Sealed.Failure.forged) {
            try Sealed.open(field, context: [1, 2], key: Secret(random.bytes(32)))
        }
        for place in field.indices {
            var flipped = field
            flipped[place] ^= 0x80
            let failure: Sealed.Failure = place == 0 ? .unknownVersion(0x81) : .forged
            #expect(throws: failure) { try Sealed.open(flipped, context: [1, 2], key: key) }
        }
        #expect(throws: Sealed.Failure.truncated(40)) {
            try Sealed.open(Array(field.prefix(40)), context: [1, 2], key: key)
        }
        #expect(throws: Sealed.Failure.lengths(key: 31, nonce: 24)) {
            try Sealed.seal(plain, context: [], nonce: nonce, key: Secret(random.bytes(31)))
        }
    }
}

@Suite struct PasswordHashTests {
    // RFC 9106's own vectors use 4 lanes, a secret and associated data, which libsodium doesn't
    // offer: these were computed with the reference implementation (argon2-cffi), one lane.
    @Test func `Argon2id is the reference implementation's`() throws {
        let standard = try PasswordHash.argon2id(
            Array("password".utf8), salt: Array("somesaltsomesalt".utf8), parameters: .standard)
        #expect(
            standard
                == hex("2b5dc4054886ec957ef59c73b661c54dd6fb274590b278f657c6d96aac8fa6d1"))
        let least = try PasswordHash.argon2id(
            [], salt: Array(0..<16), parameters: .init(memoryKiB: 8, passes: 1))
        #expect(
            least == hex("31ed41e2d73f27fdfe4eb4bec651341e58ba43477051c6fe4adad735d82ee08a"))
    }

    @Test func `a verifier matches its secret under its key only`() throws {
        let quick = PasswordHash.Parameters(memoryKiB: 64, passes: 1)
        let key = Secret(Array(0..<32))
        let salt = [UInt8](repeating: 9, count: 16)
        let hash = try PasswordHash(
            of: Array("4711".utf8), salt: salt, key: key, parameters: quick)
        let stored = try PasswordHash(
            parameters: hash.parameters, salt: hash.salt, verifier: hash.verifier)
        #expect(try stored.matches(Array("4711".utf8), key: key))
        #expect(try !stored.matches(Array("4712".utf8), key: key))
        #expect(try !stored.matches(Array("4711".utf8), key: Secret(Array(1..<33))))
    }

    @Test func `foreign parameters can't take the machine`() throws {
        let (salt, verifier) = ([UInt8](repeating: 0, count: 16), [UInt8](repeating: 0, count: 32))
        for parameters in [
            PasswordHash.Parameters(memoryKiB: 1 << 20, passes: 2),
            .init(memoryKiB: 7, passes: 2), .init(memoryKiB: 64, passes: 0),
            .init(memoryKiB: 64, passes: 1_000), .init(memoryKiB: .max, passes: .max),
        ] {
            #expect(throws: PasswordHash.Failure.parameters(parameters)) {
                try PasswordHash(parameters: parameters, salt: salt, verifier: verifier)
            }
        }
        #expect(throws: PasswordHash.Failure.saltLength(3)) {
            try PasswordHash(parameters: .standard, salt: [1, 2, 3], verifier: verifier)
        }
        #expect(throws: PasswordHash.Failure.keyLength(4)) {
            try PasswordHash(of: [1], salt: salt, key: Secret([1, 2, 3, 4]))
        }
    }
}
