import Glibc
import TestSupport
import Testing

/// What a new user may type, name or leave lying about, each with its code and its words.
@Suite struct BadInputTests {
    private static let card = "4111111111111111"

    @Test func `a folder that is no till says why`() throws {
        let folder = try Folder.withSampleShop()
        try folder.write("file", "x")
        try folder.expect(
            """
            66 | status --data nowhere | there is no till in nowhere: make one with \
            `tillmesh init`
            66 | status --data file | file can't be opened: Not a directory
            66 | sell DA001 --tender cash --data file | file can't be opened: Not a directory
            """)
    }

    @Test(arguments: ["rm", "truncate -s 0"])
    func `an identity without its books makes no new till`(undoing: String) throws {
        let folder = try Folder.withSampleShop()
        let words = undoing.split(separator: " ").map(String.init)
        _ = try Files.output(of: words + [folder.path + "/shop/tillmesh.sqlite"])
        _ = try Files.output(of: ["rm", "-f", folder.path + "/shop/tillmesh.sqlite-wal"])
        let gone =
            "shop holds a till's identity and no books: put tillmesh.sqlite back if it was only "
            + "moved, else `tillmesh restore` the last backup"
        try folder.expect(
            """
            65 | status | \(gone)
            65 | sales | \(gone)
            65 | sell DA001 --tender cash | \(gone)
            """)
    }

