import CRDT
import Encoding
import Replication
import TestSupport
import Testing

/// What a node forgot and wants again, fetched from who has it (protocol.md §7).
@Suite struct MeshPastTests {
    /// A net in which all hold a log of an author who isn't there.
    private struct Held {
        var net: MeshNet
        let log: LogID
        let run: [SignedOperation]

        init(_ nodes: Int, operations: Int, _ random: inout SplitMix64) throws {
            net = try MeshNet(nodes, &random)
            let absent = try Author.random(in: net.shop.store, using: &random)
            try net.enrol(absent)
            log = absent.log
            run = try absent.operations(operations, using: &random)
            for node in net.nodes.indices { net.store(run, at: node, isFresh: false) }
        }

        func begins(_ node: Int) -> UInt64 { net.nodes[node].forgotten[log] ?? 0 }
    }

    @Test(arguments: UInt64(0)..<12)
    func `what is wanted comes down to where it is wanted, from who has it`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let count = 40 + Int(random.next() % 1_400)
        var held = try Held(3, operations: count, &random)
        let gone = 2 + random.next() % UInt64(count - 4)
        held.net.forget(held.log, through: gone, at: 0)
        // One forgot, too: more than we did, or less; the third has all.
        held.net.forget(held.log, through: 1 + random.next() % UInt64(count - 2), at: 1)
        held.net.introduceAll()
        held.net.run(random.next() % 2_000)
        let lowest = 1 + random.next() % gone
        held.net.want(held.log, from: lowest, at: 0)
        #expect(held.net.nodes[0].mesh.progress.pastMissing == gone - lowest + 1)
        held.net.run(20_000)
        #expect(held.begins(0) == lowest - 1, "seed \(seed)")
        #expect(held.net.nodes[0].mesh.progress.pastMissing == 0)
        #expect(held.net.findings.isEmpty, "seed \(seed): \(held.net.findings)")
        // Nothing is sent any more.
        let before = held.net.nodes.map(\.deliveries)
        held.net.run(10_000)
        #expect(held.net.nodes.map(\.deliveries) == before, "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<12)
    func `the log and others go on meanwhile, and a link that breaks is only a pause`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var held = try Held(3, operations: 1_200, &random)
        held.net.forget(held.log, through: 1_150, at: 0)
        held.net.introduceAll()
        held.net.run(1_000)
        held.net.want(held.log, from: 1, at: 0)
        for _ in 0..<6 {
            held.net.run(random.next() % 60)
            try held.net.write(1 + Int(random.next() % 3), by: 1 + Int(random.next() % 2))
            if random.next() % 2 == 0, let link = held.net.link(from: 0, to: 1) {
                held.net.step(0, .linkDown(link))
            }
        }
        held.net.run(40_000)
        #expect(held.begins(0) == 0, "seed \(seed)")
        let isSettled = held.net.settle(within: 8_000)
        #expect(isSettled, "seed \(seed)")
        #expect(held.net.findings.isEmpty, "seed \(seed): \(held.net.findings)")
    }

    @Test(arguments: UInt64(0)..<8)
    func `nobody is asked for what nobody has, until somebody comes who does`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var held = try Held(3, operations: 200, &random)
        held.net.forget(held.log, through: 150, at: 0)
        held.net.forget(held.log, through: 150 + random.next() % 40, at: 1)
        held.net.introduce(0, to: [1])
        held.net.run(2_000)
        held.net.want(held.log, from: 20, at: 0)
        held.net.run(4_000)
        #expect(held.begins(0) == 150)
        #expect(held.net.nodes[0].mesh.progress.pastOutOfReach == [held.log], "seed \(seed)")
        held.net.introduce(0, to: [2])
        held.net.run(8_000)
        #expect(held.begins(0) == 19, "seed \(seed)")
        #expect(held.net.nodes[0].mesh.progress.pastOutOfReach.isEmpty)
        #expect(held.net.findings.isEmpty, "seed \(seed): \(held.net.findings)")
    }

    @Test func `who is silent is left for another`() throws {
        var random = SplitMix64(seed: 5)
        var held = try Held(3, operations: 200, &random)
        held.net.forget(held.log, through: 150, at: 0)
        held.net.introduceAll()
        held.net.run(2_000)
        held.net.mute = [1]
        held.net.want(held.log, from: 1, at: 0)
        held.net.run(12_000)
        #expect(held.begins(0) == 0)
        #expect(held.net.findings.isEmpty, "\(held.net.findings)")
    }

    /// The log forked among what was forgotten: another branch comes beside ours.
    @Test(arguments: UInt64(0)..<12)
    func `of a forked log the branch comes that leads to ours`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(2, &random)
        let absent = try Author.random(in: net.shop.store, using: &random)
        try net.enrol(absent)
        let common = try absent.operations(30, using: &random)
        let branches = try (0..<2).map { _ in
            try absent.operations(
                40 + Int(random.next() % 60), after: common.last?.head, using: &random)
        }
        let ours = common + branches[Int(random.next() % 2)]
        net.store(ours, at: 0, isFresh: false)
        net.store(common + branches[0], at: 1, isFresh: false)
        net.store(branches[1], at: 1, isFresh: false)
        net.forget(absent.log, through: 60, at: 0)
        net.want(absent.log, from: 10, at: 0)
        net.introduceAll()
        net.run(20_000)
        #expect(net.nodes[0].forgotten[absent.log] == 9, "seed \(seed)")
        #expect(net.findings.isEmpty, "seed \(seed): \(net.findings)")
        let isSettled = net.settle(within: 8_000)
        #expect(isSettled, "seed \(seed)")
    }
}
