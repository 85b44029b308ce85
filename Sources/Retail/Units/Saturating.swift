/// Sums and products that stop at the ends of 64 bits instead of ending the process.
public enum Saturating {
    public static func add(_ a: Int64, _ b: Int64) -> Int64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        guard overflow else { return sum }
        return b < 0 ? .min : .max
    }

    public static func subtract(_ a: Int64, _ b: Int64) -> Int64 {
        let (difference, overflow) = a.subtractingReportingOverflow(b)
        guard overflow else { return difference }
        return b < 0 ? .max : .min
    }

    /// `a × b ÷ divisor`, rounded once, half away from zero; the product has 128 bits.
    ///
    /// This is the one rounding of the shop: line amounts, taxes and shares all come through here.
    public static func scale(_ a: Int64, by b: Int64, over divisor: Int64) -> Int64 {
        precondition(divisor > 0, "divisor must be positive, got \(divisor)")
        let product = Int128(a) * Int128(b)
        // For an odd divisor no exact half exists, so rounding its half down is exact too.
        let quotient = (product.magnitude + UInt128(divisor / 2)) / UInt128(divisor)
        return clamp(product < 0, quotient)
    }

    private static func clamp(_ isNegative: Bool, _ magnitude: UInt128) -> Int64 {
        guard magnitude <= UInt128(Int64.max) else { return isNegative ? .min : .max }
        let value = Int64(magnitude)
        return isNegative ? -value : value
    }
}
