import CRDT
import Crypto
import Encoding

// What each side has: whole at a connect, changes afterwards, a digest now and then.

extension Mesh {
    static let advertEveryMilliseconds: UInt64 = 100
    static let digestEveryMilliseconds: UInt64 = 2_000

    /// Our heads of the scopes that a link shares, as `have` names them.
    private func entries(_ logs: [LogID], on session: Session) -> [Have.Entry] {
        logs.filter { session.replicates($0.scope) }.flatMap { log in
            (self.logs[log]?.heads ?? []).map {
                Have.Entry(log: log, seq: $0.seq, hash8: $0.hash.prefix8)
            }
        }
    }

    mutating func sendWhole(_ link: LinkID) {
        guard let session = sessions[link] else { return }
        sessions[link]?.lastWholeSent = now.milliseconds
        sessions[link]?.adverts = []
        send(.have(.whole(entries(controlFirst(logs.keys), on: session))), on: link)
    }

    mutating func take(_ have: Have, on link: LinkID) {
        guard sessions[link]?.isUsable == true || sessions[link]?.peer?.isRetired == true else {
            return
        }
        switch have {
        case .digest(let theirs): compare(theirs, on: link)
        case .whole(let entries):
            let logs = sessions[link]?.note(whole: entries) ?? []
            for log in controlFirst(logs.union(self.logs.keys)) {
                findSource(of: log)
                offer(log, to: link)
            }
        case .changes(let entries):
            let logs = sessions[link]?.note(changes: entries) ?? []
            for log in controlFirst(logs) { findSource(of: log) }
        case .starts(let starts):
            for start in starts { take(start, on: link) }
        }
    }

    /// Says again what a peer that named all it has doesn't have.
    private mutating func offer(_ log: LogID, to link: LinkID) {
        guard let session = sessions[link], let state = logs[log],
            session.replicates(log.scope), !session.knows(log, state.heads)
        else { return }
        sessions[link]?.adverts.insert(log)
    }

    private mutating func compare(_ theirs: Bytes32, on link: LinkID) {
        guard let session = sessions[link] else { return }
        guard digest(for: session) != theirs else {
            sessions[link]?.agreed = theirs
            return
        }
        // Where the network takes nothing the next digest will do.
        guard session.isWritable else { return }
        // In a busy store two frontiers differ most of the time by what is under way.
        if let last = session.lastWholeSent, now.since(last) < 1_000 { return }
        sendWhole(link)
    }

    /// The frontier digest of the scopes that a link shares.
    private mutating func digest(for session: Session) -> Bytes32 {
        let scopes = session.peer?.scopes ?? []
        let isAll = scopes == Set(identity.scopes).union(controls)
        if isAll, let digest { return digest }
        var frontier = Frontier()
        for (log, state) in logs where scopes.contains(log.scope) {
            frontier.replace(log, with: state.heads)
        }
        let digest = frontier.digest
        if isAll { self.digest = digest }
        return digest
    }

    mutating func sendDigest() {
        let half = Self.digestEveryMilliseconds / 2
        nextDigest = now.milliseconds + half + random.below(2 * half)
        let usable = links.filter { link in
            sessions[link].map { $0.isUsable && $0.isWritable } ?? false
        }
        guard let link = random.pick(usable), let session = sessions[link] else { return }
        send(.have(.digest(digest(for: session))), on: link)
    }

    /// Tells each peer which heads moved; bounded by the number of logs.
    ///
    /// Those that it has itself included: whoever named a head first hears that it isn't alone.
    mutating func sendAdverts() {
        nextAdverts = now.milliseconds + Self.advertEveryMilliseconds
        for link in links {
            guard let session = sessions[link], !session.adverts.isEmpty, session.isUsable,
                session.isWritable
            else { continue }
            sessions[link]?.adverts = []
            let entries = entries(session.adverts.sorted(), on: session)
            if !entries.isEmpty { send(.have(.changes(entries)), on: link) }
        }
    }

    /// Heads moved on disk: those who want the log get it, the others hear of it.
    mutating func stored(_ log: LogID, _ heads: [LogPoint], _ fresh: Segment?) {
        let before = logs[log]?.heads
        logs[log, default: LogState()].heads = heads.sorted()
        if before != logs[log]?.heads {
            digest = nil
            logs[log]?.search?.since = now.milliseconds
            lookAgain(for: log)
        }
        for link in links where sessions[link]?.replicates(log.scope) == true {
            pass(log, fresh, on: link)
            // Of one chain the operations themselves say how far it goes; of branches they don't.
            let isStreamed = sessions[link]?.streams.keys.contains { $0.log == log } == true
            if !isStreamed || heads.count > 1 { sessions[link]?.adverts.insert(log) }
        }
        let isOther = before != logs[log]?.heads && heads.count > 1
        if before == nil || logs[log]?.search != nil || isOther { findSource(of: log) }
    }
}
