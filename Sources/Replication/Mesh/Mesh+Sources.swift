import CRDT
import Encoding

// What is asked of whom: each log from exactly one source.

extension Mesh {
    /// Credit a peer, at least and at most, and what all of it may come to.
    static let creditLeast = 262_144
    static let creditMost = 4_194_304
    static let creditAll = 8_388_608

    /// All logs that anybody named, ours included.
    var allNamedLogs: [LogID] {
        var all = Set(logs.keys)
        for session in sessions.values { all.formUnion(session.theirs.keys) }
        return controlFirst(all)
    }

    /// Whether a log is asked for and stored at all: its author may write to its scope.
    private func isAllowed(_ log: LogID) -> Bool {
        if isHolding, !isControl(log.scope) { return false }
        if logs[log]?.heads.isEmpty == false { return true }
        return membership.mayStore(log)
    }

    /// Chooses from whom a log comes, and asks where that changed.
    mutating func findSource(of log: LogID) {
        let state = logs[log] ?? LogState()
        let candidates = links.filter { mayServe($0, log) }
        let ahead = candidates.filter { isAhead($0, log, state) }
        look(for: log, state)
        guard isAllowed(log), state.heads.count <= LogState.branchesMax else {
            return leave(log)
        }
        guard state.restsUntil <= now.milliseconds else { return }
        noteLack(log, state, isLacking: !ahead.isEmpty)
        guard let best = best(log, state, candidates, ahead) else { return }
        guard best != state.source else { return }
        if let old = state.source { end(log, on: old) }
        logs[log, default: LogState()].source = best
        ask(log, on: best)
    }

    private func mayServe(_ link: LinkID, _ log: LogID) -> Bool {
        guard let session = sessions[link], session.isHeard, session.hasWhole,
            session.replicates(log.scope), session.reaches(log, logs[log]?.heads ?? [])
        else { return false }
        // A retired peer gives its own logs alone.
        return session.isUsable || session.peer?.node == log.author
    }

    private func isAhead(_ link: LinkID, _ log: LogID, _ state: LogState) -> Bool {
        !lacking(log, state, on: link).isEmpty
    }

    private func lacking(_ log: LogID, _ state: LogState, on link: LinkID) -> [Have.Entry] {
        state.lacking(of: sessions[link]?.theirs[log] ?? [])
    }

    private func isShunned(_ link: LinkID, _ state: LogState) -> Bool {
        state.shunned[link].map { $0 > now.milliseconds } ?? false
    }

    /// The author where it can be reached, else the best by head and round trip.
    ///
    /// Of an author's cloned machines the one that has more: the others don't write this log.
    private func best(
        _ log: LogID, _ state: LogState, _ candidates: [LinkID], _ ahead: [LinkID]
    ) -> LinkID? {
        let authors = candidates.filter {
            sessions[$0]?.peer?.node == log.author && !isShunned($0, state)
        }
        let writing = authors.first(where: ahead.contains)
        if let source = state.source, authors.contains(source),
            writing == nil || ahead.contains(source)
        {
            return source
        }
        // A source is changed where nothing of it is under way, or all of that comes twice.
        if let source = state.source, ahead.contains(source), !isShunned(source, state) {
            return source
        }
        if let author = writing ?? authors.first, log.author != identity.node { return author }
        if let source = state.source, ahead.isEmpty, !isShunned(source, state) { return source }
        let willing = ahead.filter { !isShunned($0, state) }
        return (willing.isEmpty ? ahead : willing).min { first, second in
            rank(first, log) < rank(second, log)
        }
    }

    /// Less is better: the highest head, then the shortest way.
    private func rank(_ link: LinkID, _ log: LogID) -> (UInt64, UInt64, LinkID) {
        let session = sessions[link]
        let height = session?.height(of: log) ?? 0
        return (UInt64.max - height, session?.heartbeat.roundTrip ?? .max, link)
    }

    private mutating func noteLack(_ log: LogID, _ state: LogState, isLacking: Bool) {
        if !isLacking {
            if logs[log] != nil { logs[log]?.search = nil }
        } else if state.search == nil {
            logs[log, default: state].search = LogState.Search(since: now.milliseconds)
        }
    }

    /// Nothing more of a log is wanted.
    private mutating func leave(_ log: LogID) {
        guard let source = logs[log]?.source else { return }
        logs[log]?.source = nil
        logs[log]?.search = nil
        end(log, on: source)
    }

