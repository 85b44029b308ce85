import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct MeshKeyTests {
    /// Computed from protocol.md by Python's hashlib and cryptography: the steward's seed is
    /// 00 … 1f, the epoch 7, the key 20 … 3f.
    private static let body = Golden.hex(
        """
        a40007015820202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d
        3e3f02582003a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531
        b803584015205c9de3f7cc70d52b7c8b619d641c27fc412ccf2eced751b168bcfe90e5a4
        d3535dffb44dd7dd10cb0015fbe72d639c74d3a8b2f25fc6ff165e7d56e5790e
        """)

    private func golden() throws -> MeshKey {
        try #require(
            MeshKey(
                epoch: 7, key: Secret(Array(0x20...0x3f)),
                signedBy: try Identity(seed: Array(0x00...0x1f))))
    }

    @Test func `its signature, its frame and its tag are another program's`() throws {
        let key = try golden()
        #expect(key.encoded() == Self.body)
        #expect(
            key.id.digest.hex == "34466fd0ca1b85c4b29035e27fe7a25a38340283d956a3b069f2f9d5f8e4c3cf")
        #expect(key.discoveryTag == "a5368137")
        let read = try MeshKey(decoding: Self.body)
        #expect(read == key && read.isSigned)
        #expect(read.channelKey == ChannelKey(.mesh(key.id), key.key))
    }

    @Test(arguments: UInt64(0)..<10)
    func `what is signed can't be changed`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let steward = try Identity(seed: random.bytes(32))
        let epoch = UInt32.random(in: 0...UInt32.max, using: &random)
        let key = try #require(
            MeshKey(epoch: epoch, key: Secret(random.bytes(32)), signedBy: steward))
        let body = key.encoded()
        #expect(try MeshKey(decoding: body) == key)
        for place in body.indices {
            var flipped = body
            flipped[place] ^= 1
            guard let read = try? MeshKey(decoding: flipped) else { continue }
            #expect(!read.isSigned, "byte \(place)")
        }
    }

    @Test func `a body of another shape is refused by its key`() throws {
        let whole = try CBOR.decode(Self.body)
        let map = try #require(whole.asMap)
        for (number, value) in [
            (0, .unsigned(1 << 32)), (0, .text("7")), (1, .bytes([1])), (2, .bytes([])),
            (3, .null),
        ] as [(UInt64, CBOR)] {
            var changed = map
            changed[.unsigned(number)] = value
            #expect(throws: PayloadError.value(key: number)) {
                try MeshKey(decoding: CBOR.map(changed).encoded)
            }
            changed[.unsigned(number)] = nil
            #expect(throws: PayloadError.value(key: number)) {
                try MeshKey(decoding: CBOR.map(changed).encoded)
            }
        }
        var later = map
        later[.unsigned(9)] = .bool(true)
        #expect(try MeshKey(decoding: CBOR.map(later).encoded) == golden())
        #expect(throws: PayloadError.notMap) { try MeshKey(decoding: [0x80]) }
        let signature = try golden().signature
        #expect(
            MeshKey(
                epoch: 1, key: Secret([1]), steward: try golden().steward, signature: signature)
                == nil)
    }

    @Test(arguments: UInt64(0)..<10)
    func `of any keys exactly one goes first`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let stewards = try (0..<2).map { _ in try Identity(seed: random.bytes(32)) }
        let keys = try (0..<12).map { _ in
            let epoch = UInt32.random(in: 0...2, using: &random)
            let steward = stewards[Int.random(in: 0...1, using: &random)]
            return try #require(
                MeshKey(epoch: epoch, key: Secret(random.bytes(32)), signedBy: steward))
        }
        let sorted = keys.map(\.id).sorted { $0.precedes($1) }
        for (place, first) in sorted.enumerated() {
            #expect(!first.precedes(first))
            for later in sorted[(place + 1)...] {
                #expect(first.precedes(later) && !later.precedes(first))
                #expect(first.epoch >= later.epoch)
            }
        }
    }
}
