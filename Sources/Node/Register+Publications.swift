import CRDT
import Ledger
import Replica
import Replication
import Retail
import Storage

extension Register {
    /// Sells by what is visible now: after something was published, or its moment has come.
    mutating func followPublications() throws(StorageError) {
        let now = clock.now
        terms = LaneTerms(changes: try reader.settings(), taxRules: try reader.taxRules())
        nextPublication = try reader.nextPublication(after: now)
        isSearchBehind = true
    }

    /// The same where a publication's moment has come.
    mutating func followPublicationsIfDue() throws(StorageError) {
        guard let next = nextPublication, next <= clock.now else { return }
        try followPublications()
    }

    /// Has searches find some more of what was published.
    ///
    /// - Returns: whether more may be left.
    mutating func settleSomeSearch() throws(StorageError) -> Bool {
        guard isSearchBehind else { return false }
        isSearchBehind = try store.settleSearch(at: clock.now)
        return isSearchBehind
    }
}

// Who may publish, and whose word counts.
extension Register {
    /// Refuses what would be written and never count: another than a steward publishes, or changes
    /// what a steward set.
    func checkSteward(_ command: Command) throws(PerformError) {
        if case .publish = command.action, command.publication == nil {
            throw .refused(.nothingToMove)
        }
        let membership = replica.membership
        let isSteward = membership.makesMeshKeys(file.node, of: file.store)
        if command.publication == nil {
            let own = membership.standing(of: ownLog).authority
            guard try rank(of: command.action) > own else { return }
        } else if isSteward {
            return
        }
        let stewards = membership.members.filter {
            membership.makesMeshKeys($0, of: file.store)
        }
        let numbers = membership.laneNumbers(of: file.store)
        throw .refused(.stewardsOnly(lanes: stewards.map { numbers[$0]?.lane ?? 0 }.sorted()))
    }

    /// The highest authority of what stands where an action would write.
    private func rank(of action: Command.Action) throws(PerformError) -> UInt8 {
        try reading { reader throws(StorageError) -> UInt8 in
            switch action {
            case .changeItems(let changes):
                var rank: UInt8 = 0
                for change in changes {
                    rank = max(rank, try reader.authority(over: change.code))
                }
                return rank
            case .changeTaxes: return try reader.authorityOverTaxes()
            case .changePerson(let change): return try reader.authority(over: change.person)
            case .changeSetting(let name, _): return try reader.authority(overSetting: name)
            case .sign, .clock, .openDrawer, .moveCash, .takeX, .closeDrawer, .complete, .hold,
                .recall, .ringCopy, .cancel, .voidReceipt, .reprint, .moveStock, .adjustMoney,
                .changeCustomer, .recordImport, .publish:
                return 0
            }
        }
    }

    /// Makes a decision's facts parts of the command's publication, and ends that where asked.
    func publish(_ decision: inout Decision, _ command: Command, _ draft: inout Draft) {
        guard let publication = command.publication else { return }
        decision.facts = decision.facts.map { $0.published(in: publication) ?? $0 }
        guard case .publish(let moment) = command.action else { return }
        draft.closing = PublicationClosing(
            publication, effective: UInt64(max(0, moment.milliseconds)))
    }
}

extension RunningNode {
    /// Has the lane sell by a publication whose moment has come; returns at once.
    ///
    /// Asked for once a second or so. What fails is tried again: until then the lane goes by what
    /// was visible before.
    public func followPublications() { door.followPublications(on: writer, now: clock.now) }

    /// Has searches find what was published, some items at a time: commands come in between.
    func settleSearch() { door.settleSearch(on: writer) }
}

extension RegisterDoor {
    func followPublications(on writer: SerialThread, now: Instant) {
        guard let next = nextPublication, next <= now else { return }
        writer.run { [self] in
            let followed = enterIfOpen { register in
                Result { () throws(StorageError) in try register.followPublicationsIfDue() }
            }
            if case .success? = followed { settleSearch(on: writer) }
        }
    }

    /// A search that stays behind finds old words, and shows what is true of what it found.
    func settleSearch(on writer: SerialThread) {
        writer.runWhenIdle { [self] in
            let more = enterIfOpen { register in
                Result { () throws(StorageError) in try register.settleSomeSearch() }
            }
            if case .success(true)? = more { settleSearch(on: writer) }
        }
    }

    /// All that is left, before the node is closed; what fails waits for the next start.
    func settleWholeSearch() {
        var isMore = true
        while isMore {
            let more = enterIfOpen { register in
                Result { () throws(StorageError) in try register.settleSomeSearch() }
            }
            if case .success(true)? = more { continue }
            isMore = false
        }
    }
}
