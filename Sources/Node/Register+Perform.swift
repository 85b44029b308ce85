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
    ///   - job: the state in which its print job is committed.
    /// - Returns: what it came to.
    /// - Throws: ``PerformError``; then nothing was done.
    mutating func perform(
        _ command: Command, recorded: Instant? = nil, job: PrintJob.State = .waiting
    ) throws(PerformError) -> Performed {
        try performAll([command], recorded: recorded, job: job)[0]
    }

    /// Performs several as one transaction, each seeing what those before it came to.
    ///
    /// - Parameters:
    ///   - commands: of one or several people.
    ///   - recorded: when they happened, where that was recorded elsewhere.
    ///   - origin: whose word the approvals and baskets in them are.
    ///   - job: the state in which their print jobs are committed.
    /// - Returns: one answer a command.
    /// - Throws: ``PerformError``; ``Refusal/tooManyFacts(most:)`` where they come to more than one
    ///   transaction takes.
    mutating func performAll(
        _ commands: [Command], recorded: Instant? = nil,
        from origin: CommandOrigin = .thisProcess, job: PrintJob.State = .waiting
    ) throws(PerformError) -> [Performed] {
        guard !hasEnded else { throw .log("the key was changed half-way: start this lane anew") }
        try renewIfSuperseded()
        try followIfDue()
        var draft = Draft(desk: desk(at: recorded), nextJob: nextJob, jobState: job)
        if recorded != nil { try checkMayRecord(commands, draft) }
        for command in commands {
            if origin == .otherProcess { try checkClaims(of: command, draft) }
            try decide(command, &draft)
        }
        try commit(draft)
        return draft.performed
    }

    /// Another time than now is for whoever may import: it moves sales to other days and prices.
    private func checkMayRecord(
        _ commands: [Command], _ draft: borrowing Draft
    ) throws(PerformError) {
        for command in commands {
            let standing = try standing(of: command, draft)
            let rights = [standing.person, standing.approval].compactMap { $0?.rights }
            guard rights.contains(where: { $0.allows(.importFiles) }) else {
                throw .refused(.needsApproval(.importFiles))
            }
        }
    }

    /// What several commands come to before anything is written.
    struct Draft {
        var desk: Desk
        var nextJob: UInt64
        var jobState = PrintJob.State.waiting
        var facts: [Fact] = []
        var local: [LocalWrite] = []
        /// What ends behind the facts.
        var closing: PublicationClosing?
        var performed: [Performed] = []

        var roles: [Retail.Role] { desk.terms.settings.roles }
    }

    mutating func decide(_ command: Command, _ draft: inout Draft) throws(PerformError) {
        if try isAlready(command.action, draft) {
            draft.performed.append(Performed(outcome: .done, already: true))
            return
        }
        let standing = try standing(of: command, draft)
        try checkSteward(command)
        let known = try known(for: command.action, draft)
        var decision: Decision
        do {
            decision = try draft.desk.decide(
                command.action, standing, known, content: ContentID(random.bytes16()))
        } catch {
            throw .refused(error)
        }
        publish(&decision, command, &draft)
        draft.local += try newKeys(of: command, draft)
        note(decision, of: command, &draft)
        if decision.facts.contains(where: \.changesTerms) { try refreshTerms(&draft) }
    }

    /// Keys are written once: another under the same name would make what is sealed unreadable.
    private func newKeys(
        of command: Command, _ draft: borrowing Draft
    ) throws(PerformError) -> [LocalWrite] {
        let drafted = draft.local
        return try reading { reader throws(StorageError) in
            var writes: [LocalWrite] = []
            for key in command.keysOfOwnSubject {
                let name = key.subject.bytes
                let isDrafted = (drafted + writes).contains {
                    $0.table == .subjectKey && $0.key == name
                }
                guard !isDrafted, try reader.local(.subjectKey, key: name) == nil else { continue }
                writes.append(LocalWrite(.subjectKey, key: name, value: key.key.bytes))
            }
            return writes
        }
    }

    /// Moves the draft's desk behind a decision, and writes its print job.
    private func note(
        _ decision: Decision, of command: Command, _ draft: inout Draft
    ) {
        draft.facts += decision.facts
        for fact in decision.facts { draft.desk.advance(past: fact) }
        var job: PrintJob?
        if let request = decision.print {
            let made = PrintJob(number: draft.nextJob, state: draft.jobState, request: request)
            draft.nextJob += 1
            draft.local.append(LocalWrite(.printJob, key: made.key, value: made.value))
            job = made
        }
        if let session = sessionAfter(command, decision, draft.local) {
            draft.local.append(session)
        }
        draft.performed.append(Performed(outcome: decision.outcome, job: job))
    }

    /// A basket that became a fact is open no more, one that was recalled is, in one transaction.
    ///
    /// Baskets of other processes leave the lane's row alone.
    private func sessionAfter(
        _ command: Command, _ decision: Decision, _ local: [LocalWrite]
    ) -> LocalWrite? {
        let drafted = local.last(where: OpenBasketState.isRow)?.value
        let state = drafted.flatMap { OpenBasketState($0) } ?? baskets.state
        switch command.action {
        case .complete(let basket), .hold(let basket, _), .cancel(let basket, _):
            guard state.open?.basket.id == basket.id else { return nil }
            return OpenBasketState(number: state.number).write
        case .recall, .ringCopy:
            guard state.open == nil, case .recalled(let basket) = decision.outcome else {
                return nil
            }
            let open = OpenBasketRow(basket: basket, owner: command.person)
            return OpenBasketState(number: state.number, open: open).write
        case .sign, .clock, .openDrawer, .moveCash, .takeX, .closeDrawer, .voidReceipt,
            .reprint, .moveStock, .adjustMoney, .changeItems, .changeTaxes, .changePerson,
            .changeCustomer, .changeSetting, .recordImport, .publish:
            return nil
        }
    }

    mutating func commit(_ draft: Draft) throws(PerformError) {
        let facts = draft.facts
        guard facts.count <= Replica.factsMax else {
            throw .refused(.tooManyFacts(most: Replica.factsMax))
        }
        // By themselves, so that they never split what has to stand or fall together.
        if !owed.isEmpty { try commitOwed() }
        if !facts.isEmpty || draft.closing != nil {
            try commit(facts, closing: draft.closing, local: draft.local)
        }
        drawer = draft.desk.drawer
        nextReceipt = draft.desk.nextReceipt
        nextZ = draft.desk.nextZ
        nextJob = draft.nextJob
        if draft.closing != nil || facts.contains(where: \.changesTerms) { try reloadTerms() }
        if facts.contains(where: \.endsDay) { acknowledgeDay() }
    }

    /// The day's end is on disk, whatever becomes of this word.
    private mutating func acknowledgeDay() {
        do throws(StorageError) {
            try acknowledge(endOfDay: true)
        } catch {
            unacknowledged = error
        }
    }

    private mutating func commitOwed() throws(PerformError) {
        let part = Array(owed.prefix(Replica.factsMax))
        try commit(part, local: [])
        owed.removeFirst(part.count)
        if !owed.isEmpty { try commitOwed() }
    }

    /// One durable transaction.
    mutating func commit(
        _ facts: [Fact], closing: PublicationClosing? = nil, local: [LocalWrite]
    ) throws(PerformError) {
        try renewIfSuperseded()
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        do {
            let commit = try replica.commit(
                facts, closing: closing, local: local, now: now,
                signing: facts.count == 1 ? .each : .last, store: store)
            try store.apply(commit.transaction)
            replica.confirm(commit)
            if !commit.transaction.local.isEmpty { baskets.note(local) }
            if let tellMesh { tellMesh(news(of: commit.transaction)) }
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
        do throws(StorageError) { try followPublications() } catch { throw .storage(error) }
    }

    private mutating func followIfDue() throws(PerformError) {
        do throws(StorageError) { try followPublicationsIfDue() } catch { throw .storage(error) }
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
    fileprivate var endsDay: Bool { if case .drawerClosed = self { true } else { false } }

    /// Whether the lane must read its settings or taxes anew.
    fileprivate var changesTerms: Bool {
        switch self {
        case .settingChanged, .taxChanged: true
        case .receiptCompleted, .receiptVoided, .receiptReprinted, .basketCancelled, .basketHeld,
            .basketRecalled, .drawerOpened, .drawerMoved, .drawerClosed, .reportTaken, .signedOn,
            .pinsFailed, .unlocked, .clocked, .stockMoved, .moneyAdjusted, .itemChanged,
            .personChanged,
            .customerChanged, .imported:
            false
        }
    }
}
