import TestSupport
import Testing

/// What a steward publishes from a shell, among running nodes.
@Suite struct PublicationTests {
    @Test func `a file shows whole on every lane, and stewards alone publish`() throws {
        let store = try StoreOnLoopback()
        let folder = store.folder
        try store.join("b")
        let rows = (0..<130).map { "PUB\($0),Published \($0),\($0 + 1).00" }
        try folder.write("items.csv", "code,name,price\n" + rows.joined(separator: "\n") + "\n")
        let refused = try folder.run("import items --data b items.csv --from 2099-01-01")
        #expect(refused.status == 77)
        #expect(refused.err.contains("it on lane 1"), "\(refused.err)")
        #expect(refused.err.contains("no lane shows anything of it"))
        try folder.good("import items --data a items.csv")
        try folder.good("drawer open --data b")
        try store.eventually("the last of them on b") {
            try folder.run("sell --data b PUB129 --tender cash").status == 0
        }
        let sale = try folder.good("sell --data b PUB0 PUB129 --tender cash --json").json()
        #expect(sale["totalMinorUnits"]?.integer == 138_86)
        // The same file twice changes nothing, and neither is a publication without a part.
        let heads = try folder.good("status --data a --json").json()["operations"]
        let again = try folder.good("import items --data a items.csv --json").json()
        #expect(again["taken"]?.integer == 0 && again["unchanged"]?.integer == 130)
        #expect(try folder.good("status --data a --json").json()["operations"] == heads)
    }

    @Test func `a lane that is no steward takes in goods that none set, and names the others`()
        throws
    {
        let store = try StoreOnLoopback()
        let folder = store.folder
        try store.join("b")
        try folder.write("first.csv", "code,name,price\nOURS,Of the steward,1.00\n")
        try folder.good("import items --data a first.csv")
        try folder.good("drawer open --data b")
        try store.eventually("the steward's goods on b") {
            try folder.run("sell --data b OURS --tender cash").status == 0
        }
        try folder.write(
            "second.csv", "code,name,price\nOURS,Changed,9.00\nNEW,Found on the dock,2.50\n")
        // A trial says the same, and writes nothing.
        let trial = try folder.run("import items --data b second.csv --dry-run")
        let done = try folder.run("import items --data b second.csv")
        #expect(trial.status == 1 && trial.err == done.err)
        #expect(done.status == 1)
        #expect(
            done.err.contains(
                "line 2, code: 'OURS' was set by the store's steward: change it on lane 1"),
            "\(done.err)")
        let sale = try folder.good("sell --data b OURS NEW --tender cash --json").json()
        #expect(sale["totalMinorUnits"]?.integer == 3_71)
        let again = try folder.run("import items --data b second.csv --json")
        #expect(try again.json()["unchanged"]?.integer == 1)
    }

    @Test func `an invitation promises nothing twice, and nothing that can't be kept`() throws {
        let store = try StoreOnLoopback()
        let folder = store.folder
        let steward = try folder.run("invite --data a --steward")
        #expect(steward.status == 77)
        #expect(steward.err.contains("only the store's root makes a steward"), "\(steward.err)")
        let lanes = try (0..<2).map { _ in
            try folder.good("invite --data a --json").json()["lane"]?.integer
        }
        #expect(lanes == [2, 3])
        let taken = try folder.run("invite --data a --lane 3")
        #expect(taken.status == 1)
        #expect(taken.err.contains("lane 3 is promised to a machine"), "\(taken.err)")
        let slip = try folder.run("join --data c tillmesh1:abc!")
        #expect(slip.status == 65)
        #expect(slip.err.contains("character 14 belongs to no invitation"), "\(slip.err)")
    }

    @Test func `settings hold together, from their moment on, and stewards alone set them`() throws
    {
        let store = try StoreOnLoopback()
        let folder = store.folder
        try store.join("b")
        let refused = try folder.run("settings set --data b idleMinutes 7")
        #expect(refused.status == 77)
        #expect(refused.err.contains("it on lane 1"), "\(refused.err)")
        #expect(try folder.good("settings list --data b idleMinutes").out == "idleMinutes  15\n")
        try folder.good("settings set --data a idleMinutes 7 cutoff 5")
        try store.eventually("both on b") {
            try folder.good("settings list --data b cutoff").out == "cutoff  5\n"
        }
        #expect(try folder.good("settings list --data b idleMinutes").out == "idleMinutes  7\n")
        try folder.good("settings set --data a --from 2199-01-01 idleMinutes 8 cutoff 6")
        #expect(try folder.good("settings list --data a cutoff").out == "cutoff  5\n")
        #expect(try folder.run("settings set --data a idleMinutes 8 cutoff").status == 64)
        #expect(try folder.run("settings set --data a cutoff 1 cutoff 2").status == 64)
        #expect(try folder.run("settings set --data a --from soon cutoff 1").status == 64)
    }
}
