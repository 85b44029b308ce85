import Encoding
import Replica
public import Retail
import Storage

/// What of this lane's own rows and settings can't be read; it goes on without it and says so.
public enum NodeProblem: Hashable, Sendable {
    case openBasket
    case signOnState
    /// With the row's key in hexadecimal: a document may be missing from the paper.
    case printJob(key: String)
    /// No tzdata for the store's zone: times and days are UTC's.
    case zone(String)
    case setting(SettingError)

    public var text: String {
        switch self {
        case .openBasket: "the basket that was open can't be read: ring it anew"
        case .signOnState: "waits and locks after wrong PINs can't be read: they were cleared"
        case .printJob(let key): "print job \(key) can't be read: look whether its paper came out"
        case .zone(let name):
            "/usr/share/zoneinfo has no '\(name)': times are UTC's (install tzdata)"
        case .setting(let error): "a setting is left out: \(error)"
        }
    }
}

extension RunningNode {
    /// All that can't be read as it stands now, what matters most first.
    public func problems() throws(PerformError) -> [NodeProblem] {
        try onWriter { register in
            Result { () throws(PerformError) in try register.problems() }
        }.get()
    }
}

extension Register {
    func problems() throws(PerformError) -> [NodeProblem] {
        let rows = try reading { reader throws(StorageError) in
            (session: try reader.local(.session), jobs: try reader.local(.printJob))
        }
        var problems: [NodeProblem] = []
        for row in rows.session {
            if OpenBasketRow.isKey(row.key), OpenBasketRow(row.value) == nil {
                problems.append(.openBasket)
            }
        }
        if isSignOnStateLost { problems.append(.signOnState) }
        for row in rows.jobs where PrintJob(key: row.key, value: row.value) == nil {
            problems.append(.printJob(key: Hex.encode(row.key)))
        }
        return problems + terms.problems
    }

    /// When the last thing of this lane's that bears a time was printed or shown.
    static func lastTime(
        _ reader: ShopReader, series: String, receipt: UInt32, drawer: Desk.OpenDrawer?
    ) throws(StorageError) -> Instant {
        var times = try reader.receipts(numbered: ReceiptNumber(series: series, number: receipt))
            .map(\.time.instant)
        let session: ContentID?
        if let drawer {
            session = drawer.id
        } else {
            session = try lastSession(reader)
        }
        if let session {
            times += try reader.facts(ofDrawer: session).compactMap { $0.fact.time?.instant }
        }
        return times.max() ?? Instant(milliseconds: 0)
    }

    private static func lastSession(_ reader: ShopReader) throws(StorageError) -> ContentID? {
        guard let closing = try reader.closings(limit: 1).first,
            case .drawerClosed(let fact) = try reader.fact(closing)?.fact
        else { return nil }
        return fact.drawer
    }
}
