import Glibc
import TestSupport
import Testing

/// What stewards and the root decide, among running nodes.
@Suite(.serialized) struct StoreDecisionTests {
    @Test func `a revocation is applied to what is stored, and a salvage takes it back`() throws {
        let store = try StoreOnLoopback()
        let folder = store.folder
        try store.join("b")
        try store.join("c")
        try folder.good("drawer open --data b --float 50")
        try folder.good("sell --data b 4011*1.0 --tender cash --amount 50")
        let log = try present(
            store.members("a")["2"]?["heads"]?.array?.compactMap { $0["log"]?.string }.max {
                $0.count < $1.count
            })
        #expect(log.contains("/"))
        try store.eventually("the sale on c") {
            try folder.good("sales --data c --json").out.contains("014-02-000001")
        }
        let revoked = try folder.good("revoke 2 --reason stolen --cut-all --data a --json").json()
        #expect(revoked["meshKeyEpoch"]?.integer == 2)
        try store.eventually("the sale to be gone from c") {
            try !folder.good("sales --data c --json").out.contains("014-02-000001")
        }
        let kept = try folder.good("quarantine list --data c --json").jsonLines()
        #expect(kept.contains { $0["name"]?.string == "receipt.completed" })
        #expect(Set(kept.compactMap { $0["reason"]?.integer }) == [4])
        try store.eventually("no session with b") {
            try folder.good("peers --data b --json").json()["peers"]?.array?.isEmpty == true
        }
        try store.eventually("b to know of it, and to say so") {
            let status = try folder.good("status --data b --json").json()
            let problems = status["problems"]?.array?.compactMap(\.string) ?? []
            return status["standing"]?.string == "revoked"
                && problems.contains { $0.contains("N04") }
        }
        try store.eventually("c to be met under the new key") {
            try folder.good("peers --data a --json").json()["peers"]?.array?.count == 1
        }
        let shop = try present(
            kept.first { $0["name"]?.string == "receipt.completed" }?["log"]?.string)
        try folder.good("salvage --data a --reason honest \(shop)")
        try store.eventually("the sale to be back on c") {
            try folder.good("sales --data c --json").out.contains("014-02-000001")
        }
        let member = try present(
            store.members("c").values.first { $0["state"]?.string == "revoked" })
        #expect(member["lane"] == .null)
    }

    @Test func `a steward retires and sets dormant, a lane may not, the root may all`() throws {
        let store = try StoreOnLoopback()
        let folder = store.folder
        try store.join("b")
        #expect(try folder.run("retire 1 --data b").status == 77)
        try folder.good("dormant 2 --data a")
        try store.eventually("b to know that it's dormant") {
            try store.members("b")["2"]?["state"]?.string == "dormant"
        }
        try folder.good("dormant 2 --off --data a")
        #expect(try store.members("a")["2"]?["state"]?.string == "active")
        try folder.write("wrong", "not the passphrase\n")
        let refused = try folder.run("retire 2 --root --passphrase-file wrong --data a")
        #expect(refused.status == 77, "\(refused.err)")
        // A steward doesn't revoke a steward; the root does, in a log of its own each time.
        #expect(try folder.run("revoke 1 --reason test --data a").status == 77)
        let first = try folder.good("dormant 2 --root --passphrase-file pass --data a --json")
        let second = try folder.good(
            "dormant 2 --off --root --passphrase-file pass --data a --json")
        #expect(try first.json()["log"] != second.json()["log"])
        try folder.good("retire 2 --data a")
        try store.eventually("b to be retired") {
            try store.members("a").values.contains { $0["state"]?.string == "retired" }
        }
        let status = try folder.good("status --data a --json").json()
        #expect(status["link"]?.string != nil && status["stableFrontier"] != .null)
    }

    @Test func `the root makes a second steward, who enrols others, and the first may go`() throws {
        let store = try StoreOnLoopback()
        let folder = store.folder
        try store.join("b")
        try store.join("c")
        #expect(try folder.run("invite --data b").status == 77)
        try store.eventually("b to meet a and c") { try peers(of: "b", store) == 2 }
        #expect(try folder.run("members promote 2 --data b --passphrase-file pass").status == 66)
        try folder.good("members promote 2 --data a --passphrase-file pass")
        try folder.expect(
            "1 | members promote 2 --data a --passphrase-file pass | "
                + (try name(of: "2", store)) + " is a steward already")
        try store.eventually("b to be a steward for c") {
            try store.members("c")["2"]?["roles"]?.array?.contains { $0.string == "steward" }
                == true
        }
        #expect(try peers(of: "b", store) == 2)
        // A steward doesn't make stewards, and the last one stays.
        try folder.good("settings set --data b retentionDays 500")
        try folder.good("members demote 1 --data a --passphrase-file pass")
        try folder.expect(
            "1 | members demote 2 --data a --passphrase-file pass | the store would have no "
                + "steward: make another one first, `tillmesh members promote`")
        try store.eventually("c to hear of it") { try store.members("c")["1"] == nil }
        // Whom the first one enrolled is met all the same, and known by the root's word now.
        #expect(try folder.good("peers --data b --json").json()["peers"]?.array?.isEmpty == false)
        try store.join("d", by: "b")
        try store.eventually("d to be met by b and c") {
            try ["b", "c"].allSatisfy { node in
                let peers = try folder.good("peers --data \(node) --json").json()["peers"]
                return (peers?.array?.count ?? 0) >= 2
            }
        }
        try store.eventually("what b set on d") {
            try folder.good("settings list retentionDays --data d").out.contains("500")
        }
    }

