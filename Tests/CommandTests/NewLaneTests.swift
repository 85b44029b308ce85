import Glibc
import TestSupport
import Testing

/// A newcomer that begins with a snapshot, as processes that are killed.
@Suite(.serialized) struct NewLaneTests {
    @Test func `a newcomer killed again and again sells, then has everything`() throws {
        let store = try StoreOnLoopback()
        let folder = store.folder
        try store.join("b")
        try folder.good("drawer open --data b --float 50")
        for _ in 0..<5 {
            try folder.good("sell --data b 4011*1.0 --tender cash --amount 50")
        }
        let told = try store.joinKilled(
            "c", after: ["0.2", "0.35", "0.5", "0.65", "0.8", "0.95", "1.1"])
        #expect(told["lane"]?.integer == 3)
        let begun = try folder.good("status --data c --json").json()
        #expect(begun["newLane"]?["phase"]?.string == "history")
        #expect(begun["newLane"]?["checkedBy"]?.string != begun["newLane"]?["maker"]?.string)
        // It sells before anybody gave it what happened before.
        try folder.good("drawer open --data c --float 50")
        let sale = try folder.good("sell --data c 4011*1.0 --tender cash --amount 50 --json").json()
        #expect(sale["receiptNumber"]?.string?.hasPrefix("014-03") == true)
        #expect(try !folder.good("sales --data c --json").out.contains("014-02-000001"))
        try store.start("c")
        try store.eventually("everything on c") {
            let (ours, theirs) = (try status("c", folder), try status("a", folder))
            return ours["newLane"] == .null && ours["stateDigest"] == theirs["stateDigest"]
                && ours["frontierDigest"] == theirs["frontierDigest"]
        }
        #expect(try folder.good("sales --data c --json").out.contains("014-02-000005"))
        #expect(try folder.good("sales --data a --json").out.contains("014-03"))
        try folder.good("log verify --data c")
    }

    private func status(_ name: String, _ folder: Folder) throws -> JSON {
        try folder.good("status --data \(name) --json").json()
    }
}