    /// What leaves a log among what was forgotten can't be taken before that is back: until then,
    /// and for a while, nothing of it is asked for, or all would come again with each answer.
    private mutating func rest(_ log: LogID) {
        leave(log)
        logs[log]?.restsUntil = now.milliseconds + LogState.patienceMilliseconds
    }

    private mutating func end(_ log: LogID, on link: LinkID) {
        let entry = Want.Entry(log: log, fromSeq: 0, prevHash8: Bytes8(words: [0]))
        if sessions[link]?.isOpen == true { send(.want(Want([entry])), on: link) }
    }

    /// Asks a source for what follows what is here.
    private mutating func ask(_ log: LogID, on link: LinkID) {
        guard let state = logs[log] else { return }
        let lacking = lacking(log, state, on: link)
        let attempt = state.search?.attempt ?? 0
        var wants: [Want.Entry] = []
        if isForked(log, on: link), !lacking.isEmpty {
            for head in lacking {
                wants.append(want(log, state, head: head, attempt: attempt))
            }
        } else {
            wants.append(want(log, state, head: nil, attempt: attempt))
        }
        send(.want(Want(wants)), on: link)
    }

    /// From behind one of our heads; after that failed, from further and further back.
    private func want(
        _ log: LogID, _ state: LogState, head: Have.Entry?, attempt: UInt64
    ) -> Want.Entry {
        let below = state.heads.filter { $0.seq <= head?.seq ?? .max }.sorted().reversed()
        let starts = Array(below)
        if attempt < UInt64(starts.count) {
            let start = starts[Int(attempt)]
            return Want.Entry(
                log: log, fromSeq: start.seq + 1, prevHash8: start.hash.prefix8,
                headHash8: head?.hash8)
        }
        let zero = Bytes8(words: [0])
        let tries = attempt - UInt64(starts.count)
        let highest = starts.first?.seq ?? 0
        let back = Stream.stepBack << min(2 * tries, 40)
        let from = highest > back ? highest - back : 1
        return Want.Entry(log: log, fromSeq: from, prevHash8: zero, headHash8: head?.hash8)
    }

    // MARK: Heads that the disk knows

    /// Has heads of a forked log looked for of which only the disk can tell whether they are here.
    private mutating func look(for log: LogID, _ state: LogState) {
        for link in links {
            let entries = sessions[link]?.theirs[log] ?? []
            for entry in entries where state.presence(of: entry, among: entries) == nil {
                guard logs[log]?.looked[entry.hash8] == nil else { continue }
                logs[log, default: state].looked[entry.hash8] = .sought
                directives.append(.look(entry))
            }
        }
    }

    /// A log grew: what was lacking may be here now.
    ///
    /// What nobody names any more is forgotten.
    mutating func lookAgain(for log: LogID) {
        guard let looked = logs[log]?.looked, !looked.isEmpty else { return }
        var still: [Bytes8: LogState.Presence] = [:]
        for entry in links.flatMap({ sessions[$0]?.theirs[log] ?? [] }) {
            guard still[entry.hash8] == nil, let presence = looked[entry.hash8] else { continue }
            still[entry.hash8] = presence
            if presence != .held { directives.append(.look(entry)) }
        }
        logs[log]?.looked = still
    }

    mutating func looked(_ entry: Have.Entry, isHeld: Bool) {
        let presence: LogState.Presence = isHeld ? .held : .lacking
        guard let before = logs[entry.log]?.looked[entry.hash8], before != presence else { return }
        logs[entry.log]?.looked[entry.hash8] = presence
        findSource(of: entry.log)
    }

    // MARK: What arrives

    mutating func take(_ segment: Segment, _ bytes: Int, on link: LinkID) {
        guard var session = sessions[link] else { return }
        delivered &+= UInt64(segment.entries.count)
        session.given = max(0, session.given - bytes)
        session.taken += bytes
        session.lastOps = now.milliseconds
        sessions[link] = session
        guard !takePast(segment, on: link), mayServe(link, segment.log), isAllowed(segment.log)
        else { return giveCredit(link) }
        directives.append(.ingest(link, segment))
    }

    mutating func ingested(_ log: LogID, _ outcome: IngestOutcome, on link: LinkID) {
        giveCredit(link)
        switch outcome {
        case .stored, .alreadyHad: progress(log)
        case .gap: askAgain(log, on: link, furtherBack: false)
        case .unknownPrev: askAgain(log, on: link, furtherBack: true)
        case .refused:
            directives.append(.alarm(.badSegment(link, log)))
            shun(link, for: log)
        case .stranger: leave(log)
        case .belowStart: rest(log)
        }
    }

