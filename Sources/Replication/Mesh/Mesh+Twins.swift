import CRDT
import Encoding

// Machines that have one key: this one where it calls itself, and those with a copy of its disk.

extension Mesh {
    /// How long an address isn't dialled again at which our own key answered.
    static let ownKeyRestMilliseconds: UInt64 = 600_000
    /// Links with one member's machines; more are somebody's attempt to wear this one out.
    static let twinsMax = 4

    /// Finds out whether it was ourselves who said hello to us, or a clone.
    ///
    /// Clones hear of each other's operations from the other members alone: between them the
    /// question is only whether both write in one incarnation.
    mutating func meetOwnKey(_ hello: Hello, on link: LinkID) {
        guard let session = sessions[link] else { return }
        if !session.isInitiator { send(.hello(self.hello), on: link) }
        if hello.life?.process == process {
            if session.isInitiator { directives.append(.alarm(.ownAddress(link))) }
        } else {
            let isInOurLife = hello.life.map { $0.incarnation == incarnation }
            directives.append(.alarm(.twin(link, isInOurLife: isInOurLife)))
            if isInOurLife == true, let incarnation { directives.append(.endLife(incarnation)) }
        }
        close(link, Bye(.sameIdentity))
        rest(session.address)
    }

    /// A machine with our own key ended it before it told its life.
    mutating func leaveOwnKey(_ link: LinkID) {
        let address = sessions[link]?.address
        directives.append(.alarm(.twin(link, isInOurLife: nil)))
        drop(link)
        rest(address)
    }

    private mutating func rest(_ address: String?) {
        guard let address else { return }
        book.rest(address, until: now.milliseconds + Self.ownKeyRestMilliseconds)
    }

    // MARK: Of another member

    /// Whether a member writes or wrote in more than one life: clones begin one each, and where
    /// one of them is met the other may stand at another address.
    static func isManyLived(_ node: NodeID, in logs: some Sequence<LogID>) -> Bool {
        var lives: [ScopeID: Incarnation] = [:]
        for log in logs where log.author == node {
            guard lives.updateValue(log.incarnation, forKey: log.scope) == nil else { return true }
        }
        return false
    }

    /// Whether two links with one member are with different processes.
    func areTwins(_ new: LinkID, _ old: LinkID) -> Bool {
        guard let first = sessions[new]?.peer, let second = sessions[old]?.peer else {
            return false
        }
        return !first.isOneMachine(with: second)
    }

    /// Another process has the peer's key: this link's is a clone, or it is gone.
    mutating func doubt(_ old: LinkID) {
        if sessions[old]?.contest != nil {
            sessions[old]?.contest?.isOfTwins = true
            return
        }
        sessions[old]?.contest = Session.Contest(
            isOfTwins: true, until: now.milliseconds + Self.contestMilliseconds)
        if let token = sessions[old]?.heartbeat.ping(now) { send(.ping(token), on: old) }
    }

    /// Beside a new link with one member's machine there are only so many.
    mutating func boundTwins(_ others: [LinkID]) {
        let left = others.filter { sessions[$0] != nil }
        guard left.count >= Self.twinsMax, let oldest = left.first else { return }
        close(oldest, Bye(.duplicate))
    }
}
