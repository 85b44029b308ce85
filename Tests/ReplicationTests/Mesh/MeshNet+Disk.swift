import CRDT
import Replication

// What lies on the nodes' disks, forked logs included, and what is read and taken in.

extension MeshNet {
    /// Puts chained operations on a node's disk, as a commit of its own or as what it got
    /// elsewhere.
    mutating func store(_ operations: [SignedOperation], at node: Int, isFresh: Bool = true) {
        guard let log = operations.first?.operation.log else { return }
        nodes[node].take(operations)
        let fresh = isFresh ? SegmentCutter.segment(operations[...]) : nil
        step(node, .stored(log, nodes[node].heads(of: log), fresh: fresh))
    }

    /// Has a node forget a log's first operations.
    mutating func forget(_ log: LogID, through seq: UInt64, at node: Int) {
        guard let last = nodes[node].logs[log]?.first(where: { $0.operation.seq == seq }) else {
            return
        }
        nodes[node].forgotten[log] = seq
        nodes[node].index.begin(log, behind: last.point)
        step(node, .begins(log, behind: last.point))
    }

    /// Has a node want what it forgot of a log, from a sequence on.
    mutating func want(_ log: LogID, from seq: UInt64, at node: Int) {
        nodes[node].wanted[log] = seq
        step(node, .pastWanted(nodes[node].wanted))
    }

    /// Takes back a stretch, where it is what lies below a log's beginning.
    mutating func restore(_ log: LogID, _ run: [SignedOperation], _ node: Int) -> [MeshEvent] {
        let isChained = zip(run, run.dropFirst()).allSatisfy { $0.hash == $1.operation.prev }
        guard let first = run.first, isChained, run.last?.point == nodes[node].index[log]?.start,
            first.operation.seq == 1 || run.count > 1
        else {
            findings.append("a stretch that isn't what was forgotten")
            return [.restored(log, isStored: false)]
        }
        // It begins behind the first of them, but where that is the log's.
        let lowest = nodes[node].wanted[log] ?? 1
        let begins = max(first.operation.seq == 1 ? 0 : first.operation.seq, lowest - 1)
        nodes[node].forgotten[log] = begins == 0 ? nil : begins
        if begins < lowest { nodes[node].wanted[log] = nil }
        let start = run.first { $0.operation.seq == begins }?.point
        nodes[node].index.begin(log, behind: start)
        return [
            .begins(log, behind: start),
            .pastWanted(nodes[node].wanted), .restored(log, isStored: true),
        ]
    }

    func read(_ read: StreamRead, _ link: LinkID, _ node: Int) -> MeshEvent {
        let least = max(read.from, (nodes[node].forgotten[read.log] ?? 0) + 1)
        let all = (nodes[node].logs[read.log] ?? []).filter { $0.operation.seq >= least }
        // A few at once, so that streams go on where a read ended; more where more is asked for.
        let most = max(40, read.bytesMax / 3_276)
        return .read(link, read, Array(all.prefix(most)), isComplete: all.count <= most)
    }

    mutating func ingest(_ segment: Segment, _ link: LinkID, _ node: Int) -> [MeshEvent] {
        nodes[node].deliveries += segment.entries.count
        let log = segment.log
        switch nodes[node].classify(segment) {
        case .refused: return [.ingested(link, log, .refused)]
        case .needs: preconditionFailure("asked for operations that were given")
        case .alreadyHad: return [.ingested(link, log, .alreadyHad)]
        case .gap: return [.ingested(link, log, .gap)]
        case .belowStart: return [.ingested(link, log, .belowStart)]
        case .unknownPrev(let seq): return [.ingested(link, log, .unknownPrev(seq: seq))]
        case .extends(let new), .forks(let new, _):
            nodes[node].take(new)
            let isWhole = new.count == segment.entries.count
            return [
                .stored(log, nodes[node].heads(of: log), fresh: isWhole ? segment : nil),
                .ingested(link, log, .stored),
            ]
        }
    }
}

extension MeshNet.Node {
    /// Where a log's branches end.
    func heads(of log: LogID) -> [LogPoint] { index[log]?.heads.map(\.point) ?? [] }

    fileprivate func classify(_ segment: Segment) -> LogIndex.Arrival {
        let arrival = index.classify(segment)
        guard case .needs(let log, let seqs) = arrival else { return arrival }
        let stored = (logs[log] ?? []).filter { seqs.contains($0.operation.seq) }
        return index.classify(segment, stored: stored)
    }

    /// Takes chained operations onto the disk.
    fileprivate mutating func take(_ operations: [SignedOperation]) {
        guard let first = operations.first?.operation else { return }
        index.append(operations)
        let isAtEnd = logs[first.log]?.last.map { $0.operation.seq < first.seq } ?? true
        logs[first.log, default: []] += operations
        guard !isAtEnd else { return }
        logs[first.log]?.sort { ($0.operation.seq, $0.hash) < ($1.operation.seq, $1.hash) }
    }
}

extension LogHead {
    fileprivate var point: LogPoint { LogPoint(seq: seq, hash: hash) }
}

extension SignedOperation {
    var point: LogPoint { LogPoint(seq: operation.seq, hash: hash) }
}
