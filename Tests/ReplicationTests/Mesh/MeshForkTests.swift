import CRDT
import Encoding
import Replication
import TestSupport
import Testing

/// Logs that two machines went on with (protocol.md §5, Forks), and what peers tell of them.
@Suite struct MeshForkTests {
    /// A net, and a log of an author who isn't there: its common part and two branches.
    private struct Forked {
        var net: MeshNet
        let log: LogID
        let common: [SignedOperation]
        let branches: [[SignedOperation]]

        init(_ nodes: Int, _ random: inout SplitMix64) throws {
            net = try MeshNet(nodes, &random)
            let absent = try Author.random(in: net.shop.store, using: &random)
            try net.enrol(absent)
            log = absent.log
            let common = try absent.operations(
                Int.random(in: 1...50, using: &random), using: &random)
            self.common = common
            branches = try (0..<2).map { _ in
                try absent.operations(
                    Int.random(in: 2...60, using: &random), after: common.last?.head,
                    using: &random)
            }
        }

        /// Puts the beginning of the log along one branch on a node's disk.
        mutating func give(_ count: Int, along branch: Int, to node: Int) {
            net.store(Array((common + branches[branch]).prefix(count)), at: node, isFresh: false)
        }

        mutating func giveAll(to node: Int) {
            net.store(common + branches[0], at: node, isFresh: false)
            net.store(branches[1], at: node, isFresh: false)
        }
    }

    @Test(arguments: UInt64(0)..<12)
    func `of a peer that is only behind on a branch nothing is asked`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var forked = try Forked(3, &random)
        forked.giveAll(to: 0)
        for node in 1...2 {
            let most = forked.common.count + forked.branches[node - 1].count
            forked.give(Int.random(in: 1..<most, using: &random), along: node - 1, to: node)
            // Its till waits for a snapshot, or its disk is full: it stays behind.
            forked.net.step(node, .holding(true))
        }
        forked.net.introduceAll()
        forked.net.run(20_000)
        #expect(forked.net.nodes[0].mesh.peers.count == 2)
        #expect(forked.net.nodes[0].deliveries == 0, "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<24)
    func `branches come together, and then nothing is sent again`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var forked = try Forked(4, &random)
        for node in 0..<4 {
            let branch = node % 2
            let most = forked.common.count + forked.branches[branch].count
            // Two have a branch whole.
            let count = node < 2 ? most : Int.random(in: 1...most, using: &random)
            forked.give(count, along: branch, to: node)
        }
        forked.net.introduceAll()
        let isSettled = forked.net.settle(within: 20_000)
        #expect(isSettled, "seed \(seed)")
        // What was asked of two sources may still come.
        forked.net.run(3_000)
        let before = forked.net.nodes.map(\.deliveries)
        forked.net.run(20_000)
        #expect(forked.net.nodes.map(\.deliveries) == before, "seed \(seed)")
        #expect(forked.net.findings.isEmpty, "seed \(seed): \(forked.net.findings)")
        for node in 0..<4 {
            #expect(forked.net.nodes[node].mesh.holders(of: forked.log) == 3, "seed \(seed)")
        }
    }

    @Test(arguments: UInt64(0)..<12)
    func `who took what a peer named tells it`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(2, &random)
        // Rung alone: only this disk has it, and its lamp says so.
        try net.write(5, by: 0)
        let log = net.nodes[0].author.log
        net.introduce(0, to: [1])
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled)
        net.run(200)
        #expect(net.nodes[0].mesh.holders(of: log) == 1, "seed \(seed)")
        #expect(net.nodes[0].mesh.progress.own.first?.theirs == 5, "seed \(seed)")
    }
}
