import Encoding
import Node
import Retail

extension ShopFixture {
    /// Writes one version of an item, with codes and prices where some are given.
    func put(
        _ item: Item, version: UInt64 = 1, codes: [(String, Bool)] = [], prices: [DatedPrice] = []
    ) throws {
        let change = ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: version, code: item.code,
            item: item,
            codes: codes.map {
                ItemChange.CodeEntry(code: LookupCode($0.0), isPresent: $0.1)
            }, prices: prices)
        _ = try node.perform(Command(.changeItems([change]), by: admin))
    }

    /// Writes what belongs to an item and not the item itself.
    func put(
        _ code: String, version: UInt64, codes: [(String, Bool)] = [], prices: [DatedPrice] = []
    ) throws {
        let change = ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: version, code: ItemCode(code),
            item: nil,
            codes: codes.map {
                ItemChange.CodeEntry(code: LookupCode($0.0), isPresent: $0.1)
            }, prices: prices)
        _ = try node.perform(Command(.changeItems([change]), by: admin))
    }
}