    private mutating func progress(_ log: LogID) {
        logs[log]?.search?.since = now.milliseconds
        findSource(of: log)
    }

    private mutating func askAgain(_ log: LogID, on link: LinkID, furtherBack: Bool) {
        guard logs[log]?.source == link else { return }
        // A branch may leave the log among what was forgotten.
        guard logs[log]?.past == nil else { return rest(log) }
        if furtherBack {
            let heads = UInt64(logs[log]?.heads.count ?? 0)
            let attempt = logs[log]?.search?.attempt ?? 0
            if logs[log]?.search == nil {
                logs[log]?.search = LogState.Search(since: now.milliseconds)
            }
            logs[log]?.search?.attempt = max(heads, attempt + 1)
        }
        ask(log, on: link)
    }

    /// A source that was silent or wrong isn't asked for a while, where there is another.
    mutating func shun(_ link: LinkID, for log: LogID) {
        guard var state = logs[log] else { return }
        state.shunned = state.shunned.filter { $0.value > now.milliseconds }
        state.shunned[link] = now.milliseconds + LogState.shunMilliseconds
        logs[log] = state
        let old = state.source
        findSource(of: log)
        if logs[log]?.source == old, old == link { ask(log, on: link) }
    }

    /// A peer doesn't hold what was asked for any more.
    mutating func take(_ start: Have.Start, on link: LinkID) {
        sessions[link]?.note(start)
        if takePast(start, on: link) { return }
        if mayServe(link, start.log) { return shun(link, for: start.log) }
        if logs[start.log]?.source == link {
            logs[start.log]?.source = nil
            end(start.log, on: link)
        }
        findSource(of: start.log)
    }

    /// A head that was seen and isn't streamed in time replaces the source.
    mutating func watchSources() {
        for log in controlFirst(logs.keys) {
            forgive(log)
            if let until = logs[log]?.restsUntil, until != 0, until <= now.milliseconds {
                logs[log]?.restsUntil = 0
                findSource(of: log)
            }
            guard let search = logs[log]?.search,
                now.since(search.since) >= LogState.silenceMilliseconds
            else { continue }
            guard let source = logs[log]?.source else {
                logs[log]?.search?.since = now.milliseconds
                findSource(of: log)
                continue
            }
            // One that streams other logs meanwhile isn't silent.
            if let last = sessions[source]?.lastOps, last != 0,
                now.since(last) < LogState.silenceMilliseconds
            {
                continue
            }
            let others = links.filter { $0 != source && mayServe($0, log) }
            let hasOther = others.contains { link in
                logs[log].map { isAhead(link, log, $0) && !isShunned(link, $0) } ?? false
            }
            // Asked twice, one source sends twice: it gets time, where there is no other.
            if !hasOther, now.since(search.since) < LogState.patienceMilliseconds { continue }
            logs[log]?.search?.since = now.milliseconds
            if isForked(log, on: source) { logs[log]?.search?.attempt += 1 }
            shun(source, for: log)
        }
    }

    private func isForked(_ log: LogID, on link: LinkID) -> Bool {
        (logs[log]?.heads.count ?? 0) > 1 || (sessions[link]?.theirs[log]?.count ?? 0) > 1
    }

    /// Who was silent long enough ago may be asked again: the author above all.
    private mutating func forgive(_ log: LogID) {
        guard let shunned = logs[log]?.shunned, !shunned.isEmpty else { return }
        let still = shunned.filter { $0.value > now.milliseconds }
        guard still.count < shunned.count else { return }
        logs[log]?.shunned = still
        findSource(of: log)
    }

    // MARK: Credit

    /// Gives a peer as much as may be under way, once half of it is used up.
    mutating func giveCredit(_ link: LinkID) {
        let usable = sessions.values.count { $0.isOpen }
        let share = min(Self.creditMost, max(Self.creditLeast, Self.creditAll / max(1, usable)))
        guard let session = sessions[link], session.isOpen, session.given <= share / 2 else {
            return
        }
        let more = share - session.given
        sessions[link]?.given = share
        sessions[link]?.taken = 0
        send(.want(Want([], credit: UInt32(clamping: more))), on: link)
    }
}
