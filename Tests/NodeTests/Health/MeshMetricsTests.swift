import Node
import Testing

/// What monitoring is told of the other lanes.
@Suite struct MeshMetricsTests {
    /// Samples by name and labels, as a lane tells them now.
    private func samples(_ lane: StoreLane) -> [Substring: Substring] {
        var report = HealthReport()
        lane.mesh.tell(&report)
        let lines = report.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let pairs = lines.map { line in
            let place = line.lastIndex(of: " ") ?? line.startIndex
            return (line[..<place], line[place...].dropFirst())
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test func `a lane that is met, and leaves`() throws {
        let first = try StoreLane()
        let second = try StoreLane(joining: first, lane: 7)
        defer { first.close() }
        try first.receive(5)
        let linked = { (name: String) in
            samples(first).first {
                $0.key.hasPrefix("\(name){") && $0.key.hasSuffix("lane=\"7\"}")
            }?
            .value
        }
        try eventually("the other lane's word", on: first.mesh) {
            linked("tillmesh_peer_behind_operations") == "0"
        }
        #expect(linked("tillmesh_peer_linked") == "1")
        #expect(linked("tillmesh_peer_queue_bytes") == "0")
        #expect(linked("tillmesh_peer_clock_offset_seconds") != nil)
        let met = samples(first)
        #expect(met["tillmesh_peers_known"] == "1" && met["tillmesh_peers_linked"] == "1")
        #expect(met["tillmesh_unconfirmed_operations"] == "0")
        #expect(met["tillmesh_missing_operations"] == "0")
        #expect(met.count == 12, "\(met)")
        second.close()
        try eventually("the end of the link", on: first.mesh) {
            linked("tillmesh_peer_linked") == "0"
        }
        #expect(linked("tillmesh_peer_behind_operations") == nil)
        try first.receive(5)
        try eventually("what is only here", on: first.mesh) {
            samples(first)["tillmesh_unconfirmed_operations"] == "1"
        }
        #expect(samples(first)["tillmesh_peers_linked"] == "0")
    }
}
