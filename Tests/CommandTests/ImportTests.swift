import TestSupport
import Testing

@Suite struct ImportTests {
    private static let items = """
        code,name,price,unit,barcodes,plu,min_age
        X1,TEST ONE,1.99,piece,9520000099992,,
        X2,TEST TWO,abc,piece,,,
        X3,TEST THREE,3.00,kilo,,,
        X4,"TEST, FOUR",4.00,piece,123,,
        ,NO CODE,1.00,piece,,,
        X1,AGAIN,1.00,piece,,,
        X5,TEST FIVE,2.345,weight,,3001,
        X6,A,1,piece,,12,
        X7,B,1,piece,,,200
        X8,C,1,piece,,,,,
        X9,D,-1,piece,,,
        Y1,"never closed
        """

    @Test func `good items are taken, bad ones named by line, twice changes nothing`() throws {
        let folder = try Folder.withSampleShop()
        try folder.write("items.csv", Self.items)
        let run = try folder.run("import items items.csv")
        #expect(run.status == 1)
        #expect(
            run.err == """
                items.csv: line 3, price: 'abc' is no number; write digits and one point, such \
                as 1.99
                items.csv: line 4, unit: 'kilo' isn't one of piece, weight, kg
                items.csv: line 5, barcodes: '123' is no barcode; it has 8, 12, 13 or 14 digits, \
                not 3
                items.csv: line 6, code: it is empty; it must say something
                items.csv: line 7, code: 'X1' stands in line 2 already; leave one of the two
                items.csv: line 9, plu: '12' is no PLU; it has 4 digits, 3000 to 4999, or 5 with \
                an 8 or 9 first
                items.csv: line 10, min_age: '200' is out of range; it is 0 to 120
                items.csv: line 11: more fields than the header's 7; put text that has commas \
                into quotes
                items.csv: line 12, price: '-1' is out of range; it is 0.0001 or more
                items.csv: line 13: field 2 has a quote that is never closed

                """)
        #expect(run.out.hasPrefix("items: 2 taken, 0 unchanged, 10 refused\n298 items are not in"))
        let again = try folder.run("import items items.csv --json").json()
        #expect(again["taken"]?.integer == 0)
        #expect(again["unchanged"]?.integer == 2)
        #expect(again["refused"]?.integer == 10)
        #expect(again["vanished"]?.array?.count == 298)
        #expect(again["faults"]?.array?.first?["line"]?.integer == 3)
        #expect(again["faults"]?.array?.first?["column"]?.string == "price")
    }

    @Test func `tickets older than the catalogue are rung at their own prices`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("import items -", input: "code,name,price\nX1,ONE,2.50\n")
        try folder.write(
            "old.csv",
            """
            ticket,time,item,description,quantity,price,customer
            1,2020-11-20 10:00,X1,ONE,2,1.99,
            2,2020-11-20 10:05,X9,NINE,2,1.99,

            """)
        let run = try folder.run("replay old.csv --json")
        #expect(run.status == 1)
        #expect(run.err == "ticket 2 skipped, unknown item\n")
        #expect(try run.json()["sales"]?.integer == 1)
        #expect(try run.json()["netMinorUnits"]?.integer == 398)
        try folder.expect(
            """
            64 | replay old.csv --printer foo | replay: --printer takes tcp:HOST[:PORT], \
            serial:PATH[:BAUD], file:PATH or a device's path, not 'foo'
            """)
    }

    @Test func `a dry run takes nothing, and standard input is a file too`() throws {
        let folder = try Folder.withSampleShop()
        let file = "code,name,price\nX1,ONE,1.00\n"
        let dry = try folder.good("import items - --dry-run --json", input: file).json()
        #expect(dry["taken"]?.integer == 1)
        #expect(try folder.run("stock list X1").status == 65)
        try folder.good("import items -", input: file)
        let changed = "code,name,price\nX1,ONE,1.50\n"
        #expect(
            try folder.good("import items - --json", input: changed).json()["taken"]?.integer == 1)
        try folder.good("drawer open")
        let sale = try folder.good("sell X1 --tender cash --json").json()
        #expect(sale["totalMinorUnits"]?.integer == 159)
    }

    @Test func `a thousand items come packed, and a code that two have is warned of`() throws {
        let folder = try Folder.withSampleShop()
        let rows = (1...1000).map { "T\($0),THING \($0),\($0).99\n" }
        try folder.write("many.csv", "code,name,price\n" + rows.joined())
        _ = try Files.output(of: ["gzip", "\(folder.path)/many.csv"])
        let json = try folder.good("import items many.csv.gz --json").json()
        #expect(json["taken"]?.integer == 1000)
        let twice = "code,name,price,barcodes\nT1,THING 1,1.99,9520000010072\n"
        let run = try folder.good("import items -", input: twice)
        #expect(
            run.err == "-: line 2: the code 09520000010072 now belongs to DA001, T1; "
                + "take it off all but one\n")
        let refused = try folder.run("sell 9520000010072 --tender cash")
        #expect(refused.err.contains("'9520000010072' belongs to"))
    }

    @Test func `people get their PINs, and nobody else's`() throws {
        let folder = try Folder.withSampleShop()
        try folder.write(
            "people.csv",
            """
            number,name,roles,pin,language,active
            4,Dana,cashier,4444,es,yes
            5,Evi,cashier,1111,,yes
            1,Maria Manager,cashier,,,yes
            6,Fay,boss,6666,,
            7,Gus,cashier,12,,
            8,Hal,cashier,4444,,
            x,Ida,cashier,,,
            9,Joe,,9999,,
            3,Carla Cashier,cashier|supervisor,,,
            """)
        let run = try folder.run("import people people.csv")
        #expect(run.status == 1)
        #expect(
            run.err == """
                people.csv: line 3, pin: somebody else who works here has it; take another
                people.csv: line 4, roles: nobody would be left who may change people; keep one \
                admin
                people.csv: line 5, roles: 'boss' isn't one of cashier, supervisor, manager, admin
                people.csv: line 6, pin: it is out of range; it is 4 digits to 8 digits
                people.csv: line 7, pin: it stands in line 2 already; leave one of the two
                people.csv: line 8, number: 'x' is out of range; it is 1 to 999999
                people.csv: line 9, roles: it is empty; it must say something

                """)
        #expect(run.out == "people: 2 taken, 0 unchanged, 7 refused\n")
        let again = try folder.run("import people people.csv --json").json()
        #expect(again["taken"]?.integer == 0)
        #expect(again["unchanged"]?.integer == 2)
        try folder.good("drawer open")
        #expect(
            try folder.good("sell DA001 --tender cash --as 4 --json").json()["person"]?.integer == 4
        )
        // A supervisor may type weights: 3 is one now.
        try folder.good("sell 4011*1 --tender cash --as 3")
    }

    @Test func `taxes change what a sale costs`() throws {
        let folder = try Folder.withSampleShop()
        let file = """
            category,level,label,rate,from
            G,state,STATE,10,2026-06-01
            G,state,STATE,200,2026-06-02
            G,planet,STATE,1,2026-06-03
            G,state,STATE,1,soon

            """
        let run = try folder.run("import taxes -", input: file)
        #expect(run.status == 1)
        #expect(
            run.err == """
                -: line 3, rate: '200' is out of range; it is 0 to 100
                -: line 4, level: 'planet' isn't one of national, state, county, city, district
                -: line 5, from: 'soon' is no date; write 2026-11-21 or 2026-11-21 14:30

                """)
        #expect(run.out == "taxes: 1 taken, 0 unchanged, 3 refused\n")
        let again = try folder.run("import taxes - --json", input: file).json()
        #expect(again["unchanged"]?.integer == 1)
        try folder.good("drawer open")
        let sale = try folder.good("sell DA003 --tender cash --json").json()
        #expect(sale["totalMinorUnits"]?.integer == 461)
    }

    @Test func `a file that can't be one is refused whole`() throws {
        let folder = try Folder.withSampleShop()
        try folder.write("headless.csv", "a,b\n1,2\n")
        try folder.write("twice.csv", "code,name,price,code\nX,Y,1,X\n")
        try folder.write("empty.csv", "")
        let nothing = "nothing was taken; docs/imports.md has the columns"
        try folder.expect(
            """
            64 | import | 'import' needs one more word: `tillmesh import items`, `tillmesh \
            import people`, `tillmesh import taxes`
            64 | import items | import items: FILE is missing; see tillmesh import items --help
            66 | import items nowhere.csv | cannot read nowhere.csv: No such file or directory
            65 | import items headless.csv | headless.csv: \(nothing)
            65 | import items twice.csv | twice.csv: \(nothing)
            65 | import people empty.csv | empty.csv is empty; docs/imports.md has the columns
            77 | import items headless.csv --as 3 | this person may not do that alone \
            ('import files'): name somebody who may with --as
            66 | import items headless.csv --data nowhere | there is no till in nowhere: make \
            one with `tillmesh init`
            """)
        let run = try folder.run("import items headless.csv")
        #expect(
            run.err.hasPrefix(
                "headless.csv: line 1, code: the header lacks this column; nothing of the file was")
        )
    }
}
