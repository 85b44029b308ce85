import Ledger
import Replica
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
