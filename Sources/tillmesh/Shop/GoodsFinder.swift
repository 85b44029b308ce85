import Node
import Retail
import Storage

/// Finds what a code on the command line or in a file names: an item's own code, a barcode, a PLU.
struct GoodsFinder {
    private let reader: ShopReader
    private let scans: ScanReader
    private let now: Instant

    init(_ errand: Errand) {
        reader = errand.shop.reader
        now = errand.now
        scans = errand.shop.terms.scanReader(at: now)
    }

    enum Finding {
        /// The item, and what its own label says of how much of it.
        case item(Item, Basket.Measure?)
        case unknown
        /// The number that was probably meant.
        case didYouMean(String)
        case unreadable
        case ambiguous([ItemCode])
    }

    func find(_ text: String) throws(StorageError) -> Finding {
        if let item = try reader.item(ItemCode(text)) { return .item(item, nil) }
        let scan = scans.read(text)
        for code in scan.goods?.codes ?? [] {
            let found = try one(code, scan.goods?.measure)
            guard case .unknown = found else { return found }
        }
        switch scan {
        case .unknown(_, .wrongCheckDigit(let right)): return .didYouMean(right)
        case .unknown(_, .tooLong), .unknown(_, .embedded), .unknown(_, .gs1): return .unreadable
        case .gtin, .plu, .embedded, .gs1, .receipt, .unknown(_, .noKnownForm),
            .unknown(_, .empty):
            return .unknown
        }
    }

    /// The item with its price at the moment; nil where it has none.
    func sellable(_ item: Item, scanned: String) throws(StorageError) -> Sellable? {
        var sellable = try reader.sellable(item.code, at: now, scanned: scanned)
        sellable?.expires = scans.read(scanned).goods?.lastDay
        return sellable
    }

    private func one(
        _ code: LookupCode, _ measure: Basket.Measure?
    ) throws(StorageError) -> Finding {
        let codes = try reader.items(behind: code)
        guard codes.count <= 1 else { return .ambiguous(codes) }
        guard let code = codes.first, let item = try reader.item(code) else { return .unknown }
        return .item(item, measure)
    }
}
