/// A tag by which a short secret or a personal value is found without being stored.
///
/// Equal values have equal tags under one key; without the key nothing can be tried.
public enum LookupTag {
    /// The 16-byte keyed BLAKE2b of a value, for one purpose; the key has 16 to 64 bytes.
    public static func make(of value: [UInt8], purpose: Label, key: Secret) -> [UInt8] {
        precondition((16...64).contains(key.count), "a key of \(key.count) bytes")
        return BLAKE2b.hash(value, length: 16, label: purpose, key: key)
    }
}
