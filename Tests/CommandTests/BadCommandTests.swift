import TestSupport
import Testing

/// What a script may ask wrongly, each with its code and its words.
@Suite struct BadCommandTests {
    @Test func `words that are no command, and numbers that are none`() throws {
        let folder = try Folder.withSampleShop()
        let imports = "`tillmesh import items`, `tillmesh import people`, `tillmesh import taxes`"
        try folder.expect(
            """
            64 | frob | no command 'frob'; `tillmesh --help` lists them
            64 | import | 'import' needs one more word: \(imports)
            64 | import frogs h.csv | no command 'import frogs'; there are \(imports)
            64 | import items | import items: FILE is missing; see tillmesh import items --help
            64 | sales --limit x | sales: --limit takes a whole number from 0 to 1000000000, not \
            'x'
            64 | sales extra | sales: 'extra' is one word too many
            64 | sales --data shop --limit | sales: --limit needs a value
            64 | sales --json=1 | sales: --json takes no value
            64 | log show --limit -1 | log show: --limit takes a whole number from 0 to 1000000, \
            not '-1'
            66 | log show --log zz | no log 'zz' here; `tillmesh status` names them
            64 | items unknown --limit x | items unknown: --limit takes a whole number from 1 to \
            100000, not 'x'
            64 | lane | lane: the lane needs a terminal: standard input and output are none
            """)
        let bare = try Program.run(["status"], in: folder.path)
        #expect(
            bare.status == 64
                && bare.err == "tillmesh: status: which shop? Give --data DIR or set "
                    + "TILLMESH_DATA; `tillmesh init` makes a new one\n"
        )
    }

    @Test func `reports of what never was`() throws {
        let folder = try Folder.withSampleShop()
        try folder.expect(
            """
            1 | report x | no drawer is open: `tillmesh drawer open` begins the day
            66 | report x --lane 9 | no drawer of lane 9 is open, as far as is known here
            66 | report z | no drawer was closed yet: there is no Z
            66 | report z 99 | there is no Z 99
            64 | report z x | report z: 'x' is no number of a Z
            64 | report z --lane 100 | report z: --lane takes a whole number from 1 to 99, not \
            '100'
            64 | report journal --date yesterday | report journal: 'yesterday' is no date such as \
            2026-11-21
            64 | report journal --date 2026-13-01 | report journal: '2026-13-01' is no date such \
            as 2026-11-21
            66 | rebuild --data nowhere | there is no till in nowhere: make one with `tillmesh \
            init`
            66 | doctor --data nowhere | there is no folder nowhere
            """)
    }

    @Test func `copies that can't be made or put back`() throws {
        let folder = try Folder.withSampleShop()
        try folder.write("noise", "no database, no export")
        try folder.expect(
            """
            73 | backup nowhere/b | cannot create nowhere/b: No such file or directory
            73 | log export nowhere/b | cannot write nowhere/b: No such file or directory
            66 | restore nowhere | there is no file nowhere: name the backup's own file
            65 | restore noise | noise is no backup: name a file that `tillmesh backup` wrote
            65 | log verify noise | noise is no export of a log (byte 0: no operation can be \
            read: a list should stand here)
            64 | log verify --root zz | log verify: 'zz' is no NodeID in base32 or hexadecimal
            65 | join noise --data new | this is no invitation (it doesn't begin with \
            tillmesh1:): type or scan the whole line that `tillmesh invite` printed, from \
            tillmesh1: on
            75 | invite | no lane or node runs on shop: start `tillmesh lane` or `tillmesh node` \
            there, then try again
            66 | revoke 9 --reason x | no member rings as lane 9; see tillmesh members
            """)
        #expect(!folder.exists("new"))
        #expect(try folder.good("status --json").json()["operations"]?.integer ?? 0 > 0)
    }

    @Test func `tickets that can't be rung are named, and open no day`() throws {
        let folder = try Folder.withSampleShop()
        let header = "ticket,time,item,description,quantity,price,customer\n"
        let rows = [
            "1,2025-13-01 10:00:00,DA002,MILK,1,1.89,", "2,2025-05-01 10:00:00,DA002,MILK,x,1,",
            "3,2025-05-01 10:00:00,NOPE,MILK,1,1.89,", "4,2025-05-01 10:00:00,DA002,MILK,0,1.89,",
            ",2025-05-01 10:00:00,DA002,MILK,1,1.89,", "6,2025-05-01 10:00:00,DA002,MILK,1",
            "7,2025-05-01 10:00:00,DA002,MILK,1,-1.00,",
        ]
        try folder.write("bad.csv", header + rows.joined(separator: "\n") + "\n")
        try folder.write("names.csv", "a,b\n1,2\n")
        let before = try folder.good("status --json").json()["operations"]?.integer
        for _ in 0..<2 {
            let run = try folder.run("replay bad.csv --json")
            #expect(run.status == 1)
            #expect(
                run.err == """
                    ticket 1 skipped, bad row: line 2, time: '2025-13-01 10:00:00' is no date; \
                    write 2026-11-21 or 2026-11-21 14:30
                    ticket 2 skipped, bad row: line 3, quantity: 'x' is no number; write digits \
                    and one point, such as 1.99
                    ticket 3 skipped, unknown item
                    ticket 4 skipped, quantity zero
                    ticket 6 skipped, bad row: line 7, price: a number is missing
                    ticket 7 skipped, negative price
                    bad.csv: line 6, ticket: it is empty; it must say something

                    """)
            let counts = try run.json()
            #expect(counts["skippedTickets"]?.integer == 6 && counts["tickets"]?.integer == 6)
            #expect(counts["operations"]?.integer == before, "a second run adds nothing")
        }
        try folder.expect(
            """
            65 | replay names.csv | names.csv: line 1, ticket: the header lacks this column; \
            nothing of the file was taken
            66 | replay nowhere.csv | cannot read nowhere.csv: No such file or directory
            64 | replay bad.csv --printer nonsense | replay: --printer takes tcp:HOST[:PORT], \
            serial:PATH[:BAUD], file:PATH or a device's path, not 'nonsense'
            73 | replay bad.csv --paper nowhere/x | cannot write nowhere/x: No such file or \
            directory
            77 | replay bad.csv --as 99 | nobody who works here has the number 99; `tillmesh \
            import people` adds people
            """)
    }

    @Test func `a practice till numbers apart from the real one`() throws {
        let folder = try Folder.withSampleShop()
        var numbers: [String] = []
        for till in ["shop", "shop/training"] {
            try folder.good("drawer open --float 10 --data \(till)")
            let sale = try folder.good("sell DA001 --tender cash --json --data \(till)").json()
            numbers.append(sale["receiptNumber"]?.string ?? "")
        }
        #expect(numbers[0] == "014-01-000001")
        #expect(numbers[1].hasPrefix("014-01") && numbers[1].hasSuffix("-000001"))
        #expect(numbers[1].utf8.count == numbers[0].utf8.count + 3, "\(numbers)")
        let paper = try folder.good("report x --data shop/training").out
        // Where the paper is cut nothing is printed.
        let lines = paper.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { !$0.hasPrefix("- -") }
        #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("TRAINING") }, "\(paper)")
        #expect(paper.contains("Training (1)") && paper.contains("Sales (0)"))
    }
}