    @Test func `books that another key wrote are not read as this till's`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("init --data other --sample")
        let (from, to) = (folder.path + "/other/identity", folder.path + "/shop/identity")
        _ = try Files.output(of: ["cp", from, to])
        let strange =
            "shop holds the books of another till than its identity file names: put this till's "
            + "own identity file back"
        try folder.expect(
            """
            65 | status | \(strange)
            65 | sales | \(strange)
            65 | sell DA001 --tender cash | \(strange)
            """)
    }

    @Test func `a second lane on one folder is told who has it`() throws {
        let folder = try Folder.withSampleShop()
        let lock = open(folder.path + "/shop/lock", O_RDWR | O_CLOEXEC)
        try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
        defer { close(lock) }
        let run = try folder.run("lane-child")
        #expect(run.status == 75 && run.err.contains("in use by another"), "\(run)")
    }

    @Test func `a replay leaves a cashier's open drawer to be counted`() throws {
        let folder = try Folder.withSampleShop()
        let header = "ticket,time,item,description,quantity,price,customer"
        try folder.write("t.csv", header + "\n1,2025-05-01 10:00:00,DA002,MILK,1,1.89,\n")
        try folder.good("drawer open --float 100")
        try folder.expect(
            """
            1 | replay t.csv | a drawer is open: close it with `tillmesh drawer close` first; \
            a replay opens and closes one for each day of its file
            """)
        let closed = try folder.good("drawer close --counted 99 --json").json()
        #expect(closed["differenceMinorUnits"]?.integer == -100)
        let run = try folder.good("replay t.csv --json").json()
        #expect(run["sales"]?.integer == 1)
    }

    @Test func `a word without end is cut short in its message`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open")
        let long = String(repeating: "9", count: 10_000)
        let cut = String(repeating: "9", count: 255) + "…"
        try folder.expect(
            """
            65 | sell \(long) --tender cash | '\(cut) can't be read as a code; give the item's own \
            code
            """)
    }

    @Test func `a passphrase that nobody can type is none`() throws {
        let folder = Folder()
        try Files.write([0xFF, 0xFE] + Array("four words here".utf8), to: folder.path + "/noise")
        try folder.write("escape", "four \u{1B}[31m words here\n")
        let new = "init --data new --sample --passphrase-file"
        try folder.expect(
            """
            65 | \(new) noise | init: --passphrase-file: the first line of noise is no text that \
            can be typed
            65 | \(new) escape | init: --passphrase-file: the first line of escape is no text \
            that can be typed
            """)
        #expect(!folder.exists("new"))
    }

    @Test func `a card's number is kept in no text`() throws {
        let folder = try Folder.withSampleShop()
        try folder.write("items.csv", "code,name,price\nX1,\(Self.card),1\n\(Self.card),X,1\n")
        try folder.write("people.csv", "number,name,roles\n9,\(Self.card),cashier\n")
        try folder.write("delivery.csv", "code,quantity,reason\nDA001,1,\(Self.card)\n")
        let kept = "that looks like a card number, which is kept nowhere"
        try folder.expect(
            """
            65 | customer add --phone \(Self.card) | phone: that looks like a payment card's \
            number, which is kept nowhere
            1 | stock receive DA001 1 --reason \(Self.card) | \(kept)
            1 | stock receive DA001 1 --reason x --place \(Self.card) | \(kept)
            1 | revoke 1 --reason \(Self.card) | \(kept)
            1 | invite --lane 2 --label \(Self.card) | \(kept)
            """)
        // A telephone number with its country's code is shorter than most cards'.
        try folder.good("customer add --phone 0049-30-12345678")
        let dots = String(repeating: "·", count: 16)
        let fault = "looks like a payment card's number, which is kept nowhere\n"
        let items = try folder.run("import items items.csv")
        #expect(
            items.err == "items.csv: line 2, name: '\(dots)' \(fault)"
                + "items.csv: line 3, code: '\(dots)' \(fault)")
        let people = try folder.run("import people people.csv")
        #expect(people.err == "people.csv: line 2, name: '\(dots)' \(fault)")
        let delivery = try folder.run("stock receive --file delivery.csv --reason x")
        #expect(delivery.err == "delivery.csv: line 2, reason: '\(dots)' \(fault)")
        for run in [items, people, delivery] { #expect(run.status == 1, "\(run)") }
    }

    @Test func `a ticket that names a card is skipped by its line`() throws {
        let folder = try Folder.withSampleShop()
        let header = "ticket,time,item,description,quantity,price,customer\n"
        let rows = [
            "1,2025-05-01 10:00:00,NEW1,\(Self.card),1,1.89,",
            "2,2025-05-01 10:01:00,\(Self.card),TEA,1,1.89,",
            "3,2025-05-01 10:02:00,NEW3,Order 73282932000074,1,1.89,",
        ]
        try folder.write("t.csv", header + rows.joined(separator: "\n") + "\n")
        let run = try folder.run("replay t.csv --create-items --json")
        let counts = try run.json()
        #expect(run.status == 1 && counts["sales"]?.integer == 1, "\(run)")
        #expect(counts["skippedTickets"]?.integer == 2, "\(run)")
        #expect(try !folder.good("stock list").out.contains(Self.card))
    }

    @Test func `a file that is there is never written over`() throws {
        let folder = try Folder.withSampleShop()
        for words in ["log export", "backup"] {
            try folder.write("books", "mine")
            try folder.expect(
                """
                73 | \(words) books | books is there already: name another file, or move it away
                73 | \(words) shop/identity | shop/identity is there already: name another file, \
                or move it away
                """)
            #expect(try folder.text("books") == "mine")
            try folder.good("\(words) \(words.split(separator: " ").joined())")
        }
        #expect(!folder.exists("books.part") && !folder.exists("books.new"))
        #expect(try folder.run("log export -").out.utf8.count > 10_000)
        try folder.write("t.csv", "ticket,time,item,description,quantity,price,customer\n")
        try folder.expect(
            """
            64 | replay t.csv --paper ./t.csv | replay: --paper ./t.csv is the tickets' own file: \
            name another
            """)
    }

    @Test func `an empty file is called empty`() throws {
        let folder = try Folder.withSampleShop()
        try folder.write("empty.csv", "")
        _ = try Files.output(of: ["gzip", "-k", "\(folder.path)/empty.csv"])
        try folder.expect(
            """
            65 | import items empty.csv | empty.csv is empty; docs/imports.md has the columns
            65 | import people empty.csv.gz | empty.csv.gz is empty; docs/imports.md has the \
            columns
            65 | replay empty.csv | empty.csv is empty; docs/imports.md has the columns
            """)
    }

    @Test func `a file that can't be whole is said to be damaged`() throws {
        let folder = try Folder.withSampleShop()
        let tickets = (1...99).map { "\($0),2026-11-20 10:00,DA001,MILK,1,1.00,\n" }
        let header = "ticket,time,item,description,quantity,price,customer\n"
        try folder.write("r.csv", header + tickets.joined())
        _ = try Files.output(of: ["gzip", "-k", "\(folder.path)/r.csv"])
        _ = try Files.output(of: ["truncate", "-s", "-20", "\(folder.path)/r.csv.gz"])
        // A frame's first bytes (RFC 8878, 3.1.1), and no frame.
        try Files.write([0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x00], to: folder.path + "/r.csv.zst")
        try folder.expect(
            """
            65 | replay r.csv.zst | r.csv.zst is no whole zstd file, or it is damaged: copy it \
            again
            65 | replay r.csv.gz | r.csv.gz is no whole gzip file; its last rows are missing
            """)
    }

    @Test func `controls, other letters' files and numbers that are none are named by line`() throws
    {
        let folder = try Folder.withSampleShop()
        let rows = [
            "X1,\u{1B}[31mRED\u{07},1", "X2,A\u{0}B,1", "X3,X,99999999999999999999", "X4,X,1e5",
            "X5,X,nan", "X6,\(String(repeating: "N", count: 65)),1",
        ]
        try folder.write("items.csv", "code,name,price\n" + rows.joined(separator: "\n") + "\n")
        let number = "is no number; write digits and one point, such as 1.99"
        let run = try folder.run("import items items.csv")
        #expect(
            run.err == """
                items.csv: line 2, name: '·[31mRED·' has control characters; take them out
                items.csv: line 3, name: 'A·B' has control characters; take them out
                items.csv: line 4, price: '99999999999999999999' is too large
                items.csv: line 5, price: '1e5' \(number)
                items.csv: line 6, price: 'nan' \(number)
                items.csv: line 7, name: '\(String(repeating: "N", count: 64))' is longer than \
                64 characters; shorten it

                """)
        try Files.write([0xFF, 0xFE, 0x63, 0, 0x6F, 0], to: folder.path + "/utf16.csv")
        let other = try folder.run("import items utf16.csv")
        #expect(other.err.hasPrefix("utf16.csv: line 1: field 1 is no UTF-8; save the file as"))
    }

    @Test func `printers that aren't there are told by what to do`() throws {
        let folder = try Folder.withSampleShop()
        _ = try Files.output(of: ["mkdir", "\(folder.path)/folder"])
        let nothing = "nothing was printed: it can't be opened"
        try folder.expect(
            """
            74 | print --test --to tcp:127.0.0.1:1 | \(nothing) (Connection refused): check its \
            cable and power
            74 | print --test --to file:folder | \(nothing) (Is a directory): check the address
            74 | print --test --to /dev/usb/lp9 | \(nothing) (No such file or directory): check \
            its cable and power
            74 | print --test --to serial:/dev/null:9600 | \(nothing) (Inappropriate ioctl for \
            device): check the address
            64 | print --test --to tcp:127.0.0.1:99999 | print: 'tcp:127.0.0.1:99999' is no \
            printer: ':99999' is no port. Say tcp:HOST[:PORT], serial:PATH[:BAUD], file:PATH or \
            a device's path
            64 | print | print: say --test; receipts are printed again at the lane
            66 | print --test | shop/devices.conf names no printer and no lane is open: name one \
            there, or with --to ADDRESS
            """)
    }

    @Test func `labels that contradict themselves sell nothing`() throws {
        let folder = try Folder.withSampleShop()
        try folder.good("drawer open")
        let unreadable = "can't be read as a code; give the item's own code"
        let rows = [
            "(01)09520000010073", "(01)095200000", "(01)09520000010072(17)261399",
            "(01)09520000010072(3103)00A745", "(01", "(01)09520000010072(01)09520000021900",
        ].map { "65 | sell \($0) --tender cash | '\($0)' \(unreadable)" }
        try folder.expect(rows.joined(separator: "\n"))
        try folder.expect(
            """
            65 | sell 2100001027507 --tender cash | '2100001027507' has a wrong check digit; did \
            you mean 2100001027506?
            65 | sell (17)261231 --tender cash | no item '(17)261231' in the catalogue; \
            `tillmesh stock list` lists what there is
            65 | sell \u{1B}]0;evil\u{7}X --tender cash | no item '·]0;evil·X' in the catalogue; \
            `tillmesh stock list` lists what there is
            1 | sell DA001*1000001 --tender cash | that quantity can't be sold
            """)
    }

    @Test func `output that nobody takes is no success`() throws {
        let folder = try Folder.withSampleShop()
        let shell = "\(Program.path) stock list --data \(folder.path)/shop"
        let full = try Files.output(of: ["sh", "-c", "\(shell) >/dev/full 2>&1; echo $?"])
        #expect(String(decoding: full, as: UTF8.self) == "74\n")
        let piped = try Files.output(
            of: ["sh", "-c", "\(shell) | head -n 1"])
        #expect(String(decoding: piped, as: UTF8.self).split(separator: "\n").count == 1)
    }
}