    private func peers(of name: String, _ store: StoreOnLoopback) throws -> Int? {
        try store.folder.good("peers --data \(name) --json").json()["peers"]?.array?.count
    }

    private func name(of lane: String, _ store: StoreOnLoopback) throws -> String {
        String(try present(store.members("a")[lane]?["node"]?.string).prefix(8))
    }

    @Test func `a key is changed while the node runs, and others meet the new one`() throws {
        let store = try StoreOnLoopback()
        let folder = store.folder
        try store.join("b")
        try folder.good("drawer open --data b --float 50")
        #expect(try folder.run("rotate --data b").status == 1)
        try folder.good("drawer close --data b --counted 50")
        let rotated = try folder.good("rotate --data b --json").json()
        let (old, new) = (rotated["from"]?.string, rotated["to"]?.string)
        #expect(old != new)
        try store.eventually("a to meet the new key") {
            try folder.good("peers --data a --json").json()["peers"]?.array?.first?["node"]?
                .string == new
        }
        try store.eventually("a to know who b is") {
            try store.members("a")["2"]?["node"]?.string == new
        }
        #expect(try store.members("a")[old ?? ""]?["state"]?.string == "rotated")
        try folder.good("drawer open --data b --float 50")
        try folder.good("sell --data b 4011*1.0 --tender cash --amount 50")
        // The Z of the old key is still this lane's last one, on every lane.
        let own = try folder.good("report z --data b --lane 2 --json").json()
        try store.eventually("the Z on a") {
            try folder.run("report z --data a --lane 2 --json").out.contains("\"z\":1")
        }
        #expect(own["z"]?.integer == 1)
        try store.eventually("what b acknowledged at its Z") {
            try folder.good("log show --data a --limit 100").out.contains("acknowledged")
        }
    }

    @Test func `a change of key that was cut short is finished or forgotten`() throws {
        let folder = Folder()
        try folder.write("pass", StoreOnLoopback.passphrase + "\n")
        try folder.good("init --sample --data shop --passphrase-file pass")
        let before = try Files.bytes("\(folder.path)/shop/identity")
        let own = try folder.good("members --json").json()["own"]?.string
        let rotated = try folder.good("rotate --json").json()
        #expect(rotated["from"]?.string == own)
        let after = try Files.bytes("\(folder.path)/shop/identity")
        #expect(before != after && !folder.exists("shop/identity.next"))
        // As a crash leaves it behind the old key's last word, before the files are exchanged.
        try Files.write(before, to: "\(folder.path)/shop/identity")
        try Files.write(after, to: "\(folder.path)/shop/identity.next")
        let resumed = try folder.good("members --json").json()["own"]?.string
        #expect(resumed == rotated["to"]?.string)
        #expect(!folder.exists("shop/identity.next"))
        #expect(try Files.bytes("\(folder.path)/shop/identity") == after)
        // A key of which the log says nothing never was this node's.
        let other = Folder()
        try other.write("pass", StoreOnLoopback.passphrase + "\n")
        try other.good("init --sample --data shop --passphrase-file pass")
        let foreign = try Files.bytes("\(other.path)/shop/identity")
        try Files.write(foreign, to: "\(folder.path)/shop/identity.next")
        #expect(try folder.good("members --json").json()["own"]?.string == resumed)
        #expect(!folder.exists("shop/identity.next"))
        try folder.good("log verify")
    }

    @Test func `what fits and what doesn't is listed, and a tie is written anew`() throws {
        let folder = try Folder.withSampleShop()
        #expect(try folder.good("conflicts").out == "Everything fits together.\n")
        #expect(try folder.good("quarantine list").out == "Everything counts.\n")
        #expect(try folder.good("fork list").out == "No log is forked.\n")
        try folder.good("stock adjust DA001 -5000 --reason broken")
        let task = try folder.run("conflicts --json")
        #expect(task.status == 1)
        #expect(try task.json()["item"]?.string == "DA001")
        try folder.good("stock count DA001 3 --reason counted")
        #expect(try folder.good("conflicts --json").out.isEmpty)
        try folder.expect(
            """
            66 | conflicts --keep abcdef | no tie, or more than one, has an operation 'abcdef'
            66 | quarantine show abcdef  | no operation in quarantine has the hash 'abcdef'
            66 | retire 44               | no member rings as lane 44; see tillmesh members
            64 | revoke 1                | revoke: --reason is missing; see tillmesh revoke --help
            """)
    }
}
