/// Why a PIN was refused when it was set; it is never kept or shown.
public enum PINError: Error, Hashable, Sendable {
    case notDigits
    case wrongLength(least: Int, most: Int)
    /// All digits alike, or a plain run such as 1234.
    case tooEasy
}

/// Which PINs may be set.
public struct PINPolicy: Hashable, Sendable {
    public let digitsLeast = 4
    public let digitsMost = 8
    /// Whether 1111 and 1234 are refused.
    public var refusesEasy: Bool

    public init(refusesEasy: Bool = false) { self.refusesEasy = refusesEasy }

    /// Checks a PIN that someone wants to set.
    public func check(_ pin: String) throws(PINError) {
        guard Digits.areAll(pin) else { throw .notDigits }
        guard (digitsLeast...digitsMost).contains(pin.utf8.count) else {
            throw .wrongLength(least: digitsLeast, most: digitsMost)
        }
        guard refusesEasy, Self.isEasy(pin) else { return }
        throw .tooEasy
    }

    /// Whether text could be a PIN at all, before any hash is spent on it.
    public func isShapedLikeOne(_ text: String) -> Bool {
        Digits.areAll(text) && (digitsLeast...digitsMost).contains(text.utf8.count)
    }

    private static func isEasy(_ pin: String) -> Bool {
        let digits = pin.utf8.map { Int($0) }
        let steps = zip(digits.dropFirst(), digits).map { $0 - $1 }
        guard let first = steps.first, (-1...1).contains(first) else { return false }
        return steps.allSatisfy { $0 == first }
    }
}
