import CRDT
import Encoding
import Replica
import Replication
import Retail
import Storage

// What exists once and which lane may spend it (protocol.md §6).

extension Register {
    /// The log of this store that this lane writes, whose rights it may spend.
    var ownLog: LogID { replica.place.log(in: replica.place.scope) }

    /// What all logs hold of an account, as far as is stored here.
    func holdings(of account: Account) throws(StorageError) -> Holdings {
        let entries = try reader.rightsEntries(of: account)
        let isSettled = entries.contains { entry in
            if case .settled = entry.change { true } else { false }
        }
        return Holdings(entries, ends: isSettled ? try replica.logEnds(store: store) : [:])
    }

    /// What a command must own before it may be performed; none for most.
    func needs(of action: Command.Action) throws(PerformError) -> [RightsQuest.Need] {
        switch action {
        case .recall(let hold), .ringCopy(let hold, _):
            let basket = try reading { reader throws(StorageError) -> ContentID? in
                guard case .basketHeld(let record) = try reader.fact(hold)?.fact else { return nil }
                return record.basketID
            }
            return basket.map { [RightsQuest.Need(.basket($0.id), 1)] } ?? []
        case .complete(let basket): return basket.returnNeeds
        case .voidReceipt(let content, _):
            let source = try reading { reader throws(StorageError) in
                try reader.returnSource(content)
            }
            return source?.receipt.voidNeeds ?? []
        case .sign, .clock, .openDrawer, .moveCash, .takeX, .closeDrawer, .hold, .cancel,
            .reprint, .moveStock, .adjustMoney, .changeItems, .changeTaxes, .changePerson,
            .changeCustomer, .changeSetting, .recordImport, .publish:
            return []
        }
    }

    /// Of these the ones that this lane doesn't own, and that are known here at all.
    mutating func lacking(
        _ needs: [RightsQuest.Need]
    ) throws(PerformError) -> [RightsQuest.Need] {
        var lacking: [RightsQuest.Need] = []
        for need in needs {
            let held: Holdings
            do throws(StorageError) {
                held = try settled(need.account)
            } catch {
                throw .storage(error)
            }
            if held.isKnown, held.rights(of: ownLog) < need.amount { lacking.append(need) }
        }
        return lacking
    }

    /// How the lane stands to what it needs, after whoever has it was asked or couldn't be.
    func rightsStanding(_ need: RightsQuest.Need) throws(PerformError) -> RightsStanding {
        let held = try reading { _ throws(StorageError) in try holdings(of: need.account) }
        guard held.isKnown, held.rights(of: ownLog) < need.amount else { return .held }
        switch rightsRefused[need.account] {
        case .unreachable(let log): return .unreachable(lane: lane(of: log))
        case .heldElsewhere(let log): return .elsewhere(lane: lane(of: log))
        case .noneLeft: return .elsewhere(lane: 0)
        case nil:
            let other = held.holders.first { $0.log != ownLog }
            return other.map { .unreachable(lane: lane(of: $0.log)) } ?? .elsewhere(lane: 0)
        }
    }

    /// How the lane stands to a hold: whoever went on with it has it.
    func holdStanding(_ hold: ContentID, isRecalled: Bool) throws(PerformError) -> RightsStanding {
        if isRecalled {
            let log = try reading { reader throws(StorageError) in try reader.recaller(of: hold) }
            guard let log, log.author != ownLog.author else { return .held }
            return .elsewhere(lane: lane(of: log))
        }
        guard let need = try needs(of: .recall(hold: hold)).first else { return .held }
        return try rightsStanding(need)
    }

    /// What comes back, or is voided, without this lane owning the right to it.
    func lacking(for action: Command.Action) throws(PerformError) -> [LineOrigin: RightsStanding] {
        var lacking: [LineOrigin: RightsStanding] = [:]
        for need in try needs(of: action) {
            guard case .returnable(let receipt, let line) = need.account,
                let line = UInt32(exactly: line)
            else { continue }
            let standing = try rightsStanding(need)
            if standing != .held {
                lacking[LineOrigin(receipt: ContentID(receipt), line: line)] = standing
            }
        }
        return lacking
    }

