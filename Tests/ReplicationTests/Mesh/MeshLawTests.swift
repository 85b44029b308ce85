import CRDT
import Encoding
import Replication
import TestSupport
import Testing

/// What holds of the mesh in every store and at every moment (protocol.md §5).
@Suite struct MeshLawTests {
    @Test(arguments: UInt64(0)..<12)
    func `each log comes from one source, and each operation once`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(Int.random(in: 2...8, using: &random), &random)
        net.introduceAll()
        net.run(1_000)
        for round in 0..<30 {
            let writer = Int.random(in: net.nodes.indices, using: &random)
            let isControl = random.next() % 8 == 0
            try net.write(
                Int.random(in: 1...6, using: &random), by: writer,
                in: isControl ? net.shop.store.control : nil)
            net.run(UInt64.random(in: 1...400, using: &random))
            expectOneSource(net, "seed \(seed), round \(round)")
        }
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled, "seed \(seed): repair within 3 s")
        let written = net.nodes[0].logs.values.map(\.count).reduce(0, +)
        let deliveries = net.nodes.map(\.deliveries).reduce(0, +)
        #expect(deliveries == written * (net.nodes.count - 1), "seed \(seed)")
        #expect(net.findings.isEmpty, "seed \(seed): \(net.findings)")
    }

    private func expectOneSource(_ net: MeshNet, _ when: String) {
        for node in net.nodes.indices {
            for log in net.nodes[node].logs.keys {
                let sources = net.sources(of: log, at: node)
                #expect(sources.count <= 1, "\(when): node \(node) asks \(sources.count) links")
            }
        }
    }

    @Test(arguments: UInt64(0)..<12)
    func `the author is the source where it can be reached`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(5, &random)
        net.introduceAll()
        net.run(1_000)
        for node in net.nodes.indices { try net.write(3, by: node) }
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled)
        for node in net.nodes.indices {
            for author in net.nodes.indices where author != node {
                let log = net.nodes[author].author.log
                let link = try #require(net.link(from: node, to: author))
                #expect(net.sources(of: log, at: node) == [link], "seed \(seed)")
            }
        }
    }

    @Test(arguments: UInt64(0)..<12)
    func `a source that doesn't stream within 500 ms is replaced`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(3, &random)
        net.introduceAll()
        net.run(1_000)
        // Of an author who isn't there: lanes 1 and 2 have it, lane 0 doesn't.
        let absent = try Author.random(in: net.shop.store, using: &random)
        let log = try enrol(absent, in: &net)
        let run = try absent.operations(5, using: &random)
        net.mute = [1, 2]
        net.store(run, at: 1, isFresh: false)
        net.store(run, at: 2, isFresh: false)
        net.run(200)
        let first = try #require(net.sources(of: log, at: 0).first, "seed \(seed)")
        let silent = try #require([1, 2].first { net.link(from: 0, to: $0) == first })
        net.mute = [silent]
        let asked = net.now
        while net.sources(of: log, at: 0) == [first], net.now < asked + 2_000 { net.run(20) }
        #expect(net.sources(of: log, at: 0).count == 1)
        // Half a second, a tick, and what the search had taken before.
        #expect(net.now - asked <= 700, "seed \(seed): replaced after \(net.now - asked) ms")
        net.run(300)
        #expect(net.nodes[0].logs[log]?.count == 5, "seed \(seed)")
    }

    /// Makes an author a member in everybody's eyes.
    private func enrol(_ author: Author, in net: inout MeshNet) throws -> LogID {
        try net.enrol(author)
        return author.log
    }

    @Test(arguments: UInt64(0)..<6)
    func `control comes before all else at each connect`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(2, &random)
        for scope in [net.shop.store, net.shop.store.control] {
            try net.write(120, by: 0, in: scope)
        }
        net.introduceAll()
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled, "seed \(seed)")
        // Of two links that were made at once each keeps the order.
        var isSeen = false
        for talk in net.talks.values {
            let scopes = talk.segments.map(\.log.scope)
            guard let last = scopes.lastIndex(of: net.shop.store.control),
                let first = scopes.firstIndex(of: net.shop.store)
            else { continue }
            isSeen = true
            #expect(last < first, "seed \(seed): \(scopes.count) segments")
        }
        #expect(isSeen || net.talks.count > 2, "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<6)
    func `catching up yields to a sale, live operations don't`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(2, &random)
        net.introduceAll()
        net.run(1_000)
        try net.write(1, by: 0)
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled)
        net.sell(true, at: 0)
        // Others' log from disk waits while node 0 sells; its own newest sale goes out at once.
        let absent = try Author.random(in: net.shop.store, using: &random)
        try net.enrol(absent)
        net.store(try absent.operations(200, using: &random), at: 0, isFresh: false)
        try net.write(1, by: 0)
        net.run(1_500)
        #expect(net.nodes[1].logs[net.nodes[0].author.log]?.count == 2, "seed \(seed)")
        #expect(net.nodes[1].logs[absent.log] == nil, "seed \(seed)")
        net.sell(false, at: 0)
        let isSettledAgain = net.settle(within: 3_000)
        #expect(isSettledAgain, "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<2)
    func `nothing is sent without credit, and credit has bounds`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(3, &random)
        net.delayMost = 120
        // Some megabytes, so that credit runs out again and again.
        for _ in 0..<4 { try net.write(5_000, by: 0) }
        net.introduceAll()
        let isSettled = net.settle(within: 120_000)
        #expect(isSettled, "seed \(seed)")
        #expect(net.findings.isEmpty, "seed \(seed): \(net.findings.prefix(3))")
        let used = net.talks.values.flatMap(\.segments).reduce(0) { sum, segment in
            sum + segment.entries.reduce(0) { $0 + $1.payload.count }
        }
        #expect(used > 4_194_304, "seed \(seed): \(used) bytes")
    }

    @Test(arguments: UInt64(0)..<2)
    func `a peer that takes nothing costs adverts, never operations`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(2, &random)
        net.introduceAll()
        net.run(1_000)
        try net.write(1, by: 0)
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled)
        let link = try #require(net.link(from: 0, to: 1))
        net.stuck = [0]
        for _ in 0..<60 {
            try net.write(200, by: 0)
            net.run(50)
        }
        // What waits for the network stays below its bound and one segment.
        let waiting = net.waitingBytes(0)
        #expect(waiting <= 1_048_576 + Segment.bytesMax, "seed \(seed): \(waiting) bytes")
        #expect(waiting > 500_000, "seed \(seed): the bound wasn't reached")
        let adverts = try #require(net.talks[link]).adverts
        net.run(5_000)
        #expect(net.talks[link]?.adverts == adverts, "seed \(seed): adverts are queued")
        net.unstick(0)
        let isSettledAgain = net.settle(within: 30_000)
        #expect(isSettledAgain, "seed \(seed)")
        #expect(net.findings.isEmpty, "seed \(seed): \(net.findings.prefix(3))")
    }

    @Test(arguments: UInt64(0)..<6)
    func `a revocation that hits all peers reaches them before the sessions end`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(4, &random)
        net.introduceAll()
        net.run(1_000)
        try net.write(3, by: 1)
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled)
        let log = try net.revokeSteward(knownBy: 0)
        // From now on nothing of a cut member is taken, and it gets nothing of the shop's.
        try net.write(2, by: 1)
        try net.write(2, by: 0)
        net.run(1_000)
        #expect(net.nodes[0].mesh.peers.isEmpty, "seed \(seed)")
        #expect(net.nodes[0].logs[net.nodes[1].author.log]?.count == 3, "seed \(seed)")
        for node in net.nodes.indices {
            #expect(net.nodes[node].logs[log]?.count == 2, "seed \(seed), node \(node)")
        }
        #expect(net.nodes[2].logs[net.nodes[0].author.log] == nil, "seed \(seed)")
    }

    @Test(arguments: [true, false], UInt64(0)..<2)
    func `whose enroller is gone stays linked, and is met anew`(
        isRevoked: Bool, seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(3, &random)
        net.introduceAll()
        net.run(1_000)
        let before = net.nodes.map { $0.mesh.peers.map(\.link) }
        try net.loseSteward(isRevoked: isRevoked)
        try net.write(2, by: 1)
        net.run(1_500)
        #expect(net.nodes.map { $0.mesh.peers.map(\.link) } == before, "seed \(seed)")
        let isHeard = net.settle(within: 3_000)
        #expect(isHeard, "seed \(seed)")
        // A process that starts has nothing to show but the old chain.
        net.restart(2)
        net.introduceAll()
        try net.write(2, by: 2)
        let isMet = net.settle(within: 30_000)
        #expect(isMet, "seed \(seed)")
        // The old process's links end, and whoever isn't met yet is called again.
        net.run(20_000)
        #expect(net.nodes.allSatisfy { $0.mesh.peers.count == 2 }, "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<12)
    func `whoever gets the newer mesh key is soon met under it`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var net = try MeshNet(3, &random)
        for node in net.nodes.indices { net.give(node == 0 ? 1 : 2, to: node) }
        // Both sides call at once: the key comes on one link, and the other stays behind.
        net.introduceAll()
        net.run(3_000)
        for node in net.nodes.indices { try net.write(1, by: node) }
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled, "seed \(seed): a link passes control logs alone")
        #expect(net.nodes[0].epoch == 2)
    }

    @Test(arguments: [2, 3, 8, 15, 16])
    func `up to 16 lanes everybody meets everybody`(count: Int) throws {
        var random = SplitMix64(seed: UInt64(count))
        var net = try MeshNet(count, &random)
        // Each knows one other at first: the rest are passed on.
        for node in net.nodes.indices.dropFirst() { net.introduce(node, to: [node - 1]) }
        net.tellOwnAddresses()
        net.run(20_000)
        for node in net.nodes.indices {
            let met = Set(net.nodes[node].mesh.peers.map(\.node))
            #expect(met.count == count - 1, "node \(node) of \(count)")
            #expect(net.nodes[node].mesh.peers.count == count - 1, "one link each")
        }
    }

    @Test(arguments: [17, 24, 32])
    func `above 16 lanes degrees are bounded, and all are joined`(count: Int) throws {
        var random = SplitMix64(seed: UInt64(count))
        var net = try MeshNet(count, &random)
        net.introduceAll()
        net.run(15_000)
        try net.write(1, by: 0)
        let isSettled = net.settle(within: 3_000)
        #expect(isSettled, "one store of \(count)")
        let degrees = net.nodes.map(\.mesh.peers.count)
        // Six that follow in the ring and two others; as many on average call.
        #expect(degrees.reduce(0, +) <= count * 16, "\(degrees)")
        #expect(degrees.max() ?? 0 <= 22, "\(degrees)")
        #expect(degrees.min() ?? 0 >= 6, "\(degrees)")
    }
}
