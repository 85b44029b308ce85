import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore
import TestSupport

/// A store's root and one replica on a disk in memory, made by `Genesis`.
struct Shop {
    static let start: UInt64 = 1_790_000_000_000

    let disk = MemoryStore()
    let seed: Genesis.Seed
    var replica: Replica

    init(seed number: UInt64) throws {
        var random = SplitMix64(seed: number)
        seed = Genesis.Seed(
            scope: ScopeID(random.bytes16()), root: try random.identity(),
            node: try random.identity(), rootIncarnation: Incarnation(random.bytes8()),
            incarnation: Incarnation(random.bytes8()))
        replica = try Genesis.makeStore(
            seed, member: Genesis.Member(lane: 3, label: "Till 3"), facts: [], now: Self.start,
            store: disk)
    }

    mutating func commit(_ facts: [Fact]) throws -> [Commit.Outcome] {
        let commit = try replica.commit(facts, now: Self.start, signing: .last, store: disk)
        try disk.apply(commit.transaction)
        replica.confirm(commit)
        return commit.outcomes
    }

    mutating func ingest(_ segment: Segment) throws {
        let found = try replica.ingest(segment, now: Self.start, store: disk)
        guard case .new(let commit, _) = found else { return }
        try disk.apply(commit.transaction)
        replica.confirm(commit)
    }

    /// Another node of the store with an empty disk.
    func joiner(_ node: Identity, incarnation: Incarnation) throws -> (Replica, MemoryStore) {
        let disk = MemoryStore()
        let place = Replica.Place(
            node: NodeID(try present(Bytes32(node.publicKey))), scope: seed.scope,
            incarnation: incarnation, root: replica.place.root)
        return (try Replica(place, identity: node, store: disk), disk)
    }

    /// All logs as segments, each cut where signatures are held.
    func segments() throws -> [Segment] {
        try replica.frontier.logs.flatMap { log in
            try SegmentCutter.cut(try disk.operations(of: log, from: 1, limit: .max))
        }
    }
}

extension SplitMix64 {
    mutating func bytes8() -> Bytes8 { Bytes8(words: [next()]) }
    mutating func bytes16() -> Bytes16 { Bytes16(words: [next(), next()]) }

    mutating func identity() throws -> Identity {
        try Identity(seed: Bytes32(next(), next(), next(), next()).bytes)
    }
}

/// Facts of every kind of row: counters, candidates, rows of their own.
enum Facts {
    static let time = LocalTime(Instant(milliseconds: 1_790_000_000_000), offsetSeconds: 0)
    static let day = BusinessDate(days: 20_700)
    static let person = PersonID(Bytes16(words: [5, 5]))

    static func stock(_ content: UInt64, item: String, change: Int64) -> Fact {
        .stockMoved(
            StockMovement(
                content: ContentID(Bytes16(words: [1, content])), kind: .received, time: time,
                businessDate: day, person: person, reason: "delivery",
                lines: [.init(item: ItemCode(item), change: Quantity(thousandths: change))]))
    }

    static func setting(_ content: UInt64, version: UInt64, value: UInt8) -> Fact {
        .settingChanged(
            SettingChange(
                content: ContentID(Bytes16(words: [2, content])), version: version,
                name: "cutoff", value: [value]))
    }

    static func random(_ random: inout SplitMix64) -> Fact {
        let content = random.next() % 12
        return random.next() % 3 == 0
            ? setting(content, version: random.next() % 4, value: UInt8(random.next() % 10))
            : stock(
                content, item: "A-\(random.next() % 3)", change: Int64(random.next() % 9000) - 4500)
    }
}

struct Missing: Error {}

/// The value, or a thrown error where there is none.
func present<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
}
