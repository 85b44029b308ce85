/// Notes and coins in use, largest first, in minor units.
///
/// - Source: the issuing central banks' own lists of notes and coins in circulation.
public enum Denominations {
    /// The notes and coins of a currency; a plain 1-2-5 series where none are known here.
    public static func values(for currency: Currency) -> [Money] {
        let units: [Int64] =
            switch currency.code {
            case "GBP":
                [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]
            case "EUR":
                [
                    50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1,
                ]
            case "USD":
                [10_000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1]
            case "CAD":
                [10_000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5]
            case "MXN":
                [100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50]
            case "JPY":
                [10_000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1]
            default:
                series(digits: currency.digits)
            }
        return units.map { Money($0) }
    }

    /// From 100 major units down to one minor unit.
    private static func series(digits: Int) -> [Int64] {
        let powers = (0...(digits + 2)).reversed().map { Decimals.powerOfTen($0) }
        let steps = powers.dropFirst().flatMap { [5 * $0, 2 * $0, $0] }
        return powers.prefix(1) + steps
    }

    /// The quick cash keys: up to four notes that cover an amount, the smallest first.
    ///
    /// Each is the amount rounded up to a multiple of a note, as customers hand it over.
    public static func quickNotes(for due: Money, among denominations: [Money]) -> [Money] {
        guard due > .zero else { return [] }
        let notes = denominations.filter { $0 > .zero }.sorted()
        var amounts: [Money] = []
        for note in notes.suffix(6) {
            let count = (due.minorUnits - 1) / note.minorUnits + 1
            let amount = Money(Saturating.scale(count, by: note.minorUnits, over: 1))
            if amount > due, !amounts.contains(amount) { amounts.append(amount) }
        }
        return Array(amounts.sorted().prefix(4))
    }
}
