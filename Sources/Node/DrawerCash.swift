public import Retail
public import Storage

/// What cash the lane's drawer should hold, kept up from look to look; used on one thread.
public struct DrawerCash {
    private let node: RunningNode
    private let reader: ShopReader
    /// The session as far as it was read.
    private var session: (fold: DrawerFold, last: Int64)?

    public init(_ node: RunningNode) throws(StorageError) {
        self.node = node
        reader = try node.makeReader()
    }

    /// The float and all that came and went since; nil where no session is open.
    public mutating func expected() throws(StorageError) -> Money? {
        guard let drawer = node.drawer().open?.id else {
            session = nil
            return nil
        }
        if session?.fold.drawer != drawer { session = nil }
        let facts = try reader.facts(ofDrawer: drawer, after: session?.last ?? 0)
        if session == nil, case .drawerOpened(let opening) = facts.first?.fact {
            let fold = DrawerFold(
                opening: opening, series: node.series, grandTotal: .zero,
                settings: node.terms.settings)
            session = (fold, 0)
        }
        for stored in facts {
            session?.fold.add(stored.fact)
            session?.last = stored.number
        }
        return session?.fold.report.expectedCash
    }
}
