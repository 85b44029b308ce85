import Retail
import Storage

extension ShopReader {
    /// A drawer session's report, folded from its facts.
    ///
    /// - Parameters:
    ///   - drawer: the session.
    ///   - series: the lane's.
    ///   - settings: which tenders are cash.
    ///   - last: the fact up to which it is read; nil: all.
    ///   - added: facts that are decided and not yet stored.
    /// - Returns: nil where the session isn't here.
    /// - Throws: ``StorageError`` where the database can't be read.
    func drawerReport(
        of drawer: ContentID, in series: String, settings: StoreSettings,
        through last: ContentID? = nil, added: [Fact] = []
    ) throws(StorageError) -> DrawerReport? {
        let stored = try facts(ofDrawer: drawer)
        let end = stored.firstIndex { $0.fact.content == last } ?? stored.endIndex - 1
        let facts = stored.prefix(end + 1).map(\.fact) + added
        guard let opening = facts.firstOpening(of: drawer) else { return nil }
        let carried = try lastClosing(in: series, before: stored.first?.number)
        var fold = DrawerFold(
            opening: opening, series: series, grandTotal: carried?.grandTotal ?? .zero,
            settings: settings)
        for fact in facts { fold.add(fact) }
        return fold.report
    }

    /// The paper of an X: the session as it stood when it was read.
    func xReport(
        _ taken: ReportTaken, _ paper: Stationery, _ isTraining: Bool, series: String
    ) throws(StorageError) -> Document? {
        guard let drawer = taken.drawer,
            let report = try drawerReport(
                of: drawer, in: series, settings: paper.settings, through: taken.content)
        else { return nil }
        return paper.xReport(
            report, taken: taken, opened: try openingTime(drawer) ?? taken.time,
            cashier: try person(taken.person)?.number ?? 0, isTraining: isTraining)
    }

    func openingTime(_ drawer: ContentID) throws(StorageError) -> LocalTime? {
        guard case .drawerOpened(let opening) = try fact(drawer)?.fact else { return nil }
        return opening.time
    }
}

extension Array<Fact> {
    fileprivate func firstOpening(of drawer: ContentID) -> DrawerOpening? {
        for case .drawerOpened(let opening) in self where opening.content == drawer {
            return opening
        }
        return nil
    }
}
