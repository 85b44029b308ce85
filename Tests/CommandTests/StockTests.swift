import TestSupport
import Testing

@Suite struct StockTests {
    private func held(_ item: String, _ folder: Folder) throws -> Int? {
        try folder.good("stock list \(item) --json").json()["heldThousandths"]?.integer
    }

    @Test func `goods come, go and are counted`() throws {
        let folder = try Folder.withSampleShop()
        #expect(try held("DA001", folder) == 60_000)
        let received = try folder.good("stock receive DA001 12 --reason delivery --json").json()
        #expect(received["heldThousandths"]?.integer == 72_000)
        #expect(received["changeThousandths"]?.integer == 12_000)
        try folder.good("stock adjust 9520000010072 -2 --reason broken")
        #expect(try held("DA001", folder) == 70_000)
        try folder.good("stock count 4011 12.345 --reason inventory")
        #expect(try held("PR4011", folder) == 12_345)
        try folder.good("stock receive DA001 5 --reason delivery --place cellar")
        #expect(try held("DA001", folder) == 70_000)
        let cellar = try folder.good("stock list --place cellar").out
        #expect(cellar == "DA001                  5  MILK WHOLE 1 QT\n")
    }

    @Test func `a count while selling is right`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open")
        try folder.good("stock count DA001 50 --reason inventory")
        try folder.good("sell DA001*3 --tender cash")
        #expect(try held("DA001", folder) == 47_000)
    }

    @Test func `a file's good rows are taken, its bad ones named`() throws {
        let folder = try Folder.withSampleShop()
        try folder.write(
            "delivery.csv",
            """
            code,quantity,cost,colour
            DA001,5,1.10,red
            NOPE,1,,
            9520000010072,2,,
            DA002,-2,,
            DA003,1.5,,
            DA004,9999999,,
            9520000010288,1,,
            4011,2.5,,
            """)
        let run = try folder.run("stock receive --file delivery.csv --reason delivery")
        #expect(run.status == 1)
        #expect(
            run.err == """
                delivery.csv: line 3, code: the catalogue has no item 'NOPE'; import it first
                delivery.csv: line 4, code: '9520000010072' stands in line 2 already; leave one \
                of the two
                delivery.csv: line 5, quantity: '-2' is out of range; it is 0.001 or more
                delivery.csv: line 6, quantity: '1.5' is no whole number; this item is counted \
                in pieces
                delivery.csv: line 7, quantity: '9999999' is out of range; it is 0 to 1000000
                delivery.csv: line 8, code: '9520000010288' has a wrong check digit; did you \
                mean 9520000010287?
                delivery.csv: the column 'colour' means nothing here; it was left out

                """)
        #expect(run.out.hasSuffix("2 taken, 6 refused\n"))
        #expect(try held("DA001", folder) == 65_000)
        #expect(try held("PR4011", folder) == 42_500)
    }

    @Test func `what can't be moved is refused`() throws {
        let folder = try Folder.withSampleShop()
        try folder.expect(
            """
            64 | stock | 'stock' needs one more word: `tillmesh stock receive`, `tillmesh stock \
            adjust`, `tillmesh stock count`, `tillmesh stock list`
            64 | stock receive DA001 1 | stock receive: --reason is missing; see tillmesh stock \
            receive --help
            64 | stock receive --reason x | stock receive: give ITEM and QTY, or --file FILE
            64 | stock receive DA001 --reason x | stock receive: give ITEM and QTY, or --file FILE
            64 | stock receive DA001 1 --file f --reason x | stock receive: give ITEM QTY or \
            --file, not both
            64 | stock receive DA001 x --reason x | stock: 'x' is no number; write digits and \
            one point, such as 1.99
            64 | stock receive DA001 0 --reason x | stock: '0' is out of range; it is 0.001 to \
            1000000
            64 | stock receive DA001 1.5 --reason x | stock: '1.5' is no whole number; this item \
            is counted in pieces
            64 | stock receive 4011 1.2345 --reason x | stock: '1.2345' has more than 3 digits \
            after the point
            64 | stock count DA001 -1 --reason x | stock: '-1' is out of range; it is 0 to 1000000
            65 | stock receive NOPE 1 --reason x | no item 'NOPE' in the catalogue; `tillmesh \
            stock list` lists what there is
            65 | stock receive 9520000010073 1 --reason x | '9520000010073' has a wrong check \
            digit; did you mean 9520000010072?
            66 | stock receive --file nowhere --reason x | cannot read nowhere: No such file or \
            directory
            77 | stock receive DA001 1 --reason x --as 3 | this person may not do that \
            alone ('move stock'): name somebody who may with --as
            77 | stock receive DA001 1 --reason x --as 9 | nobody who works here has the number \
            9; `tillmesh import people` adds people
            66 | stock list --data nowhere | there is no till in nowhere: make one with \
            `tillmesh init`
            """)
    }
}
