/// What an earlier receipt was paid with, kept so that money goes back the way it came.
public struct OriginalTender: Hashable, Sendable {
    public let receipt: ContentID
    public let tender: String
    /// What it paid in the end, change taken off.
    public let amount: Money
}

extension Basket {
    /// How what is owed should go back: by the original tenders in their order, then freely.
    ///
    /// - Returns: tenders with positive amounts; their sum is at most what is owed.
    public func refundPlan(_ terms: SaleTerms) -> [ReceiptTender] {
        plan(owed: -totals(terms).total)
    }

    private func plan(owed: Money) -> [ReceiptTender] {
        var left = max(.zero, owed)
        var plan: [ReceiptTender] = []
        for original in originalTenders where comesBack(original.receipt) {
            let amount = min(left, original.amount)
            guard amount > .zero else { continue }
            plan.append(ReceiptTender(tender: original.tender, amount: amount))
            left -= amount
        }
        return plan
    }

    private func comesBack(_ receipt: ContentID) -> Bool {
        lines.contains { !$0.isVoided && $0.origin?.receipt == receipt }
    }

    /// Keeps how the receipt of returned goods was paid.
    mutating func noteTenders(of receipt: Receipt, terms: SaleTerms) {
        guard !originalTenders.contains(where: { $0.receipt == receipt.content }) else { return }
        var change = receipt.change
        for tender in receipt.tenders where tender.amount > .zero {
            let isCash = terms.settings.tender(tender.tender)?.kind == .cash
            let givenBack = isCash ? min(change, tender.amount) : .zero
            change -= givenBack
            originalTenders.append(
                OriginalTender(
                    receipt: receipt.content, tender: tender.tender,
                    amount: tender.amount - givenBack))
        }
    }

    /// Refuses to pay out by one tender what should go back by another, unless a second person
    /// says so.
    func checkWayBack(
        _ paid: ReceiptTender, tolerance: Money, terms: SaleTerms, _ cashier: Authority,
        _ approval: Authority?
    ) throws(TenderError) {
        let owed = -totals(terms).total
        let plan = plan(owed: owed)
        let free = owed - plan.map(\.amount).sum()
        let beyond = paidBeyond(plan, stage.tenders + [paid])
        guard beyond > free + tolerance else { return }
        let permission = Permission.returnWithoutReceipt
        guard cashier.rights.allows(permission) || approval?.rights.allows(permission) ?? false
        else { throw .needsApproval(permission) }
    }

    /// What was paid out by tenders beyond their part of the plan.
    private func paidBeyond(_ plan: [ReceiptTender], _ paidOut: [ReceiptTender]) -> Money {
        let codes = paidOut.map(\.tender)
        var beyond = Money.zero
        for (index, code) in codes.enumerated() where codes.firstIndex(of: code) == index {
            let planned = plan.filter { $0.tender == code }.map(\.amount).sum()
            let paid = -paidOut.filter { $0.tender == code }.map(\.amount).sum()
            beyond += max(.zero, paid - planned)
        }
        return beyond
    }
}
