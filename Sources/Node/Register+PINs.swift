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

/// What the sign-on guard knows, as a local row: a restart clears no wait and no lock.
enum SignOnRow {
    private static let key = Array("signon".utf8)

    static func isKey(_ key: [UInt8]) -> Bool { key == Self.key }

    static func write(_ state: [UInt8]) -> LocalWrite {
        LocalWrite(.session, key: key, value: state)
    }
}

extension RunningNode {
    /// Lets a locked person try again; done and on disk when this returns.
    ///
    /// - Parameters:
    ///   - number: the locked person's.
    ///   - person: needs ``Permission/unlock``.
    /// - Throws: ``PerformError``; after the disk's trouble the person may try again until the
    ///   program ends.
    public func unlock(_ number: UInt32, by person: PersonID) throws(PerformError) {
        let pins = pins
        try onWriter { register in
            Result { () throws(PerformError) in
                let draft = Register.Draft(desk: register.desk(at: nil), nextJob: register.nextJob)
                guard try register.authority(person, draft).rights.allows(.unlock) else {
                    throw .refused(.needsApproval(.unlock))
                }
                pins.unlock(number)
                try register.write([SignOnRow.write(pins.row)])
            }
        }.get()
    }
}
