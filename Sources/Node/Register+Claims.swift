import Retail
import Storage

/// Where a command comes from, and so what of it is taken at its word.
public enum CommandOrigin: Hashable, Sendable {
    /// Its baskets were rung through our own verbs, its approvers passed our own check of PINs.
    case thisProcess
    /// Handed in through the control socket: only what can be looked up is believed.
    case otherProcess
}

extension Register {
    /// Refuses what another process claims and this one can't see for itself.
    func checkClaims(
        of command: Command, _ draft: borrowing Draft
    ) throws(PerformError) {
        guard command.approver == nil else { throw .refused(.unprovedApproval) }
        switch command.action {
        case .complete(let basket):
            // A receipt that is there already stays what it is.
            if try isAlready(command.action, draft) { return }
            try checkClaims(of: basket, command, draft)
        case .hold(let basket, _), .cancel(let basket, _):
            try checkClaims(of: basket, command, draft)
        case .sign, .clock, .openDrawer, .moveCash, .takeX, .closeDrawer, .recall, .ringCopy,
            .voidReceipt, .reprint, .moveStock, .adjustMoney, .changeItems, .changeTaxes,
            .changePerson, .changeCustomer, .changeSetting, .recordImport, .publish:
            return
        }
    }

    private func checkClaims(
        of basket: Basket, _ command: Command, _ draft: borrowing Draft
    ) throws(PerformError) {
        let person = try authority(command.person, draft)
        var sources: [ContentID: ReturnSource] = [:]
        for content in basket.returnedReceipts { sources[content] = try source(content, draft) }
        let goods = try goods(of: basket, at: draft.desk.terms.moment)
        let terms = draft.desk.terms
        do throws(Refusal) {
            try basket.checkClaims(by: person, goods: goods, sources: sources, terms)
        } catch {
            throw .refused(error)
        }
    }

    /// The catalogue's view of what a basket names.
    private func goods(of basket: Basket, at moment: Instant) throws(PerformError) -> GoodsKnown {
        let scans = terms.scanReader(at: moment)
        return try reading { reader throws(StorageError) in
            var known = GoodsKnown()
            for code in basket.itemCodes {
                known.items[code] = try reader.sellable(code, at: moment, scanned: code.text)
            }
            for label in basket.labelCodes { known.labels[label] = scans.read(label).labelled }
            for code in basket.scannedCodes {
                known.lastDays[code] = scans.read(code).goods?.lastDay
            }
            return known
        }
    }
}

extension Scan {
    /// How much its label says; nil: it says nothing of that.
    fileprivate var labelled: Basket.Measure? {
        switch self {
        case .embedded(let embedded):
            switch embedded.amount {
            case .weight(let weight): .weighed(weight)
            case .price(let price): .labelled(price)
            case .none: nil
            }
        case .gs1(let elements): elements.netWeight.map(Basket.Measure.weighed)
        case .gtin, .plu, .receipt, .unknown: nil
        }
    }
}
