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
        let draft = Draft(desk: desk(at: nil), nextJob: nextJob)
        guard try authority(person, draft).rights.allows(.importFiles) else {
            throw .refused(.needsApproval(.importFiles))
        }
        try commit(facts, local: [])
        var desk = draft.desk
        for fact in facts { desk.advance(past: fact) }
        nextReceipt = desk.nextReceipt
    }
}

extension RunningNode {
    /// Closes the drawer with what should lie in it, for recordings that know no other count.
    ///
    /// A day that paid out more than it took had cash brought to it: that is paid in first.
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
        var expected = try expectedCash(at: recorded)
        if expected < .zero {
            let reason = terms.settings.reasons(for: .paidIn).last?.number
            let brought = CashMove(.paidIn, amount: -expected, reason: reason)
            _ = try perform(Command(.moveCash(brought), by: person), recorded: recorded)
            expected = .zero
        }
        let close = Command.Action.closeDrawer(denominations: [], counted: expected)
        return try perform(Command(close, by: person), recorded: recorded)
    }

    private mutating func expectedCash(at recorded: Instant) throws(PerformError) -> Money {
        let draft = Draft(desk: desk(at: recorded), nextJob: nextJob)
        guard let report = try report(draft) else { throw .refused(.drawerIsClosed) }
        return report.expectedCash
    }
}
