import Encoding
import Replica
import Replication
import Retail
import Storage

// What a decision needs to know, looked up before it is taken.

extension Register {
    /// Rights as they are now; a person who left has none.
    func authority(
        _ person: PersonID, _ draft: borrowing Draft
    ) throws(PerformError) -> Authority {
        let stored = try reading { reader throws(StorageError) in try reader.person(person) }
        guard let member = draft.person(person, stored: stored), member.isActive else {
            throw .refused(.unknownPerson(person))
        }
        return Authority(
            person: person, rights: Rights(of: member.roles, among: draft.roles))
    }

    func standing(
        of command: Command, _ draft: borrowing Draft
    ) throws(PerformError) -> Desk.Standing {
        let person = try authority(command.person, draft)
        guard let approver = command.approver else { return Desk.Standing(person) }
        return Desk.Standing(person, approval: try authority(approver, draft))
    }

    /// A basket whose receipt is there already was rung before.
    func isAlready(
        _ action: Command.Action, _ draft: borrowing Draft
    ) throws(PerformError) -> Bool {
        guard case .complete(let basket) = action else { return false }
        if draft.has(basket.id) { return true }
        return try reading { reader throws(StorageError) in try reader.isKnown(basket.id) }
    }

    func known(
        for action: Command.Action, _ draft: borrowing Draft
    ) throws(PerformError) -> Desk.Known {
        var known = Desk.Known()
        switch action {
        case .moveCash, .takeX, .closeDrawer:
            known.report = try report(draft)
        case .complete(let basket):
            for content in basket.returnedReceipts {
                known.sources[content] = try source(content, draft)
            }
            known.lacking = try lacking(for: action)
        case .recall(let hold), .ringCopy(let hold, _):
            (known.hold, known.isHoldRecalled) = try self.hold(hold, draft)
            known.holdRights = try holdStanding(hold, isRecalled: known.isHoldRecalled)
            if case .elsewhere = known.holdRights { known.isHoldRecalled = false }
        case .voidReceipt(let content, _):
            known.receipt = try source(content, draft)
            known.lacking = try lacking(for: action)
        case .reprint(let content, let kind):
            known.receipt = try source(content, draft)
            known.copies = try reading { reader throws(StorageError) in
                try reader.copies(of: content, kind)
            }
            known.copies += draft.copies(of: content, kind)
        case .moveStock(let request):
            known.held = try held(request, draft)
        case .changePerson(let change):
            (known.rightsOfPerson, known.version) = try standing(of: change.person, draft)
        case .changeItems(let changes):
            known.itemVersions = try versions(of: changes, draft)
        case .changeCustomer(let change):
            known.version = try reading { reader throws(StorageError) in
                try reader.customerVersion(change.customer)
            }
            known.version = max(known.version, draft.version(of: change.customer))
        case .changeTaxes:
            known.version = max(try version(.taxRules), draft.version(.taxRules))
        case .changeSetting:
            known.version = max(try version(.settings), draft.version(.settings))
        case .sign, .clock, .openDrawer, .hold, .cancel, .adjustMoney, .recordImport, .publish:
            break
        }
        return known
    }

    /// Whether or not they still work here: a change may bring them back.
    private func standing(
        of person: PersonID, _ draft: borrowing Draft
    ) throws(PerformError) -> (Rights, version: UInt64) {
        let stored = try reading { reader throws(StorageError) in try reader.person(person) }
        let member = draft.person(person, stored: stored)
        return (
            Rights(of: member?.roles ?? [], among: draft.roles), version: member?.version ?? 0
        )
    }

    private func versions(
        of changes: [ItemChange], _ draft: borrowing Draft
    ) throws(PerformError) -> [ItemCode: UInt64] {
        var versions: [ItemCode: UInt64] = [:]
        for change in changes where versions[change.code] == nil {
            let stored = try reading { reader throws(StorageError) in
                try reader.itemVersion(change.code)
            }
            versions[change.code] = max(stored, draft.version(of: change.code))
        }
        return versions
    }

    func source(
        _ content: ContentID, _ draft: borrowing Draft
    ) throws(PerformError) -> ReturnSource? {
        let stored = try reading { reader throws(StorageError) in
            try reader.returnSource(content)
        }
        return draft.source(content, stored: stored)
    }

    private func version(_ register: VersionedRegister) throws(PerformError) -> UInt64 {
        try reading { reader throws(StorageError) in try reader.registerVersion(register) }
    }

    private func hold(
        _ content: ContentID, _ draft: borrowing Draft
    ) throws(PerformError) -> (BasketRecord?, Bool) {
        if let record = draft.hold(content) { return (record, draft.recalls(content)) }
        let isRecalled = draft.recalls(content)
        return try reading { reader throws(StorageError) in
            guard case .basketHeld(let record) = try reader.fact(content)?.fact else {
                return (nil, false)
            }
            if isRecalled { return (record, true) }
            return (record, try reader.isRecalled(content))
        }
    }

    /// What the counters hold of items that the catalogue knows.
    private func held(
        _ request: StockRequest, _ draft: borrowing Draft
    ) throws(PerformError) -> [ItemCode: Quantity] {
        var held: [ItemCode: Quantity] = [:]
        for line in request.lines {
            let stored = try reading { reader throws(StorageError) -> Quantity? in
                guard try reader.item(line.item) != nil else { return nil }
                return try reader.stock(of: line.item, at: request.place)
            }
            guard stored != nil || draft.makes(line.item) else { continue }
            held[line.item] =
                (stored ?? .zero) + draft.change(of: line.item, at: request.place)
        }
        return held
    }

    /// Settings and taxes that the draft changed hold for the commands after them.
    func refreshTerms(_ draft: inout Draft) throws(PerformError) {
        let stored = try reading { reader throws(StorageError) in
            (settings: try reader.settings(), taxRules: try reader.taxRules())
        }
        let terms = draft.terms(settings: stored.settings, taxRules: stored.taxRules)
        let moment = draft.desk.terms.moment
        draft.desk.terms = terms.sale(at: moment)
        draft.desk.time = terms.zone.local(moment)
        draft.desk.businessDate = terms.calendar.businessDate(at: moment)
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
