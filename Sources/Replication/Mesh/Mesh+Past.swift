import CRDT
import Encoding

// What was forgotten here and is wanted again, fetched from who still has it (protocol.md §7).

extension Mesh {
    /// Takes which logs' forgotten operations are wanted, from which sequences on.
    mutating func want(past: [LogID: UInt64]) {
        for log in sortedLogs where logs[log]?.past != nil && past[log] == nil {
            endPast(of: log)
            logs[log]?.past = nil
        }
        for log in past.keys.sorted() {
            guard let lowest = past[log] else { continue }
            logs[log, default: LogState()].past = logs[log]?.past ?? PastFetch(from: lowest)
            logs[log]?.past?.lowest = lowest
        }
    }

    /// Operations that are wanted and weren't found yet, and the logs of which nobody who is met
    /// has them.
    var pastWanted: (operations: UInt64, outOfReach: [LogID]) {
        var (operations, outOfReach): (UInt64, [LogID]) = (0, [])
        for log in sortedLogs {
            guard let state = logs[log], let past = state.past, let start = state.start,
                past.lowest <= start.seq
            else { continue }
            operations &+= start.seq - past.lowest + 1
            if !links.contains(where: { reachesPast(log, start, on: $0) }) {
                outOfReach.append(log)
            }
        }
        return (operations, outOfReach)
    }

    /// Asks whoever may have it for the next stretch of each log; gives up who is silent.
    mutating func watchPast() {
        for log in sortedLogs {
            guard let past = logs[log]?.past else { continue }
            switch past.stage {
            case .storing: continue
            case .waiting(let until): if until <= now.milliseconds { askForPast(of: log) }
            case .asking(let link, _, let since):
                guard now.since(since) >= PastFetch.silenceMilliseconds else { continue }
                shunPast(of: log, on: link)
            }
        }
    }

    /// Whether a peer may hold what lies below our beginning of a log.
    private func reachesPast(_ log: LogID, _ start: LogPoint, on link: LinkID) -> Bool {
        guard let session = sessions[link], session.isHeard, session.isUsable, session.hasWhole,
            session.replicates(log.scope), session.height(of: log) >= start.seq
        else { return false }
        // Of the operation there alone nothing is learnt.
        return session.begins(log) < max(start.seq, 2)
    }

    private mutating func askForPast(of log: LogID) {
        guard let state = logs[log], let past = state.past, let start = state.start,
            past.lowest <= start.seq, !isHolding
        else { return }
        let able = links.filter { link in
            reachesPast(log, start, on: link) && past.shunned[link] ?? 0 <= now.milliseconds
        }
        let link = able.min {
            (sessions[$0]?.heartbeat.roundTrip ?? .max, $0)
                < (sessions[$1]?.heartbeat.roundTrip ?? .max, $1)
        }
        guard let link else { return }
        // The branch on which our beginning lies; no other stream has that name.
        let head = start.hash.prefix8
        logs[log]?.past?.turn(to: .asking(link, head: head, since: now.milliseconds))
        // What stands there isn't known: the peer begins lower down, so that it can be compared.
        let entry = Want.Entry(
            log: log, fromSeq: past.from(below: start), prevHash8: Bytes8(words: [0]),
            headHash8: head)
        send(.want(Want([entry])), on: link)
    }

    /// Takes a segment of a stretch; false where it is none.
    mutating func takePast(_ segment: Segment, on link: LinkID) -> Bool {
        guard let state = logs[segment.log], let start = state.start,
            state.past?.source?.link == link, segment.firstSeq <= start.seq
        else { return false }
        let log = segment.log
        do {
            let operations = try segment.operations()
            guard let run = logs[log]?.past?.take(operations, below: start) else {
                renewPast(of: log)
                return true
            }
            endPast(of: log)
            logs[log]?.past?.turn(to: .storing)
            directives.append(.restore(log, run))
        } catch {
            directives.append(.alarm(.badSegment(link, log)))
            shunPast(of: log, on: link)
        }
        return true
    }

    /// Something came: the source isn't silent.
    private mutating func renewPast(of log: LogID) {
        guard let (link, head) = logs[log]?.past?.source else { return }
        logs[log]?.past?.stage = .asking(link, head: head, since: now.milliseconds)
    }

    /// A stretch is on disk, or wasn't taken; where more is wanted the next one is asked for.
    mutating func restored(_ log: LogID, isStored: Bool) {
        guard logs[log]?.past != nil else { return }
        let rest = isStored ? 0 : PastFetch.restMilliseconds
        logs[log]?.past?.turn(to: .waiting(until: now.milliseconds + rest))
        if isStored { askForPast(of: log) }
    }

    /// A peer has nothing below our beginning; false where it wasn't asked for that.
    mutating func takePast(_ start: Have.Start, on link: LinkID) -> Bool {
        guard logs[start.log]?.past?.source?.link == link else { return false }
        shunPast(of: start.log, on: link)
        return true
    }

    /// A link is gone on which a stretch was to come.
    mutating func forgetPast(on link: LinkID) {
        for log in sortedLogs {
            logs[log]?.past?.shunned[link] = nil
            guard logs[log]?.past?.source?.link == link else { continue }
            logs[log]?.past?.turn(to: .waiting(until: now.milliseconds))
        }
    }

    private mutating func shunPast(of log: LogID, on link: LinkID) {
        endPast(of: log)
        logs[log]?.past?.shunned[link] = now.milliseconds + PastFetch.restMilliseconds
        logs[log]?.past?.turn(to: .waiting(until: now.milliseconds))
    }

    private mutating func endPast(of log: LogID) {
        guard let (link, head) = logs[log]?.past?.source, sessions[link]?.isOpen == true else {
            return
        }
        let entry = Want.Entry(
            log: log, fromSeq: 0, prevHash8: Bytes8(words: [0]), headHash8: head)
        send(.want(Want([entry])), on: link)
    }
}
