public import Retail
public import Storage

/// A Z beside what the log says of its drawer session.
public struct ClosingCheck: Hashable, Sendable {
    public let closing: DrawerClosing
    /// The session's facts folded anew; nil where its opening isn't here.
    public let counted: DrawerReport?

    /// True where Z and log agree in every figure.
    public var agrees: Bool { closing.report == counted }

    /// The figures in which they differ, each with the Z's and the log's.
    public var differences: [String] {
        guard let counted else { return ["the session's opening is missing"] }
        let stored = closing.report
        var found: [String] = []
        func compare<Value: Equatable>(_ name: String, _ of: (DrawerReport) -> Value) {
            let (mine, logged) = (of(stored), of(counted))
            if mine != logged { found.append("\(name): Z \(mine), log \(logged)") }
        }
        compare("first receipt") { $0.firstReceipt }
        compare("last receipt") { $0.lastReceipt }
        for (name, tally) in Self.tallies { compare(name, tally) }
        compare("no-sales") { $0.noSales }
        compare("reprints") { $0.reprints }
        compare("rounding") { $0.rounding.minorUnits }
        compare("taxes") { $0.taxes.map(\.text) }
        compare("tenders") { $0.tenders.map(\.text) }
        compare("float") { $0.float.minorUnits }
        compare("expected cash") { $0.expectedCash.minorUnits }
        compare("grand total") { $0.grandTotal.minorUnits }
        return found
    }

    private static let tallies: [(String, @Sendable (DrawerReport) -> String)] = [
        ("sales", { $0.sales.text }), ("returns", { $0.returns.text }),
        ("voids", { $0.voids.text }), ("voided lines", { $0.voidedLines.text }),
        ("discounts", { $0.discounts.text }), ("overrides", { $0.overrides.text }),
        ("cancelled", { $0.cancelled.text }), ("training", { $0.training.text }),
        ("drops", { $0.drops.text }), ("paid in", { $0.paidIn.text }),
        ("paid out", { $0.paidOut.text }),
    ]
}

extension Tally {
    fileprivate var text: String { "\(count) = \(amount.minorUnits)" }
}

extension DrawerReport.Named {
    fileprivate var text: String { "\(name) \(tally.count) = \(tally.amount.minorUnits)" }
}

extension ShopReader {
    /// Compares every Z with the facts of its session, oldest first.
    ///
    /// Which tenders are cash is taken from the settings as they are now.
    public func checkClosings(
        settings: StoreSettings, _ visit: (ClosingCheck) -> Void
    ) throws(StorageError) {
        for content in try closings(limit: 1_000_000).reversed() {
            guard case .drawerClosed(let closing) = try fact(content)?.fact else { continue }
            var counted = try drawerReport(
                of: closing.drawer, in: closing.report.series, settings: settings)
            // Not folded: where the log stood when the Z was taken.
            counted?.headSequence = closing.report.headSequence
            counted?.headHash = closing.report.headHash
            visit(ClosingCheck(closing: closing, counted: counted))
        }
    }

    /// An open session's report as it stands; nil where the session isn't here.
    public func openReport(
        of drawer: ContentID, in series: String, settings: StoreSettings
    ) throws(StorageError) -> DrawerReport? {
        try drawerReport(of: drawer, in: series, settings: settings)
    }
}
