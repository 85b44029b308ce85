import Encoding
import Retail

extension DrawerReport {
    /// The members of a report's object, amounts in minor units.
    var members: [(String, JSON)] {
        [
            ("series", .string(series)),
            ("firstReceipt", firstReceipt.map { .integer(Int64($0)) } ?? .null),
            ("lastReceipt", lastReceipt.map { .integer(Int64($0)) } ?? .null),
            ("sales", sales.json), ("returns", returns.json), ("voids", voids.json),
            ("voidedLines", voidedLines.json), ("discounts", discounts.json),
            ("overrides", overrides.json), ("cancelled", cancelled.json),
            ("noSales", .integer(Int64(noSales))), ("reprints", .integer(Int64(reprints))),
            ("training", training.json), ("rounding", .integer(rounding.minorUnits)),
            ("taxes", .object(taxes.map { ($0.name, $0.tally.json) })),
            ("tenders", .object(tenders.map { ($0.name, $0.tally.json) })),
            ("float", .integer(float.minorUnits)), ("drops", drops.json),
            ("paidIn", paidIn.json), ("paidOut", paidOut.json),
            ("expectedCash", .integer(expectedCash.minorUnits)),
            ("grandTotal", .integer(grandTotal.minorUnits)),
            ("headSequence", .unsigned(headSequence)),
            ("headHash", .string(Hex.encode(headHash))),
        ]
    }
}

extension Tally {
    fileprivate var json: JSON {
        .object([
            ("count", .integer(Int64(count))), ("minorUnits", .integer(amount.minorUnits)),
        ])
    }
}
