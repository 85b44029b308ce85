import CRDT
import Encoding
import Replication
import Testing

@Suite struct SeriesNameTests {
    @Test func `only the first life of the first node has the plain series`() throws {
        let author = try Author.golden()
        #expect(SeriesName.plain(store: "014", lane: 3) == "014-03")
        #expect(SeriesName.plain(store: "014", lane: 12) == "014-12")
        func marked(_ known: Set<String> = []) -> String {
            SeriesName.marked(
                store: "014", lane: 3, node: author.node, incarnation: author.log.incarnation,
                known: known)
        }
        // Computed with Python's hashlib and base64.
        #expect(marked() == "014-03wzl")
        #expect(marked(["014-03wzl"]) == "014-03wzlr")
    }

    @Test func `a control scope is derived`() throws {
        // Computed with Python's hashlib.
        #expect(try Author.golden().log.scope.control.id.hex == "39dfe6c4bd04e3b04793203a7ebda23d")
    }
}
