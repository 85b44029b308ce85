import Crypto
import TestSupport
import Testing

/// Handshakes that other implementations made, with every key given.
@Suite struct NoiseVectorTests {
    @Test(arguments: [("noise-cacophony", 59), ("noise-snow", 51)])
    func `all published handshakes of the suite`(file: String, expected: Int) throws {
        guard let json = try Vectors.json(file) else { return }
        let vectors = try #require(json["vectors"]?.array).compactMap(NoiseVector.init)
        #expect(vectors.count == expected)
        for vector in vectors { try vector.check() }
    }
}

/// One vector: who has which keys, and each message with what it carries.
struct NoiseVector {
    let pattern: NoisePattern
    let json: JSON

    /// Nil for another suite.
    init?(_ json: JSON) {
        let suite = "_25519_ChaChaPoly_BLAKE2b"
        guard let name = json["protocol_name"]?.string, name.hasSuffix(suite) else { return nil }
        guard let pattern = NoisePattern.named(String(name.dropFirst(6).dropLast(suite.count)))
        else {
            Issue.record("no pattern for \(name)")
            return nil
        }
        self.pattern = pattern
        self.json = json
        #expect(pattern.protocolName == name)
    }

    func check() throws {
        var initiator = try handshake(.initiator, "init")
        var responder = try handshake(.responder, "resp")
        let messages = try #require(json["messages"]?.array)
        for (index, message) in messages.prefix(pattern.messages.count).enumerated() {
            let payload = try message.bytes("payload")
            let isFromInitiator = index.isMultiple(of: 2)
            let sent = try isFromInitiator ? initiator.write(payload) : responder.write(payload)
            #expect(sent == (try message.bytes("ciphertext")), "\(pattern.name) message \(index)")
            let read = try isFromInitiator ? responder.read(sent[...]) : initiator.read(sent[...])
            #expect(read == payload, "\(pattern.name) message \(index)")
        }
        try checkTransport(
            try #require(initiator.transport), try #require(responder.transport),
            messages.dropFirst(pattern.messages.count))
    }

    private func checkTransport(
        _ initiator: NoiseTransport, _ responder: NoiseTransport, _ messages: ArraySlice<JSON>
    ) throws {
        if let hash = json["handshake_hash"]?.string {
            #expect(initiator.handshakeHash == hex(hash), "\(pattern.name)")
        }
        #expect(initiator.handshakeHash == responder.handshakeHash)
        #expect(!messages.isEmpty)
        var ciphers = (
            initiator.sending, initiator.receiving, responder.sending, responder.receiving
        )
        for (index, message) in zip(messages.indices, messages) {
            let payload = try message.bytes("payload")
            let isFromInitiator = pattern.isOneWay || index.isMultiple(of: 2)
            var (sealed, opened): ([UInt8], [UInt8]) = ([], [])
            if isFromInitiator {
                try #require(ciphers.0 != nil && ciphers.3 != nil)
                try ciphers.0?.seal(payload[...], to: &sealed)
                try ciphers.3?.open(sealed[...], to: &opened)
            } else {
                try #require(ciphers.1 != nil && ciphers.2 != nil)
                try ciphers.2?.seal(payload[...], to: &sealed)
                try ciphers.1?.open(sealed[...], to: &opened)
            }
            #expect(sealed == (try message.bytes("ciphertext")), "\(pattern.name) \(index)")
            #expect(opened == payload, "\(pattern.name) \(index)")
        }
    }

    private func handshake(_ side: NoiseSide, _ prefix: String) throws -> NoiseHandshake {
        let isWriter = pattern.messages.enumerated().contains { index, tokens in
            index.isMultiple(of: 2) == (side == .initiator) && tokens.contains(.e)
        }
        let keys = NoiseKeys(
            ephemeral: isWriter ? secret("\(prefix)_ephemeral") : nil,
            own: secret("\(prefix)_static"),
            remote: json["\(prefix)_remote_static"]?.string.map { hex($0) },
            preShared: (json["\(prefix)_psks"]?.array ?? []).compactMap(\.string).map {
                Secret(hex($0))
            })
        return try NoiseHandshake(
            pattern, side, prologue: json.bytes("\(prefix)_prologue"), keys: keys)
    }

    private func secret(_ name: String) -> Secret? {
        json[name]?.string.map { Secret(hex($0)) }
    }
}
