public import Retail

extension RunningNode {
    /// Commits facts that were recorded elsewhere, as one transaction of at most 64.
    ///
    /// What is claimed already adds nothing. Calls back on the writer's thread when the facts are
    /// on disk, so that the caller can make the next ones meanwhile.
    ///
    /// - Parameters:
    ///   - facts: of this lane, receipts numbered in its series.
    ///   - person: needs ``Permission/importFiles``.
    ///   - then: takes the machine's trouble, or nothing.
    public func record(
        _ facts: [Fact], by person: PersonID,
        then: @escaping @Sendable (Result<Void, PerformError>) -> Void
    ) {
        writer.run {
            then(
                self.enter { register in
                    Result { () throws(PerformError) in
                        try register.record(facts, by: person)
                    }
                })
        }
    }
}

extension Register {
    mutating func record(_ facts: [Fact], by person: PersonID) throws(PerformError) {
        guard try authority(person).rights.allows(.importFiles) else {
            throw .refused(.needsApproval(.importFiles))
        }
        try commit(facts, local: [])
        var desk = desk(at: nil)
        for fact in facts { desk.advance(past: fact) }
        nextReceipt = desk.nextReceipt
    }
}

extension RunningNode {
    /// Closes the drawer with what should lie in it, for recordings that know no other count.
    public func closeAsExpected(
        by person: PersonID, recorded: Instant
    ) throws(PerformError) -> Performed {
        try onWriter { register in
            Result { () throws(PerformError) in
                try register.closeAsExpected(by: person, recorded: recorded)
            }
        }.get()
    }
}

extension Register {
    mutating func closeAsExpected(
        by person: PersonID, recorded: Instant
    ) throws(PerformError) -> Performed {
        let draft = Draft(desk: desk(at: recorded), nextJob: nextJob)
        guard let report = try report(draft) else { throw .refused(.drawerIsClosed) }
        let close = Command.Action.closeDrawer(denominations: [], counted: report.expectedCash)
        return try perform(Command(close, by: person), recorded: recorded)
    }
}
