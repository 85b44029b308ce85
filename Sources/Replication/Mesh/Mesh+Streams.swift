import CRDT
import Encoding

// What peers want of us, served live where they follow, from disk where they are behind.

extension Mesh {
    /// The longest segment, so that live operations, and at the other end a sale of its own, wait
    /// behind none that is longer: some 64 sales, as many as a log keeps a signature for.
    static let segmentBytesUsual = 32_768

    mutating func take(_ want: Want, on link: LinkID) {
        sessions[link]?.add(credit: want.credit)
        if sessions[link]?.isUsable == true {
            let entries = held(want.entries, on: link)
            sessions[link]?.take(entries)
        }
        pump(link)
    }

    /// The entries as far as they can be served; of the others the peer hears where logs begin.
    private mutating func held(_ entries: [Want.Entry], on link: LinkID) -> [Want.Entry] {
        var starts: [Have.Start] = []
        let held = entries.map { entry in
            guard let start = logs[entry.log]?.start, (1...start.seq).contains(entry.fromSeq) else {
                return entry
            }
            starts.append(Self.start(entry.log, behind: start))
            return Want.Entry(
                log: entry.log, fromSeq: 0, prevHash8: entry.prevHash8, headHash8: entry.headHash8)
        }
        if !starts.isEmpty { send(.have(.starts(starts)), on: link) }
        return held
    }

    private static func start(_ log: LogID, behind point: LogPoint) -> Have.Start {
        Have.Start(log: log, firstSeq: point.seq + 1, hash: point.hash)
    }

    /// Notes where a log begins: who still waits for what is gone hears of it.
    ///
    /// Where it begins lower than before, what leaves the log there may be taken now.
    mutating func begin(_ log: LogID, behind start: LogPoint?) {
        let before = logs[log]?.start
        logs[log, default: LogState()].start = start
        logs[log]?.restsUntil = 0
        guard let start, start.seq >= before?.seq ?? 0 else { return findSource(of: log) }
        for link in links {
            let keys = sessions[link]?.streams.keys.filter { $0.log == log } ?? []
            let late = keys.filter { sessions[link]?.streams[$0]?.isBelow(start) == true }
            guard !late.isEmpty else { continue }
            for key in late { sessions[link]?.streams[key] = nil }
            send(.have(.starts([Self.start(log, behind: start)])), on: link)
        }
    }

    mutating func flushed(_ bytes: Int, on link: LinkID) {
        guard let session = sessions[link] else { return }
        sessions[link]?.unflushed = max(0, session.unflushed - bytes)
        pump(link)
    }

    mutating func pumpAll() {
        for link in links { pump(link) }
    }

    /// Reads for the stream that is next, one read at a time and only where it can be sent.
    mutating func pump(_ link: LinkID) {
        guard let session = sessions[link], session.mayStream, session.reading == nil,
            let key = session.nextStream(isControl), let stream = session.streams[key]
        else { return }
        // Catch-up yields while the till is in a sale.
        guard !isSelling || isControl(key.log.scope) else { return }
        sessions[link]?.reading = key
        sessions[link]?.streams[key]?.isWoken = false
        directives.append(
            .read(
                link,
                StreamRead(
                    log: key.log, head: key.head, from: stream.readFrom,
                    bytesMax: stream.readBytes)))
    }

    /// A log grew: who follows it gets the new operations at once, whoever is behind from disk.
    mutating func pass(_ log: LogID, _ fresh: Segment?, on link: LinkID) {
        guard let session = sessions[link] else { return }
        for key in session.streams.keys.sorted() where key.log == log {
            if let fresh, session.mayStream, session.streams[key]?.continues(fresh) == true,
                let last = fresh.lastSeq,
                let end = logs[log]?.heads.first(where: { $0.seq == last })
            {
                let before = LogPoint(seq: fresh.firstSeq - 1, hash: fresh.prev)
                sessions[link]?.streams[key]?.sent(first: before, last: end)
                send(.ops(fresh), on: link)
            } else {
                sessions[link]?.streams[key]?.wake()
            }
        }
        pump(link)
    }

