import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore
import TestSupport
import Testing

/// Rights are a set: whatever order a mixed set of decisions and facts arrives in, replicas with
/// equal frontiers have equal digests.
@Suite struct SetLawTests {
    @Test(arguments: UInt64(0)..<40)
    func `decisions, forks and facts in any order give one digest`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed &* 77)
        var world = try Organisation(seed: seed)
        try populate(&world, &random)
        try check(try world.segments(), world, &random)
    }

    private func populate(
        _ world: inout Organisation, _ random: inout SplitMix64
    ) throws {
        try world.enrol(world.hq, as: [.hq], by: world.root)
        try world.enrol(world.steward, as: [.steward, .lane], by: world.root)
        try world.enrol(world.other, as: [.steward, .lane], by: world.root)
        try world.enrol(world.first, as: [.lane], by: world.steward)
        try world.enrol(world.second, as: [.lane], by: world.other)
        for _ in 0..<(20 + random.next() % 20) { try step(&world, &random) }
    }

    private func step(_ world: inout Organisation, _ random: inout SplitMix64) throws {
        let lanes = [world.first, world.second, world.third, world.steward]
        let deciders = [world.steward, world.other, world.hq, world.root]
        let (lane, decider) = (pick(lanes, &random), pick(deciders, &random))
        switch random.next() % 20 {
        case 0...5:
            let fact = Facts.random(&random)
            let branches = world.logs[world.log(lane, in: world.store)]?.count ?? 1
            try world.write(
                Kind(rawValue: fact.kind), fact.encode(), by: lane, in: world.store,
                branch: Int(random.next() % UInt64(branches)))
        case 6:
            let log = world.log(pick(lanes + deciders, &random), in: world.store)
            if world.logs[log] != nil { _ = world.clone(log) }
        case 7:
            let log = world.log(decider, in: world.store.control)
            if world.logs[log] != nil { _ = world.clone(log) }
        case 8: try world.enrol(pick(lanes, &random), as: [.lane], by: decider)
        case 9...14: try publish(&world, lane, &random)
        default: try decide(&world, lane, decider, &random)
        }
    }

    /// A part of one of three publications, or what closes one, now and then wrongly.
    private func publish(
        _ world: inout Organisation, _ lane: Identity, _ random: inout SplitMix64
    ) throws {
        let author = pick([world.steward, world.other, world.hq, lane], &random)
        let id = PublicationID(Bytes16(words: [9, random.next() % 3]))
        let branches = world.logs[world.log(author, in: world.store)] ?? [[]]
        let branch = Int(random.next() % UInt64(branches.count))
        if random.next() % 3 > 0 {
            let fact = Facts.setting(random.next(), version: random.next() % 4, value: 1)
            let part = try present(fact.published(in: id))
            try world.write(
                Kind(rawValue: part.kind), part.encode(), by: author, in: world.store,
                branch: branch)
        } else {
            var parts = branches[branch].filter { $0.operation.publication == id }.map(\.hash)
            if random.next() % 4 == 0 { parts = parts.dropLast() }
            try world.write(
                .published, Published(id: id.id, effective: 7, parts: parts).encoded(),
                by: author, in: world.store, branch: branch)
        }
    }

    private func decide(
        _ world: inout Organisation, _ lane: Identity, _ decider: Identity,
        _ random: inout SplitMix64
    ) throws {
        let (node, logs) = (Organisation.node(lane), world.logs.keys.sorted())
        let points = logs.filter { $0.author == node }.compactMap { log in
            (world.logs[log] ?? []).flatMap { $0 }.shuffled(using: &random).first
                .map { OperationID($0.head, of: log) }
        }
        let log = pick(logs, &random)
        let branches = world.logs[log] ?? [[]]
        let branch = Int(
            random.next()
                % UInt64(
                    world.logs[
                        world.log(decider, in: world.store.control)]?.count ?? 1))
        func say(_ kind: Kind, _ payload: [UInt8]) throws {
            try world.write(kind, payload, by: decider, branch: branch)
        }
        switch random.next() % 6 {
        case 0:
            try say(.memberRevoked, MemberRevoked(node: node, cuts: points, reason: "").encoded())
        case 1: try say(.memberRetired, MemberRetired(node: node, logs: points).encoded())
        case 2:
            let heads = branches.compactMap { $0.last?.hash }.shuffled(using: &random)
            let some = heads.prefix(1 + Int(random.next() % 2))
            try say(.forkAdopted, ForkAdopted(log: log, heads: Array(some)).encoded())
        case 3:
            let all = branches.flatMap { $0 }.map {
                LogPoint(seq: $0.operation.seq, hash: $0.hash)
            }
            try say(.salvaged, Salvaged(log: log, operations: all, reason: "").encoded())
        case 4:
            let to = pick([world.first, world.second, world.third], &random)
            let rotated = try present(MemberRotated(from: node, to: to))
            try world.write(.memberRotated, rotated.encoded(), by: lane)
        default:
            let point = branches.flatMap { $0 }.shuffled(using: &random).first
            let points = point.map { [OperationID($0.head, of: log)] } ?? []
            try world.write(
                .acknowledged, Acknowledged(points: points, stateDigest: nil).encoded(),
                by: world.hq)
        }
    }

    private func pick<Value>(_ values: [Value], _ random: inout SplitMix64) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}

