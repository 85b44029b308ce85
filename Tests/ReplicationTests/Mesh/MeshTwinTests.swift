import CRDT
import Encoding
import Replication
import TestSupport
import Testing

/// Machines that have one key: a cloned disk (protocol.md §5).
@Suite struct MeshTwinTests {
    @Test(arguments: UInt64(0)..<12)
    func `two machines with one key both stay linked to a third`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(3, &random)
        let twin = net.clone(1)
        net.introduceAll()
        net.tellOwnAddresses()
        net.run(5_000)
        let settled = net.links
        for _ in 0..<10 {
            for node in net.nodes.indices { try net.write(1, by: node) }
            net.run(1_000)
        }
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled, "seed \(seed)")
        #expect(net.links == settled, "seed \(seed): links are made anew")
        for node in [0, 2] {
            let met = net.nodes[node].mesh.peers.filter {
                $0.node == net.nodes[twin].author.node
            }
            #expect(met.count == 2, "seed \(seed): node \(node)")
            let told = net.alarms.contains {
                if case .twins = $0.alarm, $0.node == node { true } else { false }
            }
            #expect(told, "seed \(seed): node \(node) says nothing of it")
        }
        #expect(net.findings.isEmpty, "seed \(seed): \(net.findings)")
    }

    @Test(arguments: UInt64(0)..<6)
    func `a clone of a lane that is met is met, too, where only its address is told`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(3, &random)
        net.introduce(0, to: [1])
        net.introduce(2, to: [0, 1])
        net.tellOwnAddresses()
        net.run(3_000)
        // Two pairs, and one lane that met all four.
        let (zero, one) = (net.clone(0), net.clone(1))
        net.introduce(zero, to: [one])
        net.introduce(2, to: [zero, one])
        net.tellOwnAddresses()
        for node in net.nodes.indices { try net.write(2, by: node) }
        net.run(20_000)
        for (node, other) in [(0, 1), (zero, 1), (1, 0), (one, 0)] {
            let met = net.nodes[node].mesh.peers.filter { $0.node == net.nodes[other].author.node }
            #expect(met.count == 2, "seed \(seed): machine \(node)")
        }
        let dials = net.dials
        net.run(60_000)
        #expect(net.dials == dials, "seed \(seed): who is met is called again")
        let isSettled = net.settle(within: 1_000)
        #expect(isSettled, "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<6)
    func `each writer's log comes from the machine that writes it, once`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(2, &random)
        _ = net.clone(1)
        net.introduceAll()
        net.tellOwnAddresses()
        net.run(5_000)
        let before = net.nodes.map(\.deliveries).reduce(0, +)
        for _ in 0..<20 {
            for node in net.nodes.indices { try net.write(1, by: node) }
            net.run(300)
        }
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled, "seed \(seed)")
        let deliveries = net.nodes.map(\.deliveries).reduce(0, +) - before
        // Sixty operations for two others each; at first a log is asked of the wrong machine.
        #expect((120...126).contains(deliveries), "seed \(seed): \(deliveries)")
    }

    @Test(arguments: UInt64(0)..<6)
    func `who meets its own key in its own life is told to end it, and once`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(2, &random)
        let twin = net.clone(1)
        let life = Incarnation(Bytes8(words: [7]))
        for node in [1, twin] { net.begin(life, at: node) }
        net.introduceAll()
        net.tellOwnAddresses()
        net.run(3_000)
        #expect(Set(net.ended.map(\.node)) == [1, twin], "seed \(seed)")
        #expect(net.ended.allSatisfy { $0.life == life })
        for node in [1, twin] { net.begin(Incarnation(Bytes8(words: [UInt64(node)])), at: node) }
        let (ended, dials) = (net.ended.count, net.dials)
        // Time enough for three calls each.
        net.run(1_900_000)
        #expect(net.ended.count == ended, "seed \(seed): their lives differ now")
        for node in [1, twin] {
            #expect((2...4).contains(net.dials[node] - dials[node]), "seed \(seed)")
        }
    }

    @Test func `who calls itself learns that it did, and ends nothing`() throws {
        var random = SplitMix64(seed: 1)
        var net = try MeshNet(2, &random)
        net.begin(Incarnation(Bytes8(words: [7])), at: 0)
        net.introduce(1, to: [0])
        net.step(0, .discovered(MeshNet.address(0)))
        net.run(60_000)
        #expect(net.dials[0] == 1)
        #expect(net.ended.isEmpty)
        guard case .ownAddress? = net.alarms.first?.alarm, net.alarms.count == 1 else {
            Issue.record("\(net.alarms)")
            return
        }
        #expect(net.nodes[0].mesh.peers.count == 1)
    }

    @Test(arguments: UInt64(0)..<6)
    func `the link of a process that is gone goes when its next one calls`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(2, &random)
        net.introduceAll()
        net.tellOwnAddresses()
        net.run(3_000)
        net.restart(1)
        net.introduce(1, to: [0])
        net.tellOwnAddresses()
        net.run(2_500)
        #expect(net.nodes[0].mesh.peers.count == 1, "seed \(seed)")
        #expect(net.alarms.isEmpty, "seed \(seed): \(net.alarms)")
        try net.write(1, by: 1)
        let isSettled = net.settle(within: 1_000)
        #expect(isSettled, "seed \(seed)")
    }

    @Test func `one key has four links at most`() throws {
        var random = SplitMix64(seed: 1)
        var net = try MeshNet(2, &random)
        for _ in 0..<7 { _ = net.clone(1) }
        for node in net.nodes.indices.dropFirst() { net.introduce(node, to: [0]) }
        for _ in 0..<30 {
            net.run(1_000)
            #expect(net.nodes[0].mesh.peers.count <= 4)
        }
        #expect(net.nodes[0].mesh.peers.count == 4)
    }
}