    /// Sends what was read, as far as credit goes; the rest is read again when there is more.
    mutating func serve(
        _ operations: [SignedOperation], of read: StreamRead, isComplete: Bool, on link: LinkID
    ) {
        let key = Stream.Key(log: read.log, head: read.head)
        guard let session = sessions[link], session.reading == key else { return }
        sessions[link]?.reading = nil
        guard var stream = session.streams[key], stream.readFrom == read.from else {
            return pump(link)
        }
        let runs = stream.take(
            operations, isComplete: isComplete, behind: logs[read.log]?.start)
        sessions[link]?.streams[key] = stream
        var hasSent = runs.isEmpty
        // A branch goes only behind the operation that it leaves: that may wait for a signature.
        var there = stream.tips
        for (index, run) in runs.enumerated() {
            guard let parent = run.first?.operation.prev, there.contains(parent) else { continue }
            switch send(run, key, on: link, &there) {
            case .all: hasSent = true
            case .none: continue
            case .some:
                for rest in runs[index...] { keep(rest, key, link, there) }
                return pump(link)
            }
        }
        grow(key, link, hasSent: hasSent, isComplete: isComplete)
        pump(link)
    }

    private enum Progress { case all, some, none }

    private mutating func keep(
        _ run: [SignedOperation], _ key: Stream.Key, _ link: LinkID, _ there: Set<Bytes32>
    ) {
        guard let hash = run.first?.hash, let first = run.first?.operation,
            there.contains(first.prev), !there.contains(hash)
        else { return }
        sessions[link]?.streams[key]?.keep(LogPoint(seq: first.seq - 1, hash: first.prev))
    }

    /// Reads more at once where no signature stands within what was read.
    private mutating func grow(
        _ key: Stream.Key, _ link: LinkID, hasSent: Bool, isComplete: Bool
    ) {
        let bytes = sessions[link]?.streams[key]?.readBytes ?? Stream.readBytesUsual
        if hasSent {
            sessions[link]?.streams[key]?.readBytes = Stream.readBytesUsual
        } else if isComplete || bytes >= Segment.bytesMax {
            // Stored, and covered by no signature yet or by none that a segment reaches: as good
            // as not there.
            sessions[link]?.streams[key]?.settle()
        } else {
            sessions[link]?.streams[key]?.readBytes = min(bytes * 8, Segment.bytesMax)
        }
    }

    /// Sends one run in segments that end at signatures, and adds what the peer will have then.
    private mutating func send(
        _ run: [SignedOperation], _ key: Stream.Key, on link: LinkID, _ there: inout Set<Bytes32>
    ) -> Progress {
        var hashes: [UInt64: Bytes32] = [:]
        for signed in run { hashes[signed.operation.seq] = signed.hash }
        var hasSent = false
        for segment in Self.segments(run) {
            guard sessions[link]?.mayStream == true else { return .some }
            guard let last = segment.lastSeq, let hash = hashes[last] else { continue }
            let before = LogPoint(seq: segment.firstSeq - 1, hash: segment.prev)
            sessions[link]?.streams[key]?.sent(
                first: before, last: LogPoint(seq: last, hash: hash))
            send(.ops(segment), on: link)
            for seq in segment.firstSeq...last {
                if let sent = hashes[seq] { there.insert(sent) }
            }
            hasSent = true
        }
        return hasSent ? .all : .none
    }

    private static func segments(_ run: [SignedOperation]) -> [Segment] {
        if let short = try? SegmentCutter.cut(run, bytesMax: segmentBytesUsual) { return short }
        // Operations that one signature covers go together, however long that is.
        return (try? SegmentCutter.cut(run)) ?? []
    }
}