/// Delivers segments to replicas in several orders and compares what they make of them.
func check(
    _ segments: [Segment], _ world: Organisation, _ random: inout SplitMix64
) throws {
    struct Found { let digest: Bytes32; let rows: [Row] }
    var byFrontier: [Bytes32: Found] = [:]
    var comparisons = 0
    for _ in 0..<5 {
        let disk = MemoryStore()
        let place = Replica.Place(
            node: Organisation.node(world.third), scope: world.store,
            incarnation: Incarnation(random.bytes8()), root: Organisation.node(world.root),
            organisation: world.organisation)
        var replica = try Replica(place, identity: world.third, store: disk)
        try deliver(segments.shuffled(using: &random), to: &replica, disk, &random)
        #expect(replica.isSettled)
        var sums = Sums()
        for row in disk.allRows { sums.insert(row) }
        #expect(sums.digest(projection: Replica.projectionVersion) == replica.stateDigest)
        var rebuild = Rebuild(try replica.reread(from: disk))
        let empty = MemoryStore()
        for signed in disk.storedOperations {
            var transaction = try rebuild.project([signed], store: empty)
            transaction.operations = [signed]
            try empty.apply(transaction)
        }
        #expect(rebuild.stateDigest == replica.stateDigest)
        try checkPublications(disk)
        if let before = byFrontier[replica.frontierDigest] {
            comparisons += 1
            #expect(before.digest == replica.stateDigest)
            #expect(before.rows == disk.allRows)
        }
        byFrontier[replica.frontierDigest] = Found(
            digest: replica.stateDigest, rows: disk.allRows)
    }
    #expect(comparisons > 0)
}

/// Offers segments in this order, again and again, until nothing new is taken; now and then the
/// program starts anew, in the middle of a recount too.
func deliver(
    _ segments: [Segment], to replica: inout Replica, _ disk: MemoryStore,
    _ random: inout SplitMix64
) throws {
    var isMoving = true
    while isMoving {
        isMoving = false
        for segment in segments {
            replica.recountMax = 2
            let taken = try replica.ingest(segment, now: Shop.start, store: disk)
            guard case .new(let commit, _) = taken else { continue }
            try disk.apply(commit.transaction)
            replica.confirm(commit)
            isMoving = true
            if random.next() % 8 == 0 { replica = try replica.reread(from: disk) }
            if random.next() % 4 == 0, let step = try replica.recount(limit: 3, store: disk) {
                try disk.apply(step.transaction)
                replica.confirm(step)
            }
        }
    }
    while let step = try replica.recount(limit: 3, store: disk) {
        try disk.apply(step.transaction)
        replica.confirm(step)
    }
}
