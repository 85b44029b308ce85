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
        net.run(5_000)
        let settled = net.links
        for _ in 0..<10 {
            for node in net.nodes.indices { try net.write(1, by: node) }
            net.run(1_000)
        }
        let isSettled = net.settle(within: 3_000)
        withKnownIssue("they end each other's links") {
            #expect(isSettled, "seed \(seed)")
            // What they make anew are calls between the two.
            let made = (net.links - settled) / 2
            #expect(made <= 2, "seed \(seed): \(made) links more")
            for node in [0, 2] {
                let met = net.nodes[node].mesh.peers.filter {
                    $0.node == net.nodes[twin].author.node
                }
                #expect(met.count == 2, "seed \(seed): node \(node)")
            }
        }
    }
}
