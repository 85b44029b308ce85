import CSodium

/// One direction's key and the count of messages under it: Noise's CipherState.
///
/// - Source: the Noise Protocol Framework, §5.1, §11.3 and §12.3.
public struct NoiseCipher: Sendable {
    /// The longest message, its tag included, in bytes.
    public static let messageBytesMax = 65_535
    /// The most plain bytes that a message holds.
    public static let plainBytesMax = messageBytesMax - AEAD.tagBytes

    private var key: Secret
    /// The number of the next message; the last number of all is kept for ``rekey()``.
    public private(set) var counter: UInt64

    /// Takes a key of 32 bytes; a test may begin at a later message.
    package init(key: Secret, counter: UInt64 = 0) throws(NoiseFault) {
        guard key.count == AEAD.keyBytes else { throw .keyLength(key.count) }
        Sodium.ensureStarted()
        self.key = key
        self.counter = counter
    }

    /// Appends the ciphertext and its 16-byte tag.
    ///
    /// - Throws: ``NoiseFault/exhausted`` or ``NoiseFault/tooLong(bytes:)``; nothing is appended.
    public mutating func seal(
        _ plain: ArraySlice<UInt8>, context: [UInt8] = [], to out: inout [UInt8]
    ) throws(NoiseFault) {
        let sealedBytes = plain.count + AEAD.tagBytes
        guard sealedBytes <= Self.messageBytesMax else { throw .tooLong(bytes: sealedBytes) }
        let number = try takeNumber()
        let start = out.count
        out.append(contentsOf: repeatElement(0, count: sealedBytes))
        plain.withUnsafeBytes { plain in
            out.withUnsafeMutableBytes { out in
                seal(
                    plain, context, number,
                    into: UnsafeMutableRawBufferPointer(rebasing: out[start...]))
            }
        }
    }

    /// Appends the plain bytes of a ciphertext with its tag.
    ///
    /// - Throws: ``NoiseFault``; nothing is appended, and the message's number isn't used up.
    public mutating func open(
        _ sealed: ArraySlice<UInt8>, context: [UInt8] = [], to out: inout [UInt8]
    ) throws(NoiseFault) {
        guard sealed.count <= Self.messageBytesMax else { throw .tooLong(bytes: sealed.count) }
        guard sealed.count >= AEAD.tagBytes else { throw .truncated(bytes: sealed.count) }
        guard counter < .max else { throw .exhausted }
        let start = out.count
        out.append(contentsOf: repeatElement(0, count: sealed.count - AEAD.tagBytes))
        let isGenuine = sealed.withUnsafeBytes { sealed in
            out.withUnsafeMutableBytes { out in
                open(sealed, context, into: UnsafeMutableRawBufferPointer(rebasing: out[start...]))
            }
        }
        guard isGenuine else {
            out.removeSubrange(start...)
            throw .forged
        }
        counter += 1
    }

    /// Replaces the key by one that doesn't lead back to it; the count goes on (§11.3).
    public mutating func rekey() {
        var sealed = [UInt8](repeating: 0, count: AEAD.keyBytes + AEAD.tagBytes)
        let zeros = [UInt8](repeating: 0, count: AEAD.keyBytes)
        zeros.withUnsafeBytes { zeros in
            sealed.withUnsafeMutableBytes { seal(zeros, [], .max, into: $0) }
        }
        key = Secret(count: AEAD.keyBytes) { out in
            for offset in 0..<AEAD.keyBytes { out[offset] = sealed[offset] }
        }
        sodium_memzero(&sealed, sealed.count)
    }

    private mutating func takeNumber() throws(NoiseFault) -> UInt64 {
        guard counter < .max else { throw .exhausted }
        defer { counter += 1 }
        return counter
    }

    private func seal(
        _ plain: UnsafeRawBufferPointer, _ context: [UInt8], _ number: UInt64,
        into out: UnsafeMutableRawBufferPointer
    ) {
        guard let start = out.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        _ = crypto_aead_chacha20poly1305_ietf_encrypt(
            start, nil, plain.start, UInt64(plain.count), context, UInt64(context.count), nil,
            Self.nonce(number), key.start)
    }

    private func open(
        _ sealed: UnsafeRawBufferPointer, _ context: [UInt8],
        into out: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard let sealedStart = sealed.start else { return false }
        return crypto_aead_chacha20poly1305_ietf_decrypt(
            out.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, nil, sealedStart,
            UInt64(sealed.count), context, UInt64(context.count), Self.nonce(counter), key.start)
            == 0
    }

    /// Four zero bytes, then the number, little endian (§12.3).
    private static func nonce(_ number: UInt64) -> [UInt8] {
        [0, 0, 0, 0]
            + (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }
}
