/// A hybrid logical clock: milliseconds since 1970 in the high 48 bits, a counter in the low 16.
///
/// - Source: Kulkarni et al., "Logical Physical Clocks" (OPODIS 2014); protocol.md §2 and §3.
public struct HLC: Hashable, Comparable, Sendable {
    public let raw: UInt64

    public init(raw: UInt64) { self.raw = raw }

    public var milliseconds: UInt64 { raw >> 16 }

    public static func < (a: Self, b: Self) -> Bool { a.raw < b.raw }
}
