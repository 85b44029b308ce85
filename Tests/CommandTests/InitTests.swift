import TestSupport
import Testing

@Suite struct InitTests {
    private let folder = Folder()

    private static let british =
        "--store 014 --lane 3 --currency GBP --zone Europe/London --passphrase-file pass"
        + " --pin-file pin"

    private func writeSecrets() throws {
        try folder.write("pass", "correct horse battery\n")
        try folder.write("pin", "4821\n")
    }

    @Test func `a sample shop has an answer for everything`() throws {
        let run = try folder.good("init --data shop --sample")
        #expect(run.out.contains("1  Maria Manager (admin)  PIN 1111"))
        #expect(try folder.text("shop/sample-people.txt").contains("3  Carla Cashier"))
        let sheet = try folder.text("shop/recovery-sheet.txt")
        #expect(run.out.contains(sheet))
        #expect(sheet.contains("drawn by the program because this is a sample shop"))
        #expect(try folder.good("stock list --json").jsonLines().count == 298)
        for file in ["identity", "root.sealed", "recovery-sheet.txt", "tillmesh.sqlite"] {
            #expect(folder.permissions("shop/\(file)") == 0o600, "\(file)")
        }
        #expect(folder.permissions("shop") == 0o700)
    }

    @Test func `a real shop keeps its passphrase to itself`() throws {
        try writeSecrets()
        let run = try folder.good("init --data shop \(Self.british) --tax-place united-kingdom")
        #expect(!run.out.contains("correct horse"))
        #expect(!run.out.contains("4821"))
        #expect(run.out.contains("taxes: united-kingdom/United Kingdom"))
        #expect(!folder.exists("shop/sample-people.txt"))
        #expect(try folder.good("stock list --json").out == "")
    }

    @Test func `what was made is told to programs`() throws {
        try writeSecrets()
        let json = try folder.good("init --data shop \(Self.british) --language es --json").json()
        #expect(json["store"]?.string == "014")
        #expect(json["lane"]?.integer == 3)
        #expect(json["currency"]?.string == "GBP")
        #expect(json["zone"]?.string == "Europe/London")
        #expect(json["taxPlace"] == .null)
        #expect(json["training"]?.bool == false)
    }

    @Test func `a practice till lies in the till and is one itself`() throws {
        try folder.good("init --data shop --sample")
        try folder.good("drawer open --float 10 --data shop/training")
        let sale = try folder.good("sell DA001 --tender cash --json --data shop/training").json()
        #expect(sale["training"]?.bool == true)
        let refused = try folder.run("stock receive DA001 1 --reason x --data shop/training")
        #expect(refused.status == 1)
        #expect(refused.err == "tillmesh: a practice till doesn't do that\n")
        try folder.good("init --data practice --sample --training")
        #expect(!folder.exists("practice/training"))
        try folder.good("drawer open --data practice")
        let again = try folder.good("sell DA001 --tender cash --json --data practice").json()
        #expect(again["training"]?.bool == true)
    }

