import Encoding
import Node
import Retail
import Synchronization

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
        try record(change)
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
        try record(change)
    }

    /// As it comes from another lane: with the version that it was given there.
    private func record(_ change: ItemChange) throws {
        let failure = Mutex<PerformError?>(nil)
        node.record([.itemChanged(change)], by: admin) { recorded in
            if case .failure(let error) = recorded { failure.withLock { $0 = error } }
        }
        node.settle()
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
