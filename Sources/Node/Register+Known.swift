import Encoding
import Replica
import Replication
import Retail
import Storage

// What a decision needs to know, looked up before it is taken.

extension Register {
    /// Rights as they are now; a person who left has none.
    func authority(_ person: PersonID) throws(PerformError) -> Authority {
        let member = try reading { reader throws(StorageError) in try reader.person(person) }
        guard let member, member.isActive else { throw .refused(.unknownPerson(person)) }
        return Authority(
            person: person, rights: Rights(of: member.roles, among: terms.settings.roles))
    }

    func standing(of command: Command) throws(PerformError) -> Desk.Standing {
        let person = try authority(command.person)
        guard let approver = command.approver else { return Desk.Standing(person) }
        return Desk.Standing(person, approval: try authority(approver))
    }

    /// A basket whose receipt is there already was rung before.
    func isAlready(_ action: Command.Action) throws(PerformError) -> Bool {
        guard case .complete(let basket) = action else { return false }
        return try reading { reader throws(StorageError) in try reader.isKnown(basket.id) }
    }

    func known(
        for action: Command.Action, _ draft: borrowing Draft
    ) throws(PerformError) -> Desk.Known {
        var known = Desk.Known()
        switch action {
        case .moveCash, .takeX, .closeDrawer:
            known.report = try report(draft)
        case .recall(let hold):
            (known.hold, known.isHoldRecalled) = try self.hold(hold)
        case .voidReceipt(let content, _):
            known.receipt = try source(content)
        case .reprint(let content, let kind):
            known.receipt = try source(content)
            known.copies = try reading { reader throws(StorageError) in
                try reader.copies(of: content, kind)
            }
        case .moveStock(let request):
            known.held = try held(request)
        case .changeTaxes:
            known.version = try version(.taxRules)
        case .changeSetting:
            known.version = try version(.settings)
        case .complete(let basket): known.sources = try sources(basket, draft)
        case .sign, .clock, .openDrawer, .hold, .cancel, .adjustMoney, .changeItems,
            .changePerson, .changeCustomer, .recordImport:
            break
        }
        return known
    }

    /// The receipts whose goods a basket brings back, with what the draft adds to them.
    private func sources(
        _ basket: Basket, _ draft: borrowing Draft
    ) throws(PerformError) -> [ContentID: ReturnSource] {
        var sources: [ContentID: ReturnSource] = [:]
        let added = draft.facts
        for content in basket.returnedReceipts {
            let fresh = added.lazy.compactMap { fact -> ReturnSource? in
                guard case .receiptCompleted(let receipt) = fact, receipt.content == content else {
                    return nil
                }
                return ReturnSource(receipt: receipt)
            }
            let stored = try source(content) ?? fresh.first
            sources[content] = stored?.after(added)
        }
        return sources
    }

    private func source(_ content: ContentID) throws(PerformError) -> ReturnSource? {
        try reading { reader throws(StorageError) in try reader.returnSource(content) }
    }

    private func version(_ register: VersionedRegister) throws(PerformError) -> UInt64 {
        try reading { reader throws(StorageError) in try reader.registerVersion(register) }
    }

    private func hold(
        _ content: ContentID
    ) throws(PerformError) -> (BasketRecord?, Bool) {
        try reading { reader throws(StorageError) in
            guard case .basketHeld(let record) = try reader.fact(content)?.fact else {
                return (nil, false)
            }
            return (record, try reader.isRecalled(content))
        }
    }

    /// What the counters hold of items that the catalogue knows.
    private func held(_ request: StockRequest) throws(PerformError) -> [ItemCode: Quantity] {
        try reading { reader throws(StorageError) in
            var held: [ItemCode: Quantity] = [:]
            for line in request.lines where try reader.item(line.item) != nil {
                held[line.item] = try reader.stock(of: line.item, at: request.place)
            }
            return held
        }
    }

    /// The open session's report, with what the draft adds to it.
    func report(_ draft: borrowing Draft) throws(PerformError) -> DrawerReport? {
        guard let drawer = draft.desk.drawer else { return nil }
        let (terms, series, added) = (terms, series, draft.facts)
        let found = try reading { reader throws(StorageError) in
            try reader.drawerReport(
                of: drawer.id, in: series, settings: terms.settings, added: added)
        }
        guard var report = found else { return nil }
        if let head = replica.head {
            report.headSequence = head.seq
            report.headHash = head.hash.bytes
        }
        return report
    }
}