    @Test func `what can't be is refused before anything is made`() throws {
        let zone = "--currency GBP --zone Europe/London --data new"
        try folder.expect(
            """
            64 | init --data new | init: --store is missing; see tillmesh init --help
            64 | init --store 1a --lane 3 \(zone) | init: --store takes 1 to 8 digits, such as \
            014, not '1a'
            64 | init --store 123456789 --lane 3 \(zone) | init: --store takes 1 to 8 digits, \
            such as 014, not '123456789'
            64 | init --store 014 \(zone) | init: --lane is missing; see tillmesh init --help
            64 | init --store 014 --lane 0 \(zone) | init: --lane takes a whole number from 1 to \
            99, not '0'
            64 | init --store 014 --lane 100 \(zone) | init: --lane takes a whole number from 1 \
            to 99, not '100'
            64 | init --store 014 --lane x \(zone) | init: --lane takes a whole number from 1 to \
            99, not 'x'
            64 | init --data new --store 014 --lane 3 --zone Europe/London | init: --currency is \
            missing; see tillmesh init --help
            64 | init --data new --sample --currency gbp | init: --currency takes a code of ISO \
            4217 in use, such as GBP, USD or EUR, not 'gbp'; did you mean GBP?
            64 | init --data new --sample --currency DEM | init: --currency takes a code of ISO \
            4217 in use, such as GBP, USD or EUR, not 'DEM'
            64 | init --data new --sample --currency JPY | init: the sample's prices have two \
            digits after the point, JPY has 0: leave --sample out, or take USD, GBP or EUR
            64 | init --data new --sample --zone Europe/Londn | init: --zone takes a time zone \
            of the IANA database, such as Europe/London, not 'Europe/Londn'; `timedatectl \
            list-timezones` lists them
            64 | init --data new --sample --zone ../../../etc/passwd | init: --zone takes a time \
            zone of the IANA database, such as Europe/London, not '../../../etc/passwd'; \
            `timedatectl list-timezones` lists them
            64 | init --data new --sample --zone Europe | init: --zone takes a time zone of the \
            IANA database, such as Europe/London, not 'Europe'; `timedatectl list-timezones` \
            lists them
            """)
        #expect(!folder.exists("new"))
    }

    @Test func `places and secrets that can't be are refused before anything is made`() throws {
        try writeSecrets()
        try folder.write("short", "123456789\n")
        try folder.write("empty", "\nsecond line\n")
        let zone = "--currency GBP --zone Europe/London --data new"
        try folder.expect(
            """
            64 | init --data new --sample --language fr | init: --language takes en or es, not \
            'fr'
            64 | init --data new --sample --tax-place texas | init: --tax-place takes \
            PACK/PLACE, not 'texas'; packs are spain, united-kingdom, virginia, \
            virginia-2026-blueprint
            64 | init --data new --sample --tax-place spain/Lugo | init: --tax-place: spain has \
            no such place; it has Spain
            64 | init --data new --sample --tax-place spain | init: the taxes of spain are in \
            EUR, the store's currency is USD
            64 | init --data new --sample --colour red | init: no option --colour; see tillmesh \
            init --help
            64 | init --data new --sample extra | init: 'extra' is one word too many
            64 | init --store 014 --lane 3 \(zone) | init: nobody can type the passphrase here: \
            write it into a file that only you can read and give --passphrase-file FILE
            64 | init --store 014 --lane 3 \(zone) --passphrase-file pass | init: nobody can \
            type the PIN here: write it into a file that only you can read and give --pin-file \
            FILE
            66 | init --store 014 --lane 3 \(zone) --passphrase-file nowhere | cannot read \
            nowhere: No such file or directory
            65 | init --store 014 --lane 3 \(zone) --passphrase-file empty | init: \
            --passphrase-file: the first line of empty is empty
            65 | init --store 014 --lane 3 \(zone) --passphrase-file short | init: the \
            passphrase needs at least 10 characters; four unrelated words are easy to keep
            65 | init --store 014 --lane 3 \(zone) --passphrase-file pass --pin-file pass | \
            init: a PIN has 4 to 8 digits and nothing else
            66 | init --sample --data /proc/nowhere/shop | cannot create /proc/nowhere: No such \
            file or directory
            """)
        #expect(!folder.exists("new"))
    }

    @Test func `a folder that holds something is left as it is`() throws {
        try folder.good("init --data shop --sample")
        _ = try Files.output(of: ["rm", "\(folder.path)/shop/sample-people.txt"])
        try folder.expect(
            """
            73 | init --sample | shop holds a till already; choose another folder with --data
            """)
        _ = try Files.output(of: ["rm", "\(folder.path)/shop/identity"])
        _ = try Files.output(of: ["mkdir", "\(folder.path)/full"])
        try folder.write("full/letter.txt", "Dear")
        try folder.expect(
            """
            73 | init --sample | shop holds the books of a till whose identity is gone; they are \
            kept: choose another folder with --data
            73 | init --sample --data full | full holds other files (letter.txt); choose a new \
            or empty folder with --data
            """)
        #expect(try folder.text("full/letter.txt") == "Dear")
    }
}
