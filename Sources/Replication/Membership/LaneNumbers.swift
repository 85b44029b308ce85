public import CRDT

/// Who rings under which lane number of a store.
///
/// Of two active members with one number the smaller NodeID keeps it; the others take the next
/// free ones, at their next drawer openings (protocol.md §5).
public struct LaneNumbers: Hashable, Sendable {
    /// What a lane is to be numbered.
    public enum Number: Hashable, Sendable {
        case keeps(UInt8)
        /// It was enrolled with `instead`, which a smaller NodeID has.
        case takes(UInt8, instead: UInt8)
    }

    private var numbers: [NodeID: Number] = [:]
    /// The numbers that more than one active member was enrolled with, ascending.
    public private(set) var clashes: [(lane: UInt8, nodes: [NodeID])] = []

    /// A node's number; nil where it has none, or none is left.
    public subscript(node: NodeID) -> Number? { numbers[node] }

    init(_ wanted: [(lane: UInt8, node: NodeID)]) {
        let lanes = Dictionary(grouping: wanted, by: \.lane).mapValues { entries in
            Set(entries.map(\.node)).sorted()
        }
        var late: [(node: NodeID, lane: UInt8)] = []
        for lane in lanes.keys.sorted() {
            guard let nodes = lanes[lane] else { continue }
            for node in nodes where numbers[node] == nil {
                if node == nodes.first {
                    numbers[node] = .keeps(lane)
                } else {
                    late.append((node, lane))
                }
            }
            if nodes.count > 1 { clashes.append((lane, nodes)) }
        }
        var free = (UInt8(1)...99).filter { lanes[$0] == nil }
        for entry in late.sorted(by: { $0 < $1 }) where numbers[entry.node] == nil && !free.isEmpty
        {
            numbers[entry.node] = .takes(free.removeFirst(), instead: entry.lane)
        }
    }

    public static func == (a: Self, b: Self) -> Bool { a.numbers == b.numbers }
    public func hash(into hasher: inout Hasher) { hasher.combine(numbers) }
}

extension LaneNumbers.Number {
    /// The number that it rings under.
    public var lane: UInt8 {
        switch self {
        case .keeps(let lane), .takes(let lane, instead: _): lane
        }
    }
}

extension Membership {
    /// The lane numbers of a store as they stand now.
    public func laneNumbers(of store: ScopeID) -> LaneNumbers {
        var wanted: [(lane: UInt8, node: NodeID)] = []
        for enrolment in enrolments where enrolment.store == store && enrolment.lane > 0 {
            for node in ends(of: enrolment.node) where isActive(node) {
                wanted.append((enrolment.lane, node))
            }
        }
        return LaneNumbers(wanted)
    }

    /// The node itself, or the last ones of its chains of rotations.
    func ends(of node: NodeID) -> [NodeID] {
        var (open, ends, seen): ([NodeID], [NodeID], Set<NodeID>) = ([node], [], [node])
        while let next = open.popLast() {
            let after = successors(of: next)
            if after.isEmpty { ends.append(next) }
            open += after.filter { seen.insert($0).inserted }
        }
        return ends
    }

    /// The first node ever enrolled with a lane number of a store: its receipts have the plain
    /// series.
    public func firstNode(lane: UInt8, store: ScopeID) -> NodeID? {
        enrolments.first { $0.lane == lane && $0.store == store }?.node
    }
}
