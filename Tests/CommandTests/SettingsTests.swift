import TestSupport
import Testing

@Suite struct SettingsTests {
    @Test func `cash is rounded once a store says so, and never its tax`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open --float 50")
        try folder.good("settings set cashRounding 5")
        #expect(try folder.good("settings list cashRounding").out == "cashRounding  5\n")
        let sale = try folder.good("sell DA001 --tender cash --json").json()
        #expect(sale["totalMinorUnits"]?.integer == 192)
        let closed = try folder.good("drawer close --counted 51.90 --json").json()
        #expect(closed["differenceMinorUnits"]?.integer == 0)
    }

    @Test func `a template of the store's own reads its labels`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open")
        try folder.write("items.csv", "code,name,price,barcodes\nP1,PIE,3.00,2412345000009\n")
        #expect(try folder.run("sell 2412345003758 --tender cash").status == 65)
        try folder.good("import items items.csv")
        try folder.good(#"settings set barcodeTemplates ["24IIIIIPPPPPC"]"#)
        let sale = try folder.good("sell 2412345003758 --tender cash --json").json()
        #expect(sale["totalMinorUnits"]?.integer == 398)
    }

    @Test func `what is listed can be set again`() throws {
        let folder = try Folder.withSampleShop()
        let listed = try folder.good("settings list --json").out
        let lines = try listed.split(separator: "\n").map { try JSON(parsing: String($0)) }
        #expect(lines.count == 24)
        for row in try folder.good("settings list").out.split(separator: "\n") {
            let parts = row.split(separator: " ", maxSplits: 1).map(String.init)
            let value = String(parts[1].drop { $0 == " " })
            guard !["storeNumber", "currency"].contains(parts[0]), !value.contains(" ") else {
                continue
            }
            try folder.good("settings set \(parts[0]) \(value)")
        }
        #expect(try folder.good("settings list --json").out == listed)
        #expect(try folder.good("doctor --deep").status == 0)
    }

    @Test func `a card's number is in no setting, a shop's own number may be`() throws {
        let folder = try Folder.withSampleShop()
        let (card, dashed) = ("4111111111111111", "4111-1111-1111-1111")
        let kept = "that looks like a card number, which is kept nowhere"
        let list = #"[{"0":0,"1":[{"0":1,"1":["\#(dashed)","Otro"]}]}]"#
        let cash = #"{"0":"cash","1":["Cash","\#(card)"],"2":0,"3":true,"4":true,"5":false}"#
        let before = try folder.good("settings list").out
        let role = #"[{"0":"\#(card)","1":67108864,"2":null,"3":null,"4":null}]"#
        try folder.expect(
            """
            1 | settings set storeName \(card) | \(kept)
            1 | settings set receiptHeader ["Kiosk","Card:\(dashed)"] | \(kept)
            1 | settings set receiptFooter ["\(card)"] --from 2027-01-01 | \(kept)
            1 | settings set storeName Kiosk receiptFooter ["\(card)"] | \(kept)
            1 | settings set laneLabels [{"0":1,"1":"\(card)"}] | \(kept)
            1 | settings set reasons \(list) | \(kept)
            1 | settings set tenders [\(cash)] | \(kept)
            """)
        #expect(try folder.good("settings list").out == before)
        // A SIRET's 14 digits check out like a card's; a bank account has more digits, or letters.
        try folder.good(
            #"settings set receiptHeader ["SIRET:73282932000074","ES9121000418450200051332"]"#)
        #expect(try folder.run("settings set roles \(role)").status == 1)
    }

    @Test func `a setting that makes no sense is refused in words`() throws {
        let folder = try Folder.withSampleShop()
        let form = "shows its form, docs/settings.md says what it may be"
        let own = #"[{"0":"admin","1":1,"2":null,"3":null,"4":null}]"#
        try folder.expect(
            """
            64 | settings | 'settings' needs one more word: `tillmesh settings list`, `tillmesh \
            settings set`
            64 | settings set cutoff | settings set: VALUE is missing; see tillmesh settings set \
            --help
            64 | settings set cutoff 13 | cutoff doesn't take '13'; `tillmesh settings list \
            cutoff` \(form)
            64 | settings set cashRounding 0 | cashRounding doesn't take '0'; `tillmesh settings \
            list cashRounding` \(form)
            64 | settings set tenders [] | tenders doesn't take '[]'; `tillmesh settings list \
            tenders` \(form)
            64 | settings set quickNotes [[[[[[[[[[1]]]]]]]]]] | quickNotes doesn't take \
            '[[[[[[[[[[1]]]]]]]]]]'; `tillmesh settings list quickNotes` \(form)
            64 | settings set barcodeTemplates ["XX"] | barcodeTemplates: 'XX' is no template; \
            one looks like 21IIIIIWWWWWC
            64 | settings set zone Mars/Base | zone takes a name of the IANA database, such as \
            Europe/London
            64 | settings set currency EUR | currency is given once, by `tillmesh init`
            1 | settings set roles \(own) | roles: person 1 could change settings and people no \
            more; leave them both
            77 | settings set cutoff 5 --as 3 | this person may not do that alone ('change \
            settings'): name somebody who may with --as
            """)
    }
}
