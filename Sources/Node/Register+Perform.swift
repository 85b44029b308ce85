import Encoding
import Replica
import Replication
import Retail
import Storage

extension Register {
    /// Performs a command: looks up, decides, commits, and only then answers.
    ///
    /// - Parameters:
    ///   - command: what is wanted and by whom.
    ///   - recorded: when it happened, where it was recorded elsewhere; nil: now.
    /// - Returns: what it came to.
    /// - Throws: ``PerformError``; then nothing was done.
    mutating func perform(
        _ command: Command, recorded: Instant? = nil
    ) throws(PerformError) -> Performed {
        try performAll([command], recorded: recorded)[0]
    }

    /// Performs several as one transaction, each seeing what those before it came to.
    ///
    /// Facts beyond 64 go in further transactions: a catalogue's changes stand each for itself.
    mutating func performAll(
        _ commands: [Command], recorded: Instant? = nil
    ) throws(PerformError) -> [Performed] {
        var draft = Draft(desk: desk(at: recorded), nextJob: nextJob)
        for command in commands { try decide(command, &draft) }
        try commit(draft)
        return draft.performed
    }

    /// What several commands come to before anything is written.
    struct Draft {
        var desk: Desk
        var nextJob: UInt64
        var facts: [Fact] = []
        var local: [LocalWrite] = []
        var performed: [Performed] = []
    }

    mutating func decide(_ command: Command, _ draft: inout Draft) throws(PerformError) {
        if try isAlready(command.action) {
            draft.performed.append(Performed(outcome: .done, already: true))
            return
        }
        let standing = try standing(of: command)
        let known = try known(for: command.action, draft)
        let decision: Decision
        do {
            decision = try draft.desk.decide(
                command.action, standing, known, content: ContentID(random.bytes16()))
        } catch {
            throw .refused(error)
        }
        try note(decision, of: command, &draft)
        draft.local += try newKeys(of: command)
    }

    /// Keys are written once: another under the same name would make what is sealed unreadable.
    private func newKeys(of command: Command) throws(PerformError) -> [LocalWrite] {
        try reading { reader throws(StorageError) in
            var writes: [LocalWrite] = []
            for key in command.keysOfOwnSubject {
                let name = key.subject.bytes
                guard try reader.local(.subjectKey, key: name) == nil else { continue }
                writes.append(LocalWrite(.subjectKey, key: name, value: key.key.bytes))
            }
            return writes
        }
    }

    /// Moves the draft's desk behind a decision, and writes its print job.
    private func note(
        _ decision: Decision, of command: Command, _ draft: inout Draft
    ) throws(PerformError) {
        draft.facts += decision.facts
        for fact in decision.facts { draft.desk.advance(past: fact) }
        var job: PrintJob?
        if let request = decision.print {
            let made = PrintJob(number: draft.nextJob, request: request)
            draft.nextJob += 1
            draft.local.append(LocalWrite(.printJob, key: made.key, value: made.value))
            job = made
        }
        if let session = try sessionAfter(command, decision) { draft.local.append(session) }
        draft.performed.append(Performed(outcome: decision.outcome, job: job))
    }

    /// A basket that became a fact is open no more, and one that was recalled is open from then
    /// on: its row goes in the fact's transaction, so that no crash comes between them.
    private func sessionAfter(
        _ command: Command, _ decision: Decision
    ) throws(PerformError) -> LocalWrite? {
        switch command.action {
        case .complete, .hold, .cancel: return OpenBasketRow.clear
        case .recall:
            guard case .recalled(let basket) = decision.outcome, try !hasOpenBasket() else {
                return nil
            }
            return OpenBasketRow(basket: basket, owner: command.person).write
        case .sign, .clock, .openDrawer, .moveCash, .takeX, .closeDrawer, .voidReceipt,
            .reprint, .moveStock, .adjustMoney, .changeItems, .changeTaxes, .changePerson,
            .changeCustomer, .changeSetting, .recordImport:
            return nil
        }
    }

    /// Whether a basket is being rung: one that another process recalls takes nothing from it.
    private func hasOpenBasket() throws(PerformError) -> Bool {
        let rows = try reading { reader throws(StorageError) in try reader.local(.session) }
        return OpenBasketRow(rows: rows) != nil
    }

    mutating func commit(_ draft: Draft) throws(PerformError) {
        let most = Replica.factsMax
        let facts = owed + draft.facts
        for start in stride(from: 0, to: facts.count, by: most) {
            let part = Array(facts[start..<min(start + most, facts.count)])
            let isLast = start + most >= facts.count
            try commit(part, local: isLast ? draft.local : [])
        }
        owed = []
        drawer = draft.desk.drawer
        nextReceipt = draft.desk.nextReceipt
        nextZ = draft.desk.nextZ
        nextJob = draft.nextJob
        if facts.contains(where: \.changesTerms) { try reloadTerms() }
    }

    /// One durable transaction.
    mutating func commit(_ facts: [Fact], local: [LocalWrite]) throws(PerformError) {
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        do {
            let commit = try replica.commit(
                facts, local: local, now: now, signing: facts.count == 1 ? .each : .last,
                store: store)
            try store.apply(commit.transaction)
            replica.confirm(commit)
        } catch let error as StorageError {
            throw .storage(error)
        } catch let error as CommitError<StorageError> {
            if case .store(let storage) = error { throw .storage(storage) }
            throw .log("\(error)")
        } catch {
            throw .log("\(error)")
        }
    }

    private mutating func reloadTerms() throws(PerformError) {
        terms = try reading { reader throws(StorageError) in
            LaneTerms(changes: try reader.settings(), taxRules: try reader.taxRules())
        }
    }

    /// Reads, and says of a failure what it is.
    func reading<Found>(
        _ work: (ShopReader) throws(StorageError) -> Found
    ) throws(PerformError) -> Found {
        do {
            return try work(reader)
        } catch {
            throw .storage(error)
        }
    }
}

extension Fact {
    /// Whether the lane must read its settings or taxes anew.
    fileprivate var changesTerms: Bool {
        switch self {
        case .settingChanged, .taxChanged: true
        case .receiptCompleted, .receiptVoided, .receiptReprinted, .basketCancelled, .basketHeld,
            .basketRecalled, .drawerOpened, .drawerMoved, .drawerClosed, .reportTaken, .signedOn,
            .pinsFailed, .clocked, .stockMoved, .moneyAdjusted, .itemChanged, .personChanged,
            .customerChanged, .imported:
            false
        }
    }
}
