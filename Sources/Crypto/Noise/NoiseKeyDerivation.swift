/// HMAC and HKDF over BLAKE2b-512, as Noise wants them: not BLAKE2b's own keyed mode.
///
/// - Source: RFC 2104; the Noise Protocol Framework, §4.3 and §12.8.
enum NoiseKeyDerivation {
    /// The digest's length in bytes.
    static let hashBytes = 64

    private static let blockBytes = 128
    // BLAKE2b without a personalisation is BLAKE2b with zero bytes as its personalisation.
    private static let plain: Label = ""

    /// The plain 64-byte digest of pieces.
    static func hash(_ pieces: [UInt8]...) -> [UInt8] {
        var hash = BLAKE2b(length: hashBytes, label: plain)
        for piece in pieces { hash.update(piece) }
        return hash.digest()
    }

    /// `count` outputs of 64 bytes from a chaining key and what was agreed.
    static func derive(chaining: Secret, input: Secret, count: Int) -> [Secret] {
        let key = authenticate(key: chaining, input, Secret([]))
        var outputs: [Secret] = []
        for number in 1...count {
            let last = outputs.last ?? Secret([])
            outputs.append(authenticate(key: key, last, Secret([UInt8(number)])))
        }
        return outputs
    }

    /// HMAC of two pieces under a key that is no longer than a block.
    static func authenticate(key: Secret, _ first: Secret, _ second: Secret) -> Secret {
        let inner = digest(padded(key, with: 0x36), first, second)
        return digest(padded(key, with: 0x5c), inner, Secret([]))
    }

    private static func digest(_ pad: Secret, _ first: Secret, _ second: Secret) -> Secret {
        var hash = BLAKE2b(length: hashBytes, label: plain)
        pad.withBytes { hash.update($0) }
        first.withBytes { hash.update($0) }
        second.withBytes { hash.update($0) }
        return hash.secretDigest()
    }

    private static func padded(_ key: Secret, with byte: UInt8) -> Secret {
        precondition(key.count <= blockBytes, "an HMAC key of \(key.count) bytes")
        return Secret(count: blockBytes) { out in
            for offset in 0..<blockBytes { out[offset] = byte }
            for offset in 0..<key.count { out[offset] ^= key.start[offset] }
        }
    }
}