    /// The number of the lane that writes a log; 0 where it has none.
    func lane(of log: LogID) -> UInt8 {
        let membership = replica.membership
        if let number = membership.laneNumbers(of: file.store)[log.author] { return number.lane }
        return membership.enrolments.last { $0.node == log.author }?.lane ?? 0
    }

    // MARK: Giving

    /// Answers a lane that asks for rights.
    ///
    /// - Returns: what to say; nil where the grant, which is on disk then, is the answer.
    mutating func answer(
        _ request: RightsRequest, from node: NodeID
    ) throws(StorageError) -> RightsDenial? {
        let account = (try? CBOR.decode(request.account)).flatMap { Account($0) }
        var held = Holdings([])
        if let account { held = try settled(account) }
        let answer = held.answer(
            request, of: account, to: try grantee(node), from: ownLog)
        switch answer {
        case .denied(let denial): return denial
        case .granted: return nil
        case .grant(let grant):
            _ = try decide([(.rightsGranted, grant.encoded())], in: replica.place.scope)
            return nil
        }
    }

    /// The log to which a lane of this store is granted rights.
    private func grantee(_ node: NodeID) throws(StorageError) -> LogID? {
        let membership = replica.membership
        let isLane = membership.grants(of: node).contains {
            $0.role == .lane && $0.store == replica.place.scope
        }
        guard isLane, membership.isActive(node) else { return nil }
        return try replica.currentLog(of: node, store: store)
    }

    // MARK: Settling

    /// Passes on what ended logs hold of an account to the logs that their authors go on in, if
    /// this node is a steward: any steward's word says the same.
    ///
    /// - Returns: what the account's holdings are then.
    mutating func settled(_ account: Account) throws(StorageError) -> Holdings {
        let held = try holdings(of: account)
        guard replica.membership.makesMeshKeys(file.node, of: file.store) else { return held }
        var isChanged = false
        for log in held.holders.map(\.log) {
            guard replica.membership.isActive(log.author),
                let next = try replica.currentLog(of: log.author, store: store), next != log,
                try !reader.isSettled(log)
            else { continue }
            try settle(log, to: next)
            isChanged = true
        }
        return isChanged ? try holdings(of: account) : held
    }

    /// Passes all that a log held on to another.
    private mutating func settle(_ log: LogID, to next: LogID) throws(StorageError) {
        let settled = RightsSettled(account: nil, log: log, way: .passedOn, to: next)
        _ = try decide([(.rightsSettled, settled.encoded())], in: replica.place.scope)
    }

    /// Takes over, as the steward who retired or revoked it, what a node that is gone held.
    mutating func settleRights(of node: NodeID) throws(DecisionError) {
        do throws(StorageError) {
            for log in replica.frontier.logs
            where log.scope == replica.place.scope && log.author == node {
                if try !reader.isSettled(log) { try settle(log, to: ownLog) }
            }
        } catch {
            throw .storage(error)
        }
    }
}

extension Basket {
    /// What must be this lane's so that the goods in it can come back.
    fileprivate var returnNeeds: [RightsQuest.Need] {
        var amounts: [LineOrigin: Quantity] = [:]
        var origins: [LineOrigin] = []
        for line in lines where !line.isVoided {
            guard let origin = line.origin else { continue }
            if amounts[origin] == nil { origins.append(origin) }
            amounts[origin, default: .zero] = amounts[origin, default: .zero] - line.quantity
        }
        return origins.compactMap { origin in
            guard let amount = UInt64(exactly: (amounts[origin] ?? .zero).thousandths) else {
                return nil
            }
            return RightsQuest.Need(origin.account, amount)
        }
    }
}

extension Receipt {
    /// What must be this lane's so that the whole receipt can be voided.
    fileprivate var voidNeeds: [RightsQuest.Need] {
        lines.enumerated().compactMap { index, line in
            guard line.quantity > .zero,
                let amount = UInt64(exactly: line.quantity.thousandths)
            else { return nil }
            let origin = LineOrigin(receipt: content, line: UInt32(index))
            return RightsQuest.Need(origin.account, amount)
        }
    }
}

extension LineOrigin {
    fileprivate var account: Account { .returnable(receipt: receipt.id, line: UInt64(line)) }
}
