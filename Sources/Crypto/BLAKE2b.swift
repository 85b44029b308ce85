import CSodium

/// BLAKE2b with a chosen digest length, an optional key and a 16-byte personalisation.
///
/// The static functions hash one piece; a value hashes a stream of pieces.
///
/// - Source: RFC 7693; the BLAKE2 paper for the personalisation; protocol.md §1.
public struct BLAKE2b: ~Copyable {
    /// The longest digest and the longest key, in bytes.
    public static let bytesMax = 64

    // Aligned by hand: Swift imports no C record that wants 64.
    private let state: UnsafeMutableRawPointer
    private let length: Int

    /// Begins a digest of `length` bytes (1 to 64), with a key of at most 64 bytes.
    public init(length: Int, label: Label, key: Secret? = nil) {
        Sodium.ensureStarted()
        Self.check(length: length, key: key?.count ?? 0)
        self.length = length
        let state = UnsafeMutableRawPointer.allocate(
            byteCount: crypto_generichash_blake2b_statebytes(), alignment: 64)
        self.state = state
        label.withBytes { personal in
            _ = crypto_generichash_blake2b_init_salt_personal(
                OpaquePointer(state), key?.start, key?.count ?? 0, length, nil, personal.start)
        }
    }

    deinit { Self.release(state) }

    private static func release(_ state: UnsafeMutableRawPointer) {
        sodium_memzero(state, crypto_generichash_blake2b_statebytes())
        state.deallocate()
    }

    /// Takes the next piece.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        _ = crypto_generichash_blake2b_update(
            OpaquePointer(state), bytes.start, UInt64(bytes.count))
    }

    /// Takes the next piece.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The digest of all pieces.
    public consuming func digest() -> [UInt8] {
        let (state, length) = (state, length)
        discard self
        var digest = [UInt8](repeating: 0, count: length)
        _ = crypto_generichash_blake2b_final(OpaquePointer(state), &digest, length)
        Self.release(state)
        return digest
    }

    /// The digest of all pieces, where it is a key itself.
    consuming func secretDigest() -> Secret {
        let (state, length) = (state, length)
        discard self
        let digest = Secret(count: length) { out in
            _ = crypto_generichash_blake2b_final(OpaquePointer(state), out, length)
        }
        Self.release(state)
        return digest
    }
}

extension BLAKE2b {
    /// The digest, of `length` bytes (1 to 64), of one piece.
    public static func hash(
        _ bytes: [UInt8], length: Int, label: Label, key: Secret? = nil
    ) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: length)
        bytes.withUnsafeBytes { bytes in
            digest.withUnsafeMutableBytes { hash(bytes, into: $0, label: label, key: key) }
        }
        return digest
    }

    /// The 32-byte digest of one piece as four words, big endian, without any allocation.
    public static func hash32(
        _ bytes: UnsafeRawBufferPointer, label: Label
    ) -> (UInt64, UInt64, UInt64, UInt64) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { hash(bytes, into: $0, label: label) }
        return (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    }

    /// Writes a digest as long as `out` (1 to 64 bytes), without any allocation.
    public static func hash(
        _ bytes: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer,
        label: Label, key: Secret? = nil
    ) {
        Sodium.ensureStarted()
        check(length: out.count, key: key?.count ?? 0)
        guard let digest = out.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        label.withBytes { personal in
            _ = crypto_generichash_blake2b_salt_personal(
                digest, out.count, bytes.start, UInt64(bytes.count), key?.start, key?.count ?? 0,
                nil, personal.start)
        }
    }

    private static func check(length: Int, key: Int) {
        precondition((1...bytesMax).contains(length), "a digest of \(length) bytes")
        precondition(key <= bytesMax, "a key of \(key) bytes")
    }
}
