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
        switch scans.read(text) {
        case .gtin(let gtin): return try one(gtin.lookup, nil)
        case .plu(let code): return try one(code, nil)
        case .embedded(let embedded): return try labelled(embedded)
        case .gs1(let elements):
            guard let gtin = elements.gtin else { return .unknown }
            return try one(gtin.lookup, elements.netWeight.map(Basket.Measure.weighed))
        case .receipt, .unknown(_, .noKnownForm), .unknown(_, .empty): return .unknown
        case .unknown(_, .wrongCheckDigit(let right)): return .didYouMean(right)
        case .unknown(_, .tooLong), .unknown(_, .embedded), .unknown(_, .gs1): return .unreadable
        }
    }

    /// The item with its price at the moment; nil where it has none.
    func sellable(_ item: Item, scanned: String) throws(StorageError) -> Sellable? {
        var sellable = try reader.sellable(item.code, at: now, scanned: scanned)
        sellable?.expires = scans.read(scanned).lastDay
        return sellable
    }

    /// Scales know an item by its whole code with zeros or by its short number.
    private func labelled(_ embedded: EmbeddedCode) throws(StorageError) -> Finding {
        let measure: Basket.Measure? =
            switch embedded.amount {
            case .weight(let weight): .weighed(weight)
            case .price(let price): .labelled(price)
            case .none: nil
            }
        let whole = try one(embedded.item, measure)
        guard case .unknown = whole else { return whole }
        return try one(LookupCode(embedded.itemDigits), measure)
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
