import CRDT
import Encoding

/// What one peer wants of one log, and how far it was served.
struct Stream: Sendable {
    /// The stream's name: a log, and the head by which a branch was asked for.
    struct Key: Hashable, Comparable, Sendable {
        let log: LogID
        let head: Bytes8?

        static func < (a: Self, b: Self) -> Bool {
            guard a.log == b.log else { return a.log < b.log }
            guard let first = a.head, let second = b.head else {
                return a.head == nil && b.head != nil
            }
            return first < second
        }
    }

    enum Position: Hashable, Sendable {
        /// The peer named a place; whether it is ours is to be seen.
        case asked(from: UInt64, prev: Bytes8)
        /// It isn't ours: from here on, whatever was before.
        case back(to: UInt64)
        /// The last operations sent of each branch; what is chained on them comes next.
        case behind([LogPoint])
    }

    /// How far back a first difference is looked for at once.
    static let stepBack: UInt64 = 64
    static let readBytesUsual = 131_072

    var position: Position
    /// Branch ends that are not read on while others are.
    private var ended: [LogPoint] = []
    /// Nothing more is stored, until a head moves.
    var isAtEnd = false
    /// Something was stored since the read that is under way was asked for: its end is none.
    var isWoken = false
    /// What to read at once; grows where no signature stands within it.
    var readBytes = Stream.readBytesUsual

    init(from seq: UInt64, prev: Bytes8) { position = .asked(from: seq, prev: prev) }

    /// The sequence from which to read next.
    var readFrom: UInt64 {
        switch position {
        case .asked(let from, _): max(1, from - 1)
        case .back(let seq): seq
        case .behind(let tips): (tips.map(\.seq).min() ?? 0) + 1
        }
    }

    /// The hashes of what was sent last of each branch.
    var tips: Set<Bytes32> {
        guard case .behind(let tips) = position else { return [] }
        return Set(tips.map(\.hash))
    }

    /// Takes operations from ``readFrom`` on, all branches; gives the runs to be sent, each
    /// chained and behind what was sent before.
    ///
    /// Where the log begins behind `start`, so does what can be sent.
    mutating func take(
        _ operations: [SignedOperation], isComplete: Bool, behind start: LogPoint? = nil
    ) -> [[SignedOperation]] {
        switch position {
        case .asked(let from, let prev):
            guard place(operations, from: from, prev: prev, behind: start) else { return [] }
        case .back(let seq):
            let prevs = Set(operations.filter { $0.operation.seq == seq }.map(\.operation.prev))
            guard !prevs.isEmpty else { return end() }
            position = .behind(prevs.sorted().map { LogPoint(seq: seq - 1, hash: $0) })
        case .behind: break
        }
        return runs(operations, isComplete: isComplete)
    }

    /// Finds the place that the peer named; false where another read is needed first.
    private mutating func place(
        _ operations: [SignedOperation], from: UInt64, prev: Bytes8, behind start: LogPoint?
    ) -> Bool {
        if let start, from == start.seq + 1, prev == start.hash.prefix8 {
            position = .behind([start])
            return true
        }
        guard from > 1 else {
            position = .behind([LogPoint(seq: 0, hash: .zero)])
            return true
        }
        let there = operations.filter { $0.operation.seq == from - 1 }
        guard !there.isEmpty || start?.seq == from - 1 else {
            // The peer has more than we do.
            isAtEnd = !isWoken
            return false
        }
        let same = there.filter { $0.hash.prefix8 == prev }
        guard same.isEmpty else {
            position = .behind(same.map { LogPoint(seq: from - 1, hash: $0.hash) })
            return true
        }
        let lowest = (start?.seq ?? 0) + 1
        position = .back(to: from > lowest + Self.stepBack ? from - Self.stepBack : lowest)
        return false
    }

    /// Whether what is to be sent next lies among operations that are gone.
    func isBelow(_ start: LogPoint) -> Bool {
        switch position {
        case .asked(let from, _): from <= start.seq
        case .back: false
        case .behind(let tips): tips.contains { $0.seq < start.seq }
        }
    }

    private mutating func end() -> [[SignedOperation]] {
        isAtEnd = !isWoken
        return []
    }

    private mutating func runs(
        _ operations: [SignedOperation], isComplete: Bool
    ) -> [[SignedOperation]] {
        guard case .behind(let tips) = position else { return [] }
        // A batch may end between branches: its last sequence comes again, whole.
        let last = operations.last?.operation.seq ?? 0
        let first = operations.first?.operation.seq ?? 0
        let isWhole = isComplete || first == last
        var children: [Bytes32: [SignedOperation]] = [:]
        for signed in operations where isWhole || signed.operation.seq < last {
            children[signed.operation.prev, default: []].append(signed)
        }
        var runs: [[SignedOperation]] = []
        for tip in tips {
            for child in children[tip.hash] ?? [] where child.operation.seq == tip.seq + 1 {
                Self.follow(child, children, &runs)
            }
        }
        isAtEnd = runs.isEmpty && isComplete && !isWoken
        if !isComplete { rest(tips, readTo: last, children) }
        return runs
    }

    /// Branches that end below what was read aren't read on, or no read would get beyond them.
    private mutating func rest(
        _ tips: [LogPoint], readTo last: UInt64, _ children: [Bytes32: [SignedOperation]]
    ) {
        let over = tips.filter { children[$0.hash] == nil && $0.seq + 1 < last }
        guard over.count < tips.count else {
            // What lies above is another branch's: nothing follows, or it would have been read.
            isAtEnd = !isWoken
            return
        }
        ended += over
        position = .behind(tips.filter { !over.contains($0) })
    }

    /// Something of the log was stored: what ended may go on.
    mutating func wake() {
        if case .behind(let tips) = position {
            position = .behind(tips + ended.filter { !tips.contains($0) })
            ended = []
        }
        isWoken = true
        isAtEnd = false
    }

    /// What is stored behind can't be sent yet.
    mutating func settle() { isAtEnd = !isWoken }

    /// The runs that follow a point weren't all sent: they are read again.
    mutating func keep(_ point: LogPoint) {
        guard case .behind(let tips) = position, !tips.contains(point) else { return }
        position = .behind(tips + [point])
    }

    /// One run along the first branch of every fork, then those that leave it.
    ///
    /// The common part goes with a branch: what stands at a fork has no signature of its own
    /// where a later one covers it.
    private static func follow(
        _ start: SignedOperation, _ children: [Bytes32: [SignedOperation]],
        _ runs: inout [[SignedOperation]]
    ) {
        var waiting = [start]
        while let begin = waiting.popLast() {
            var run = [begin]
            while let last = run.last, let next = children[last.hash], let first = next.first {
                run.append(first)
                waiting += next.dropFirst().reversed()
            }
            runs.append(run)
        }
    }

    /// Notes that a segment went out: what follows it comes next.
    mutating func sent(first: LogPoint, last: LogPoint) {
        guard case .behind(let tips) = position else { return }
        var next = tips.filter { $0 != first }
        if !next.contains(last) { next.append(last) }
        position = .behind(next)
    }

    /// Whether a segment continues exactly what was sent.
    func continues(_ segment: Segment) -> Bool {
        guard isAtEnd, case .behind(let tips) = position else { return false }
        return tips.contains { $0.seq + 1 == segment.firstSeq && $0.hash == segment.prev }
    }
}
