/// Why a finished receipt was not voided or printed again.
public enum AfterSaleError: Error, Hashable, Sendable {
    case needsApproval(Permission)
    case isVoided
    /// Its drawer session has ended: take the goods back instead.
    case drawerClosed
    /// Some of its goods came back; voiding it would give their money twice.
    case goodsCameBack
    case needsReason(ReasonUse)
    case unknownReason(ReasonUse, UInt8)
}

extension Receipt {
    /// Voids the whole receipt while the drawer that rang it is open.
    ///
    /// The source says what of the receipt came back and whether it was voided before.
    ///
    /// - Throws: ``AfterSaleError``.
    public static func void(
        _ source: ReturnSource, content: ContentID, context: FactContext, reason: UInt8?,
        settings: StoreSettings, by person: Authority, approval: Authority? = nil
    ) throws(AfterSaleError) -> ReceiptVoid {
        let receipt = source.receipt
        guard !source.isVoided else { throw .isVoided }
        guard receipt.drawer == context.drawer else { throw .drawerClosed }
        guard !source.cameBack.values.contains(where: { $0 > .zero }) else { throw .goodsCameBack }
        try check(reason, settings)
        let approver = try approver(.voidReceipt, person, approval)
        return ReceiptVoid(
            content: content, receipt: receipt.content, number: receipt.number,
            time: context.time, businessDate: context.businessDate, drawer: context.drawer,
            person: context.person, approver: approver, reason: reason ?? 0,
            lines: receipt.lines,
            tenders: receipt.netTenders(cashCode: settings.cashCodes.first ?? "cash"),
            total: receipt.total)
    }

    /// Counts a copy or a gift receipt, so that the paper can say which it is.
    ///
    /// - Parameters:
    ///   - kind: of the paper.
    ///   - before: how many of this kind were printed so far.
    ///   - content: names the fact.
    ///   - context: where and when.
    ///   - person: who asks for it.
    ///   - approval: a second person, if one has signed.
    /// - Returns: the fact, with the number that the paper bears.
    /// - Throws: ``AfterSaleError/needsApproval(_:)``.
    public func reprint(
        _ kind: Reprint.Kind, before: UInt32, content: ContentID, context: FactContext,
        by person: Authority, approval: Authority? = nil
    ) throws(AfterSaleError) -> Reprint {
        _ = try Self.approver(.reprint, person, approval)
        return Reprint(
            content: content, receipt: self.content, kind: kind,
            copy: before == .max ? .max : before + 1, time: context.time,
            businessDate: context.businessDate, drawer: context.drawer, person: context.person)
    }

    /// What each tender brought in the end: change is taken off cash.
    func netTenders(cashCode: String) -> [ReceiptTender] {
        guard change != .zero else { return tenders }
        var net = tenders
        if let cash = net.firstIndex(where: { $0.tender == cashCode }) {
            net[cash].amount -= change
        } else {
            net.append(ReceiptTender(tender: cashCode, amount: -change))
        }
        return net
    }

    private static func check(
        _ reason: UInt8?, _ settings: StoreSettings
    ) throws(AfterSaleError) {
        let known = settings.reasons(for: .void)
        guard !known.isEmpty else { return }
        guard let reason else { throw .needsReason(.void) }
        guard known.contains(where: { $0.number == reason }) else {
            throw .unknownReason(.void, reason)
        }
    }

    private static func approver(
        _ permission: Permission, _ person: Authority, _ approval: Authority?
    ) throws(AfterSaleError) -> PersonID? {
        if person.rights.allows(permission) { return nil }
        guard let approval, approval.rights.allows(permission) else {
            throw .needsApproval(permission)
        }
        return approval.person
    }
}
