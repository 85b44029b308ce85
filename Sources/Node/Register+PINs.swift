import Replica
public import Retail

extension Register {
    /// Writes wrong PINs of ended minutes into the log; never what was typed.
    mutating func record(_ misses: [PINChecker.Miss]) {
        let facts = misses.map { miss in
            Fact.pinsFailed(
                FailedPINs(
                    content: ContentID(random.bytes16()), minute: terms.zone.local(miss.minute),
                    businessDate: terms.calendar.businessDate(at: miss.minute), count: miss.count,
                    number: miss.number))
        }
        do {
            try commit(facts, local: [])
        } catch {
            // Nobody waits here; the next command, which has somebody to tell, takes them along.
            owed += facts
        }
    }
}

extension Register {
    /// Writes down who unlocked whom, with the guard's state that follows, as one transaction.
    mutating func unlock(
        _ number: UInt32, by person: PersonID, row: [UInt8]
    ) throws(PerformError) {
        let draft = Draft(desk: desk(at: nil), nextJob: nextJob)
        guard try authority(person, draft).rights.allows(.unlock) else {
            throw .refused(.needsApproval(.unlock))
        }
        let fact = Unlock(
            content: ContentID(random.bytes16()), number: number, person: person,
            time: draft.desk.time, businessDate: draft.desk.businessDate)
        try commit([.unlocked(fact)], local: [SignOnRow.write(row)])
    }
}

/// What the sign-on guard knows, as a local row: a restart clears no wait and no lock.
enum SignOnRow {
    private static let key = Array("signon".utf8)

    static func isKey(_ key: [UInt8]) -> Bool { key == Self.key }

    static func write(_ state: [UInt8]) -> LocalWrite {
        LocalWrite(.session, key: key, value: state)
    }
}

extension RunningNode {
    /// Lets a locked person try again; in the log and on disk when this returns.
    ///
    /// - Parameters:
    ///   - number: the locked person's.
    ///   - person: needs ``Permission/unlock``.
    /// - Throws: ``PerformError``; the person is as locked as before then.
    public func unlock(_ number: UInt32, by person: PersonID) throws(PerformError) {
        let pins = pins
        try onWriter { register in
            Result { () throws(PerformError) in
                try register.unlock(number, by: person, row: pins.row(unlocking: number))
                pins.unlock(number)
            }
        }.get()
    }
}
