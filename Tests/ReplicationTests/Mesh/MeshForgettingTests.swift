import CRDT
import Encoding
import Replication
import TestSupport
import Testing

/// Sources that hold a log from somewhere on alone (protocol.md §5, `have` 3, and §7).
@Suite struct MeshForgettingTests {
    /// Three nodes; of an author who isn't there the second and the third have all.
    private static func net(
        _ random: inout SplitMix64, operations: Int
    ) throws -> (net: MeshNet, log: LogID, run: [SignedOperation]) {
        var net = try MeshNet(3, &random)
        let absent = try Author.random(in: net.shop.store, using: &random)
        try net.enrol(absent)
        let run = try absent.operations(operations, using: &random)
        return (net, absent.log, run)
    }

    @Test(arguments: UInt64(0)..<12)
    func `what one source forgot comes from the other`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let made = try Self.net(&random, operations: 60)
        var net = made.net
        let (log, run) = (made.log, made.run)
        for node in 1...2 { net.store(run, at: node, isFresh: false) }
        net.forget(log, through: 1 + random.next() % 58, at: 1 + Int(random.next() % 2))
        net.introduceAll()
        let isSettled = net.settle(within: 8_000)
        #expect(isSettled, "seed \(seed)")
        #expect(net.nodes[0].logs[log]?.map(\.hash) == run.map(\.hash), "seed \(seed)")
        #expect(net.nodes[0].mesh.progress.outOfReach.isEmpty)
        #expect(net.findings.isEmpty, "seed \(seed): \(net.findings)")
    }

    @Test(arguments: UInt64(0)..<12)
    func `who has come so far is served from where a source begins`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let made = try Self.net(&random, operations: 60)
        var net = made.net
        let (log, run) = (made.log, made.run)
        let anchor = 10 + random.next() % 40
        net.store(run, at: 1, isFresh: false)
        net.forget(log, through: anchor, at: 1)
        net.store(
            Array(run.prefix(Int(anchor) + Int(random.next() % 5))), at: 0, isFresh: false)
        net.introduce(0, to: [1])
        net.run(4_000)
        #expect(net.nodes[0].logs[log]?.map(\.hash) == run.map(\.hash), "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<12)
    func `nobody is asked for what nobody holds, until somebody comes who does`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let made = try Self.net(&random, operations: 60)
        var net = made.net
        let (log, run) = (made.log, made.run)
        for node in 1...2 { net.store(run, at: node, isFresh: false) }
        net.forget(log, through: 40, at: 1)
        net.store(Array(run.prefix(20)), at: 0, isFresh: false)
        net.introduce(0, to: [1])
        net.run(4_000)
        #expect(net.nodes[0].logs[log]?.count == 20, "seed \(seed)")
        #expect(net.nodes[0].mesh.progress.outOfReach == [log], "seed \(seed)")
        #expect(net.sources(of: log, at: 0).isEmpty, "seed \(seed)")
        net.introduce(0, to: [2])
        net.run(4_000)
        #expect(net.nodes[0].logs[log]?.map(\.hash) == run.map(\.hash), "seed \(seed)")
        #expect(net.nodes[0].mesh.progress.outOfReach.isEmpty)
    }

    @Test(arguments: UInt64(0)..<12)
    func `a stream that lies among what is forgotten ends, and goes on elsewhere`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let made = try Self.net(&random, operations: 90)
        var net = made.net
        let (log, run) = (made.log, made.run)
        for node in 1...2 { net.store(run, at: node, isFresh: false) }
        net.introduceAll()
        // Somewhere in the middle of it, or before, or behind.
        net.run(random.next() % 400)
        net.forget(log, through: 80, at: 1)
        let isSettled = net.settle(within: 8_000)
        #expect(isSettled && net.nodes[0].logs[log]?.map(\.hash) == run.map(\.hash), "seed \(seed)")
    }
}
