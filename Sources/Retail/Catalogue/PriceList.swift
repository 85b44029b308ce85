/// The dated prices of one item.
public struct PriceList: Hashable, Sendable {
    /// The register's current entries, in any order.
    public var entries: [DatedPrice]

    public init(_ entries: [DatedPrice] = []) { self.entries = entries }

    /// A price that holds, and of which kind it is.
    public struct Current: Hashable, Sendable {
        public let price: UnitPrice
        public let kind: DatedPrice.Kind
        /// Until when, where the entry says so.
        public let until: Instant?
    }

    /// The price at a moment of store time: a special while it lasts, else the regular one.
    ///
    /// Of several that hold the latest begun counts. Nil: the item has no price then.
    public func current(at moment: Instant) -> Current? {
        current(.special, at: moment) ?? current(.regular, at: moment)
    }

    /// The regular price that the item began with; nil: it never had one.
    public var first: Current? {
        let regular = entries.filter { $0.kind == .regular && $0.price != nil }
        guard let entry = regular.min(by: { $0.from < $1.from }), let price = entry.price else {
            return nil
        }
        return Current(price: price, kind: .regular, until: entry.until)
    }

    /// The price of one kind.
    public func current(_ kind: DatedPrice.Kind, at moment: Instant) -> Current? {
        let holding = entries.filter {
            $0.kind == kind && $0.price != nil && $0.holds(at: moment)
        }
        guard let latest = holding.max(by: { $0.from < $1.from }), let price = latest.price else {
            return nil
        }
        return Current(price: price, kind: kind, until: latest.until)
    }
}

extension DatedPrice {
    /// Whether the moment lies in `from..<until`.
    public func holds(at moment: Instant) -> Bool {
        guard from <= moment else { return false }
        return until.map { moment < $0 } ?? true
    }
}
