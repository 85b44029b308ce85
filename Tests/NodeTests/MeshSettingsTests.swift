import Node
import Testing

@Suite struct `The mesh's settings` {
    @Test func `are read line by line`() throws {
        let text = """
            # a comment
            listen = [::]:9000   # behind it, too
            announce = no
            peer = lane1.example:7447

            peer=[fd00::2]:7448
            """
        let settings = try MeshSettings(reading: text, path: "mesh.conf")
        #expect(
            settings
                == MeshSettings(
                    listen: "[::]:9000", isAnnounced: false,
                    peers: ["lane1.example:7447", "[fd00::2]:7448"]))
        #expect(try MeshSettings(reading: "listen = off", path: "").listen == nil)
        #expect(try MeshSettings(reading: "", path: "") == MeshSettings())
    }

    @Test(arguments: [
        ("listen", 1), ("\nlisten = 7447", 2), ("announce = maybe", 1), ("peer = host", 1),
        ("peer = host:0", 1), ("peer = ::1:7447", 1), ("color = red", 1), ("peer = host:70000", 1),
    ])
    func `are refused by line`(text: String, line: Int) {
        #expect {
            _ = try MeshSettings(reading: text, path: "mesh.conf")
        } throws: { error in
            (error as? MeshSettings.Failure)?.line == line
        }
    }
}
