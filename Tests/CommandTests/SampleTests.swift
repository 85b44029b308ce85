import TestSupport
import Testing

/// Data directories and exports of earlier versions are opened, made again and verified for ever.
@Suite struct SampleTests {
    /// A folder with the sample's data directory as `shop` and its export.
    private static func folder(_ sample: String) throws -> Folder {
        let folder = Folder()
        let words = ["tar", "--zstd", "-xf", "samples/\(sample)/shop.tar.zst", "-C", folder.path]
        _ = try Files.output(of: words)
        _ = try Files.output(of: ["cp", "samples/\(sample)/export.cbor.zst", folder.path])
        return folder
    }

    private static func expected(_ sample: String) throws -> JSON {
        let bytes = try Files.bytes("samples/\(sample)/expected.json")
        return try JSON(parsing: String(decoding: bytes, as: UTF8.self))
    }

    /// The state digest under the newest projection; its number is part of the digest.
    private static func digest(_ sample: String) throws -> String {
        let lines = String(
            decoding: try Files.bytes("samples/\(sample)/digests.txt"), as: UTF8.self)
        let last = try #require(lines.split(separator: "\n").last?.split(separator: " "))
        try #require(last.count == 2)
        return String(last[1])
    }

    @Test(arguments: [("v1", 153), ("v2", 41)])
    func `a sample's directory is read, made again and verified`(
        sample: String, receipts: Int
    ) throws {
        let folder = try Self.folder(sample)
        let expected = try Self.expected(sample)
        let before = try folder.good("status --json").json()
        for name in ["operations", "heads", "frontierDigest"] {
            #expect(before[name] != nil && before[name] == expected[name], "\(name)")
        }
        // A directory that was moved begins a new life: its old logs stay, and new ones open.
        try folder.good("rebuild")
        let after = try folder.good("status --json").json()
        #expect(after["stateDigest"] == .string(try Self.digest(sample)))
        try folder.good("log verify")
        try folder.good("doctor --deep")
        let sales = try folder.good("sales --json --limit 100000").jsonLines()
        #expect(sales.count == receipts)
    }

    @Test func `a rebuild says that rows had been changed behind the log's back`() throws {
        let folder = try Folder.withSampleShop()
        #expect(try folder.good("rebuild").out.contains("as they were"))
        try folder.good("drawer open")
        _ = try Files.output(of: [
            "python3", "-c",
            "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
                + "db.execute('UPDATE drawer_opening SET float = float + 1'); db.commit()",
            folder.path + "/shop/tillmesh.sqlite",
        ])
        let run = try folder.run("rebuild")
        #expect(run.status == 1 && run.out.contains("repaired    drawer_opening"), "\(run)")
        #expect(run.out.hasSuffix("The tables differed; they are right now.\n"))
        #expect(try folder.good("rebuild --json").json()["same"] == .bool(true))
    }

    /// Members, a branch, what a manager allowed and what is held are read from the rows.
    @Test func `a store's sample says what became of its lanes`() throws {
        let folder = try Self.folder("v2")
        let members = try folder.good("members --json").json()["members"]?.array ?? []
        let states = members.map { $0["state"]?.string ?? "" }.sorted()
        #expect(states == ["active", "active", "active", "revoked", "rotated"])
        // What somebody should look at makes these end with 1.
        let forks = try folder.run("fork list")
        #expect(forks.status == 1 && forks.out.contains("2 operations of its own"), "\(forks)")
        let conflicts = try folder.run("conflicts")
        let unconfirmed = "unconfirmed 014-01-000007: 2.49 paid out, lane 2 wasn't asked"
        #expect(conflicts.status == 1 && conflicts.out.contains(unconfirmed), "\(conflicts)")
        let held = try folder.good("log show --limit 1000 --json").jsonLines()
            .filter { $0["name"]?.string == "basket.held" }
        #expect(held.count == 1)
        #expect(try folder.good("quarantine list").out == "Everything counts.\n")
        try folder.good("rebuild")
        #expect(try folder.run("conflicts").out == conflicts.out)
    }

    @Test(arguments: [
        ("v1", "557 operations in 3 logs"), ("v2", "409 operations in 13 logs"),
    ])
    func `a sample's export is verified against its root`(sample: String, told: String) throws {
        let folder = try Self.folder(sample)
        let root = String(decoding: try Files.bytes("samples/\(sample)/root.txt"), as: UTF8.self)
            .split(separator: "\n")[0]
        let run = try folder.good("log verify export.cbor.zst --root \(root)")
        #expect(run.out.contains(told))
        let other = try folder.run("log verify export.cbor.zst --root \(root.reversed())")
        #expect(other.status != 0)
    }
}
