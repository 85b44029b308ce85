import Retail

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
