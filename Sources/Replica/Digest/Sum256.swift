import Encoding

/// A number mod 2^256, as sums of row hashes are kept.
struct Sum256: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    static let zero = Sum256(.zero)

    /// Reads 32 bytes as a big-endian number.
    init(_ bytes: Bytes32) {
        let words = bytes.words
        self.words = (words[0], words[1], words[2], words[3])
    }

    init(_ words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    var bytes: Bytes32 { Bytes32(words.0, words.1, words.2, words.3) }

    static func += (a: inout Self, b: Self) {
        var carry = false
        (a.words.3, carry) = add(a.words.3, b.words.3, carry)
        (a.words.2, carry) = add(a.words.2, b.words.2, carry)
        (a.words.1, carry) = add(a.words.1, b.words.1, carry)
        (a.words.0, _) = add(a.words.0, b.words.0, carry)
    }

    static func -= (a: inout Self, b: Self) {
        var borrow = false
        (a.words.3, borrow) = subtract(a.words.3, b.words.3, borrow)
        (a.words.2, borrow) = subtract(a.words.2, b.words.2, borrow)
        (a.words.1, borrow) = subtract(a.words.1, b.words.1, borrow)
        (a.words.0, _) = subtract(a.words.0, b.words.0, borrow)
    }

    private static func add(_ a: UInt64, _ b: UInt64, _ carry: Bool) -> (UInt64, Bool) {
        let (sum, first) = a.addingReportingOverflow(b)
        let (all, second) = sum.addingReportingOverflow(carry ? 1 : 0)
        return (all, first || second)
    }

    private static func subtract(_ a: UInt64, _ b: UInt64, _ borrow: Bool) -> (UInt64, Bool) {
        let (rest, first) = a.subtractingReportingOverflow(b)
        let (all, second) = rest.subtractingReportingOverflow(borrow ? 1 : 0)
        return (all, first || second)
    }

    static func == (a: Self, b: Self) -> Bool { a.words == b.words }

    func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
