public import Retail
public import Storage

extension ShopReader {
    /// What writes what a fact says as a version above all that there are.
    ///
    /// - Parameters:
    ///   - fact: of a register: an item, taxes, a person, a customer, a setting.
    ///   - content: a fresh one.
    /// - Returns: nil for a fact that has no versions.
    /// - Throws: ``StorageError``.
    public func renewal(
        of fact: Fact, content: ContentID
    ) throws(StorageError) -> Command.Action? {
        switch fact {
        case .itemChanged(var change):
            change.content = content
            change.version = try itemVersion(change.code) + 1
            return .changeItems([change])
        case .taxChanged(let change): return .changeTaxes(change.rules)
        case .personChanged(var change):
            change.content = content
            change.version = (try person(change.person)?.version ?? 0) + 1
            return .changePerson(change)
        case .customerChanged(var change):
            change.content = content
            change.version = try customerVersion(change.customer) + 1
            return .changeCustomer(change)
        case .settingChanged(let change):
            return .changeSetting(name: change.name, value: change.value)
        case .receiptCompleted, .receiptVoided, .receiptReprinted, .basketCancelled, .basketHeld,
            .basketRecalled, .drawerOpened, .drawerMoved, .drawerClosed, .reportTaken, .signedOn,
            .pinsFailed, .unlocked, .clocked, .stockMoved, .moneyAdjusted, .imported:
            return nil
        }
    }
}
