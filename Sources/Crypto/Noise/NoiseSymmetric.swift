/// What both sides of a handshake have mixed so far: Noise's SymmetricState.
///
/// - Source: the Noise Protocol Framework, §5.2.
struct NoiseSymmetric: Sendable {
    private var chaining: Secret
    /// The digest of all that was said; names the channel when the handshake is over.
    private(set) var hash: [UInt8]
    private var cipher: NoiseCipher?

    init(protocolName: String) {
        let name = Array(protocolName.utf8)
        let padding = NoiseKeyDerivation.hashBytes - name.count
        hash =
            padding >= 0
            ? name + [UInt8](repeating: 0, count: padding) : NoiseKeyDerivation.hash(name)
        chaining = Secret(hash)
    }

    mutating func mix(hash bytes: [UInt8]) {
        hash = NoiseKeyDerivation.hash(hash, bytes)
    }

    /// Mixes what was agreed; what follows is encrypted under a key of it.
    mutating func mix(key input: Secret) throws(NoiseFault) {
        let outputs = NoiseKeyDerivation.derive(chaining: chaining, input: input, count: 2)
        chaining = outputs[0]
        cipher = try NoiseCipher(key: outputs[1].prefix(AEAD.keyBytes))
    }

    /// Mixes a pre-shared key into the key and into the digest.
    mutating func mix(preShared key: Secret) throws(NoiseFault) {
        let outputs = NoiseKeyDerivation.derive(chaining: chaining, input: key, count: 3)
        chaining = outputs[0]
        outputs[1].withBytes { mix(hash: Array($0)) }
        cipher = try NoiseCipher(key: outputs[2].prefix(AEAD.keyBytes))
    }

    /// The tag's length where a key was agreed already, else 0.
    var tagBytes: Int { cipher == nil ? 0 : AEAD.tagBytes }

    /// Encrypts where a key was agreed, and mixes what goes out.
    mutating func encrypt(_ plain: [UInt8]) throws(NoiseFault) -> [UInt8] {
        var out: [UInt8] = []
        if cipher == nil {
            out = plain
        } else {
            try cipher?.seal(plain[...], context: hash, to: &out)
        }
        mix(hash: out)
        return out
    }

    /// Decrypts where a key was agreed, and mixes what came in.
    mutating func decrypt(_ sealed: ArraySlice<UInt8>) throws(NoiseFault) -> [UInt8] {
        var plain: [UInt8] = []
        if cipher == nil {
            plain = Array(sealed)
        } else {
            try cipher?.open(sealed, context: hash, to: &plain)
        }
        mix(hash: Array(sealed))
        return plain
    }

    /// The keys of both directions, the initiator's first.
    func split() throws(NoiseFault) -> (initiator: NoiseCipher, responder: NoiseCipher) {
        let outputs = NoiseKeyDerivation.derive(chaining: chaining, input: Secret([]), count: 2)
        return (
            try NoiseCipher(key: outputs[0].prefix(AEAD.keyBytes)),
            try NoiseCipher(key: outputs[1].prefix(AEAD.keyBytes))
        )
    }
}

extension Secret {
    /// The first bytes, as a secret of its own.
    func prefix(_ length: Int) -> Secret {
        Secret(count: length) { out in
            for offset in 0..<min(length, count) { out[offset] = start[offset] }
        }
    }
}
