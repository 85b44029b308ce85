public import Encoding

/// What is held of every log: the head of each branch; a log that isn't named is at 0.
///
/// Merging keeps the points that lie below no other. Ancestry is a partial order, so merge is
/// commutative, associative and idempotent for any one ancestry.
public struct Frontier: Hashable, Sendable {
    /// One branch head of one log, as frontiers are sent and hashed.
    public struct Entry: Hashable, Comparable, Sendable {
        public let log: LogID
        public let head: LogPoint

        public init(log: LogID, head: LogPoint) {
            self.log = log
            self.head = head
        }

        /// The order of the encodings `[LogID, seq, hash]`.
        public static func < (a: Self, b: Self) -> Bool { (a.log, a.head) < (b.log, b.head) }
    }

    /// Something that another frontier has and this one lacks.
    public enum Missing: Hashable, Sendable {
        /// Operations above our head of a log that neither side knows to be forked.
        case run(LogID, ClosedRange<UInt64>)
        /// A branch that can't be placed on ours: it's searched back for the first difference.
        case branch(LogID, LogPoint)
    }

    // Never iterated where order shows: everything that leaves goes through `entries` or `logs`.
    private var heads: [LogID: [LogPoint]] = [:]

    public init() {}

    /// All branch heads, sorted bytewise by their encoding.
    public var entries: [Entry] {
        logs.flatMap { log in self[log].map { Entry(log: log, head: $0) } }
    }

    /// The logs of which something is held, ascending.
    public var logs: [LogID] { heads.keys.sorted() }

    public var isEmpty: Bool { heads.isEmpty }

    /// The branch heads of a log, ascending: none, one, or several when it's forked.
    public subscript(log: LogID) -> [LogPoint] { heads[log] ?? [] }

    /// Whether a log is known to be forked.
    public func isForked(_ log: LogID) -> Bool { self[log].count > 1 }

    /// Puts these heads in the place of all that were known of a log.
    public mutating func replace(_ log: LogID, with points: [LogPoint]) {
        let sorted = Set(points).sorted()
        heads[log] = sorted.isEmpty ? nil : sorted
    }

    /// Moves a branch to its new head, which is chained on `previous`; else begins a branch.
    ///
    /// `previous` is nil for a log's first operation.
    public mutating func advance(_ log: LogID, from previous: LogPoint?, to head: LogPoint) {
        replace(log, with: self[log].filter { $0 != previous } + [head])
    }

    /// Whether an operation lies on a branch that is held.
    public func contains(
        _ point: LogPoint, of log: LogID, ancestry: some Ancestry = LinearAncestry()
    ) -> Bool {
        self[log].contains { ancestry.contains(point, below: $0, in: log) }
    }

    /// Whether all that `other` holds is held here.
    public func covers(
        _ other: Frontier, ancestry: some Ancestry = LinearAncestry()
    ) -> Bool {
        other.entries.allSatisfy { contains($0.head, of: $0.log, ancestry: ancestry) }
    }

    /// Takes over what `other` holds.
    public mutating func merge(_ other: Frontier, ancestry: some Ancestry = LinearAncestry()) {
        for log in other.logs {
            let all = Set(self[log] + other[log]).sorted()
            let greatest = all.filter { point in
                !all.contains { $0 != point && ancestry.contains(point, below: $0, in: log) }
            }
            replace(log, with: greatest)
        }
    }

    /// What `other` has and this frontier lacks, logs ascending.
    public func missing(from other: Frontier) -> [Missing] {
        other.logs.flatMap { missing(in: $0, from: other[$0]) }
    }

    private func missing(in log: LogID, from theirs: [LogPoint]) -> [Missing] {
        let ours = self[log]
        let unknown = theirs.filter { !ours.contains($0) }
        guard ours.count <= 1, theirs.count == 1, let head = unknown.first else {
            return unknown.map { .branch(log, $0) }
        }
        let held = ours.first?.seq ?? 0
        // A lower head on one chain is only behind; an equal number is a fork.
        if head.seq == held { return [.branch(log, head)] }
        return head.seq > held ? [.run(log, (held + 1)...head.seq)] : []
    }

    /// Stops where the heads of a log aren't sorted, unique and numbered from 1.
    public func checkInvariants() {
        for log in logs {
            let points = self[log]
            precondition(!points.isEmpty, "no heads are kept of \(log.text)")
            precondition(points.allSatisfy { $0.seq > 0 }, "a head at 0 of \(log.text)")
            precondition(
                zip(points, points.dropFirst()).allSatisfy { $0 < $1 },
                "heads of \(log.text) out of order")
        }
    }
}

extension Frontier {
    /// Writes `[[LogID, seq, hash] …]`, sorted bytewise by the entries' encodings.
    public func encode(into encoder: inout CBOREncoder) {
        let entries = entries
        encoder.array(entries.count)
        for entry in entries {
            encoder.array(3)
            entry.log.encode(into: &encoder)
            encoder.unsigned(entry.head.seq)
            encoder.fixed(entry.head.hash)
        }
    }

    /// Reads `[[LogID, seq, hash] …]`; entries out of order or at 0 are refused.
    public init(from reader: inout CBORReader) throws(CBORError) {
        self.init()
        var previous: Entry?
        for _ in 0..<(try reader.readArrayHeader()) {
            let offset = reader.offset
            try reader.readArray(count: 3)
            let log = try LogID(from: &reader)
            let seq = try reader.readUnsigned()
            let entry = Entry(log: log, head: LogPoint(seq: seq, hash: try reader.readFixed()))
            guard seq > 0, seq <= UInt64(Int64.max), previous.map({ $0 < entry }) ?? true else {
                throw CBORError(.unexpected, at: offset)
            }
            heads[log, default: []].append(entry.head)
            previous = entry
        }
    }
}
