/// Shares of a whole that sum to it exactly: each is rounded down, then what is left goes out one
/// minor unit at a time to the largest remainders, ties to the earlier share.
///
/// - Source: the method of Hamilton for seats, here for cents.
public enum LargestRemainder {
    /// Spreads an amount over weights; a weight's sign is ignored.
    ///
    /// Where all weights are zero the first takes everything.
    ///
    /// - Returns: one share a weight, each with the amount's sign or zero; none without weights.
    public static func spread(_ amount: Money, over weights: [Int64]) -> [Money] {
        guard weights.count > 1 else { return weights.map { _ in amount } }
        let magnitudes = weights.map { Int128($0.magnitude) }
        let whole = magnitudes.reduce(Int128(0), +)
        guard whole > 0 else {
            return weights.indices.map { $0 == 0 ? amount : .zero }
        }
        let numerators = magnitudes.map { Int128(amount.minorUnits) * $0 }
        return round(numerators, over: whole)
    }

    /// Spreads an amount over amounts, as a basket's discount over its lines.
    public static func spread(_ amount: Money, over weights: [Money]) -> [Money] {
        spread(amount, over: weights.map(\.minorUnits))
    }

    /// What falls to the units from `start` to `end` of `count`, of an amount paid for all of them.
    ///
    /// Parts that meet end to end sum exactly to the amount, in whatever steps the units come back.
    ///
    /// - Returns: zero where the range is empty or lies outside `0...count`.
    public static func portion(
        of amount: Money, from start: Quantity, to end: Quantity, of count: Quantity
    ) -> Money {
        guard start >= .zero, start <= end, end <= count, count > .zero else { return .zero }
        let before = Saturating.scale(
            amount.minorUnits, by: start.thousandths, over: count.thousandths)
        let after = Saturating.scale(
            amount.minorUnits, by: end.thousandths, over: count.thousandths)
        return Money(after) - Money(before)
    }

    /// Rounds fractions so that their sum is the rounded sum (half away from zero).
    ///
    /// - Parameters:
    ///   - numerators: of any sign, each within ±2¹²⁶.
    ///   - denominator: positive, common to all.
    /// - Returns: one amount for each numerator.
    static func round(_ numerators: [Int128], over denominator: Int128) -> [Money] {
        precondition(denominator > 0, "denominator must be positive, got \(denominator)")
        let parts = numerators.map { Part($0, over: denominator) }
        var (floors, rests) = (Int128(0), Int128(0))
        for part in parts {
            floors += part.floor
            rests += part.rest
        }
        // A negative whole is shared as its mirror image, so that a return mirrors its sale.
        guard floors + rests / denominator >= 0 else {
            return round(numerators.map { -$0 }, over: denominator).map { -$0 }
        }
        return share(parts, rests: rests, denominator)
    }

    /// A fraction as its floor and what is left of it, below the denominator.
    private struct Part {
        let floor: Int128
        let rest: Int128

        init(_ numerator: Int128, over denominator: Int128) {
            let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
            floor = remainder < 0 ? quotient - 1 : quotient
            rest = remainder < 0 ? remainder + denominator : remainder
        }
    }

    private static func share(
        _ parts: [Part], rests: Int128, _ denominator: Int128
    ) -> [Money] {
        var shares = parts.map { Money(Int64(clamping: $0.floor)) }
        guard rests > 0 else { return shares }
        let half = denominator / 2 + denominator % 2
        let whole = rests / denominator
        let left = Int(whole + (rests % denominator >= half ? 1 : 0))
        guard left > 0 else { return shares }
        let order = parts.indices.sorted { a, b in
            parts[a].rest == parts[b].rest ? a < b : parts[a].rest > parts[b].rest
        }
        for index in order.prefix(left) { shares[index] += Money(1) }
        return shares
    }
}
