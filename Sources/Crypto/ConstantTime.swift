import CSodium

/// Comparison that tells an onlooker nothing about where two byte strings differ.
public enum ConstantTime {
    /// True for equal bytes; different lengths are unequal at once, a length is no secret.
    public static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.withUnsafeBytes { first in b.withUnsafeBytes { equal(first, $0) } }
    }

    static func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        guard a.count == b.count else { return false }
        guard let first = a.baseAddress, let second = b.baseAddress else { return true }
        return sodium_memcmp(first, second, a.count) == 0
    }
}
