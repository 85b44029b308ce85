import Encoding
import Retail
import TestSupport

/// Made-up goods, any number of them: each with a name of 24 characters and a barcode.
enum Shelf {
    static let nameCharacters = 24

    private static let makers = [
        "Alder", "Birch", "Cove", "Dales", "Ember", "Fern", "Glen", "Heath", "Isle", "Juno",
        "Kiln", "Larch", "Mill", "North", "Oak", "Pier", "Quay", "Ridge", "Stone", "Thorn",
    ]
    private static let kinds = [
        "Apple juice", "Bin liners", "Candles", "Dog biscuit", "Envelopes", "Flour", "Garlic dip",
        "Honey", "Ice cream", "Jam", "Kitchen roll", "Lentils", "Mustard", "Noodles", "Oatcakes",
        "Pickle", "Quinoa", "Rice", "Soap", "Tea", "Umbrella", "Vinegar", "Washing up", "Yoghurt",
    ]
    private static let sizes = [
        "100g", "250ml", "x6", "1kg", "large", "500g", "2L", "pack", "75cl", "mini",
    ]

    /// The item of this number; its price is drawn.
    static func sellable(
        _ number: Int, using random: inout some RandomNumberGenerator
    ) -> Sellable {
        let isFood = number.isMultiple(of: 2)
        let price = UnitPrice(tenThousandths: Int64.random(in: 5...299, using: &random) * 500)
        return Sellable(
            item: Item(
                code: ItemCode("\(100_000 + number)"), name: name(number),
                department: isFood ? "Grocery" : "Household", taxCategory: isFood ? "F" : "S"),
            price: price, scanned: barcode(number))
    }

    /// Maker, kind and size, different for 4,800 numbers in a row, cut or filled to 24 characters.
    private static func name(_ number: Int) -> String {
        let maker = makers[number % makers.count]
        let kind = kinds[number / makers.count % kinds.count]
        let size = sizes[number / (makers.count * kinds.count) % sizes.count]
        let name = "\(maker) \(kind) \(size)"
        let filling = String(repeating: "\(number % 9 + 1)", count: nameCharacters)
        return String((name + " " + filling).prefix(nameCharacters))
    }

    /// A GTIN of 14 digits with its check digit.
    static func barcode(_ number: Int) -> String {
        let digits = "0500" + String(String(1_000_000_000 + number * 7).suffix(9))
        // GS1 General Specifications §7.9: weights 3 and 1 from the right.
        let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
            sum + Int(digit.element - UInt8(ascii: "0")) * (digit.offset.isMultiple(of: 2) ? 3 : 1)
        }
        return digits + "\((10 - sum % 10) % 10)"
    }

    /// The fact that puts it into the catalogue.
    static func change(_ sellable: Sellable, content: ContentID) -> ItemChange {
        ItemChange(
            content: content, version: 1, code: sellable.item.code, item: sellable.item,
            codes: [.init(code: LookupCode(sellable.scanned), isPresent: true)],
            prices: [DatedPrice(from: Instant(milliseconds: 0), price: sellable.price)])
    }
}
