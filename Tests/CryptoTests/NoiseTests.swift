import Crypto
import TestSupport
import Testing

@Suite struct NoiseTests {
    private static let key = Secret([UInt8](repeating: 5, count: 32))

    private static func handshake(
        _ name: String, _ side: NoiseSide, _ keys: NoiseKeys
    ) throws -> NoiseHandshake {
        try NoiseHandshake(
            try #require(NoisePattern.named(name)), side, prologue: [1], keys: keys)
    }

    private static func secret(_ byte: UInt8) -> Secret {
        Secret([UInt8](repeating: byte, count: 32))
    }

    @Test func `the last number of all encrypts nothing`() throws {
        var sealing = try NoiseCipher(key: Self.key, counter: .max - 1)
        var opening = sealing
        var (sealed, plain): ([UInt8], [UInt8]) = ([9], [8])
        try sealing.seal([1, 2, 3], to: &sealed)
        try opening.open(sealed[1...], to: &plain)
        #expect(plain == [8, 1, 2, 3] && sealing.counter == .max && opening.counter == .max)
        #expect(throws: NoiseFault.exhausted) { try sealing.seal([1], to: &sealed) }
        #expect(throws: NoiseFault.exhausted) { try opening.open(sealed[1...], to: &plain) }
        #expect(sealed.count == 20 && plain.count == 4)
        sealing.rekey()
        #expect(throws: NoiseFault.exhausted) { try sealing.seal([1], to: &sealed) }
    }

    @Test func `what can't be opened leaves nothing and takes no number`() throws {
        var sealing = try NoiseCipher(key: Self.key)
        var opening = sealing
        var sealed: [UInt8] = []
        try sealing.seal(ArraySlice(0..<100), context: [7], to: &sealed)
        var plain: [UInt8] = [4]
        #expect(throws: NoiseFault.forged) { try opening.open(sealed[...], to: &plain) }
        #expect(throws: NoiseFault.truncated(bytes: 15)) {
            try opening.open(sealed[..<15], context: [7], to: &plain)
        }
        #expect(throws: NoiseFault.tooLong(bytes: 65_536)) {
            try opening.open([UInt8](repeating: 0, count: 65_536)[...], to: &plain)
        }
        #expect(throws: NoiseFault.tooLong(bytes: 65_536)) {
            try sealing.seal([UInt8](repeating: 0, count: 65_520)[...], to: &plain)
        }
        #expect(plain == [4] && opening.counter == 0 && sealing.counter == 1)
        try opening.open(sealed[...], context: [7], to: &plain)
        #expect(plain == [4] + Array(0..<100))
        #expect(throws: NoiseFault.keyLength(31)) { try NoiseCipher(key: Secret(Array(0..<31))) }
    }

    @Test func `both ends change keys to the same one, and the old one is of no use`() throws {
        var (a, b, old) = (
            try NoiseCipher(key: Self.key), try NoiseCipher(key: Self.key),
            try NoiseCipher(key: Self.key)
        )
        a.rekey()
        b.rekey()
        var (sealed, plain): ([UInt8], [UInt8]) = ([], [])
        try a.seal([1, 2], to: &sealed)
        #expect(throws: NoiseFault.forged) { try old.open(sealed[...], to: &plain) }
        try b.open(sealed[...], to: &plain)
        #expect(plain == [1, 2] && a.counter == 1)
    }

    @Test(arguments: [
        "00", "01", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    ])
    func `a point of small order aborts`(point: String) throws {
        let low = hex(point) + [UInt8](repeating: 0, count: 32 - hex(point).count)
        var responder = try Self.handshake(
            "NN", .responder, NoiseKeys(ephemeral: Self.secret(1)))
        _ = try responder.read(low[...])
        #expect(throws: NoiseFault.smallOrder) { try responder.write() }
        #expect(responder.transport == nil)
        var initiator = try Self.handshake(
            "NN", .initiator, NoiseKeys(ephemeral: Self.secret(2)))
        _ = try initiator.write()
        #expect(throws: NoiseFault.smallOrder) {
            try initiator.read((low + [UInt8](repeating: 0, count: 16))[...])
        }
        #expect(throws: NoiseFault.smallOrder) { try initiator.write() }
    }

    @Test func `nobody speaks out of turn`() throws {
        let (ours, theirs) = (
            NoiseKeys(ephemeral: Self.secret(1)), NoiseKeys(ephemeral: Self.secret(2))
        )
        var initiator = try Self.handshake("NN", .initiator, ours)
        #expect(throws: NoiseFault.outOfTurn) { try initiator.read([][...]) }
        #expect(throws: NoiseFault.outOfTurn) { try initiator.write() }
        var responder = try Self.handshake("NN", .responder, theirs)
        #expect(throws: NoiseFault.outOfTurn) { try responder.write() }
        initiator = try Self.handshake("NN", .initiator, ours)
        responder = try Self.handshake("NN", .responder, theirs)
        _ = try responder.read(initiator.write()[...])
        _ = try initiator.read(responder.write()[...])
        #expect(throws: NoiseFault.outOfTurn) { try initiator.write() }
        #expect(throws: NoiseFault.outOfTurn) { try responder.read([][...]) }
        #expect(initiator.transport?.handshakeHash == responder.transport?.handshakeHash)
    }

    @Test func `keys that are missing, too many or too short are refused at once`() throws {
        let (whole, short) = (Self.secret(1), Secret([1]))
        let point = [UInt8](repeating: 9, count: 32)
        for (keys, fault) in [
            (NoiseKeys(ephemeral: nil, own: whole, preShared: [whole]), .keys),
            (NoiseKeys(ephemeral: whole, preShared: [whole]), .keys),
            (NoiseKeys(ephemeral: whole, own: whole), .keys),
            (NoiseKeys(ephemeral: whole, own: whole, preShared: [whole, whole]), .keys),
            (NoiseKeys(ephemeral: whole, own: whole, remote: point, preShared: [whole]), .keys),
            (NoiseKeys(ephemeral: short, own: whole, preShared: [whole]), .keyLength(1)),
            (NoiseKeys(ephemeral: whole, own: short, preShared: [whole]), .keyLength(1)),
            (NoiseKeys(ephemeral: whole, own: whole, preShared: [short]), .keyLength(1)),
            (
                NoiseKeys(ephemeral: whole, own: whole, remote: [1], preShared: [whole]),
                .keyLength(1)
            ),
        ] as [(NoiseKeys, NoiseFault)] {
            #expect(throws: fault) { try Self.handshake("XXpsk0", .initiator, keys) }
        }
    }

    @Test func `a message has its pattern's length, and no more than a message may`() throws {
        var random = SplitMix64(seed: 1)
        let keys = NoiseKeys(ephemeral: Self.secret(1), own: Self.secret(2))
        for count in 0..<32 {
            var responder = try Self.handshake("XX", .responder, keys)
            #expect(throws: NoiseFault.truncated(bytes: count)) {
                try responder.read(random.bytes(count)[...])
            }
        }
        var initiator = try Self.handshake("XX", .initiator, keys)
        #expect(throws: NoiseFault.tooLong(bytes: 65_536)) {
            try initiator.write([UInt8](repeating: 0, count: 65_504))
        }
        var responder = try Self.handshake("XX", .responder, keys)
        #expect(throws: NoiseFault.tooLong(bytes: 65_536)) {
            try responder.read([UInt8](repeating: 0, count: 65_536)[...])
        }
    }

    @Test func `patterns are found by their names, and no others`() throws {
        #expect(Set(NoisePattern.all.map(\.name)).count == 38)
        for pattern in NoisePattern.all { #expect(NoisePattern.named(pattern.name) == pattern) }
        let both = try #require(NoisePattern.named("XXpsk0+psk3"))
        #expect(both.preSharedKeys == 2 && both.messages.first?.first == .psk)
        #expect(both.messages.last == [.s, .se, .psk] && both.name == "XXpsk0+psk3")
        for name in [
            "", "YY", "XXpsk", "XXpsk4", "XXpsk-1", "XXpsk0+", "XXpsk3+psk0", "XXpsk0+psk0",
            "XXpsk0psk1", "XXpsk00", "XXfallback", "psk0", "xx",
        ] {
            #expect(NoisePattern.named(name) == nil, "\(name)")
        }
        #expect(NoisePattern.named("XX")?.withPreSharedKeys(at: []) == nil)
        #expect(NoisePattern.named("XX")?.withPreSharedKeys(at: [-1]) == nil)
    }
}
