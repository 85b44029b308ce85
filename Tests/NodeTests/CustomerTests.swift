import Encoding
import Node
import Replica
import Retail
import Storage
import Testing

@Suite struct CustomerTests {
    private static let maria: [CustomerEdit] = [
        .name("María-José Łuczak"), .phone("020 7946 0958"), .email("Maria@Example.com"),
        .address("1 Quiet Lane"), .note("prefers paper bags"),
    ]

    @Test func `a customer is found by number, phone, e-mail and the beginnings of words`() throws {
        let shop = try ShopFixture()
        let made = try shop.node.createCustomer(Self.maria, by: shop.admin)
        let other = try shop.node.createCustomer([.name("Mario Rossi")], by: shop.admin)
        #expect([made.number, other.number] == ["C-00300001", "C-00300002"])
        let customers = shop.node.customers(try shop.node.makeReader())
        let finds = [
            "C-00300001", "02079460958", "+44 20 7946-0958", "maria@example.com",
            " MARIA@EXAMPLE.COM", "maria", "luczak ma", "MARÍA jose", "łucz",
        ]
        for text in finds {
            #expect(try customers.find(text, limit: 5) == [made], "\(text)")
        }
        #expect(try customers.find("mari", limit: 5).map(\.id) == [made.id, other.id])
        for text in ["C-00300009", "999999999", "x@example.com", "jones", "m", "", "@"] {
            #expect(try customers.find(text, limit: 5).isEmpty, "\(text)")
        }
        #expect(made.name == "María-José Łuczak")
        #expect(made.note == "prefers paper bags")
        #expect(!made.isErased)
    }

    @Test func `fields change one by one, and what was is found no more`() throws {
        let shop = try ShopFixture()
        let made = try shop.node.createCustomer(Self.maria, by: shop.admin)
        let end = Instant(milliseconds: 2_000_000_000_000)
        let changed = try shop.node.editCustomer(
            made.id,
            [
                .name("Mary Hill"), .phone(nil), .number("5012345678900"), .exemption(.charity),
                .certificate("VA-77"), .certificateExpiry(end),
            ], by: shop.admin)
        #expect(changed.name == "Mary Hill")
        #expect(changed.phone == nil)
        #expect(changed.email == "Maria@Example.com")
        #expect(
            changed.exemption
                == TaxExemption(kind: .charity, hasCertificate: true, expires: end))
        let customers = shop.node.customers(try shop.node.makeReader())
        #expect(try customers.find("5012345678900", limit: 5).map(\.id) == [made.id])
        #expect(try customers.find("hill", limit: 5).map(\.id) == [made.id])
        for text in ["C-00300001", "luczak", "02079460958"] {
            #expect(try customers.find(text, limit: 5).isEmpty, "\(text)")
        }
        for edit in [CustomerEdit.certificate(nil), .certificate("")] {
            #expect(throws: CustomerError.certificateMissing) {
                try shop.node.editCustomer(made.id, [edit], by: shop.admin)
            }
        }
        _ = try shop.node.editCustomer(made.id, [.certificate("VA-78")], by: shop.admin)
        let cleared = try shop.node.editCustomer(made.id, [.exemption(nil)], by: shop.admin)
        #expect(cleared.exemption == nil)
    }

    @Test func `what makes no sense is refused by field, and nothing is stored`() throws {
        let shop = try ShopFixture()
        let made = try shop.node.createCustomer([.number("7")], by: shop.admin)
        let refusals: [(CustomerEdit, CustomerError)] = [
            (.name(String(repeating: "x", count: 101)), .textTooLong(.name, most: 100)),
            (.name("a\u{1B}[2J"), .unreadable(.name)), (.phone("12"), .unreadable(.phone)),
            (.email("nobody"), .unreadable(.email)),
            (.note("4111 1111 1111 1111"), .looksLikeCardNumber(.note)),
            (.number("4111111111111111"), .looksLikeCardNumber(.number)),
            (.number("C-1"), .numberReserved("C-1")), (.number("7"), .numberTaken("7")),
            (.exemption(.charity), .certificateMissing),
        ]
        for (edit, error) in refusals {
            #expect(throws: error) { try shop.node.createCustomer([edit], by: shop.admin) }
        }
        let unknown = CustomerID(Bytes16(words: [1, 2]))
        #expect(throws: CustomerError.unknown(unknown)) {
            try shop.node.editCustomer(unknown, [.note("x")], by: shop.admin)
        }
        #expect(throws: CustomerError.nothingToChange) {
            try shop.node.editCustomer(made.id, [], by: shop.admin)
        }
        // The lane's first number is still free.
        #expect(try shop.node.createCustomer([], by: shop.admin).number == "C-00300001")
    }

    @Test func `who may not is refused, and a second person makes it go`() throws {
        let shop = try ShopFixture()
        let cashier = try shop.node.makeReader().people(withNumber: 2)[0].person
        let needed = CustomerError.perform(.refused(.needsApproval(.exemptCustomer)))
        let exempt = [CustomerEdit.exemption(.resale), .certificate("R-1")]
        let made = try shop.node.createCustomer(
            [.name("Ann")], by: cashier, approvedBy: shop.admin)
        #expect(throws: needed) {
            try shop.node.editCustomer(made.id, exempt, by: cashier)
        }
        let changed = try shop.node.editCustomer(
            made.id, exempt, by: cashier, approvedBy: shop.admin)
        #expect(changed.exemption?.kind == .resale)
    }

    @Test func `erasing leaves the log as it is, and nothing personal can be read`() throws {
        let shop = try ShopFixture()
        let path = shop.folder.directory.database
        for number in 0..<120 {
            _ = try shop.node.createCustomer([.name("Customer \(number)")], by: shop.admin)
        }
        let made = try shop.node.createCustomer(Self.maria, by: shop.admin)
        let reader = try shop.node.makeReader()
        let key = try #require(try reader.local(.subjectKey, key: made.id.id.bytes))
        let before = try Books(shop)
        #expect(before.findings.isEmpty)
        #expect(try FileBytes(path).holds(key))
        try shop.node.eraseCustomer(made.id, by: shop.admin)
        #expect(try Books(shop) == before)
        #expect(try !FileBytes(path).holds(key))
        let customers = shop.node.customers(reader)
        let erased = try #require(try customers.customer(made.id))
        #expect(erased.isErased)
        #expect([erased.name, erased.phone, erased.email, erased.note] == [nil, nil, nil, nil])
        #expect(try customers.find("C-00300121", limit: 5) == [erased])
        for text in ["luczak", "02079460958", "maria@example.com"] {
            #expect(try customers.find(text, limit: 5).isEmpty, "\(text)")
        }
        #expect(try customers.find("customer 119", limit: 5).count == 1)
        #expect(throws: CustomerError.erased(made.id)) {
            try shop.node.editCustomer(made.id, [.note("x")], by: shop.admin)
        }
        try shop.node.eraseCustomer(made.id, by: shop.admin)
    }

    @Test func `no file holds a name, a number to call or an address`() throws {
        let shop = try ShopFixture()
        _ = try shop.node.createCustomer(
            [
                .name("Wilhelmina Quartermaine"), .phone("02079460958"),
                .email("wilhelmina@quartermaine.example"), .address("77 Hazelnut Row"),
            ], by: shop.admin)
        let bytes = try FileBytes(shop.folder.directory.database)
        let plain = [
            "Wilhelmina", "wilhelmina", "Quartermaine", "quartermaine", "02079460958", "079460958",
            "Hazelnut", "Ada Admin", "Carl Cashier",
        ]
        for text in plain { #expect(!bytes.holds(Array(text.utf8)), "\(text)") }
        // What the search would find if it were there.
        #expect(bytes.holds(Array("C-00300001".utf8)))
    }

    @Test func `staff names are opened for who holds the key`() throws {
        let shop = try ShopFixture()
        let reader = try shop.node.makeReader()
        let names = try reader.people().map { try reader.name(of: $0) }
        #expect(names == ["Ada Admin", "Carl Cashier"])
    }
}

/// What must not move when something is erased: the log's head and every table's sum.
private struct Books: Equatable {
    let summary: StoreSummary
    /// What `doctor --deep` says of every chain and every row.
    let findings: [Finding]

    init(_ shop: ShopFixture) throws {
        let store = try SQLiteStore(
            path: shop.folder.directory.database, projection: Replica.projectionVersion)
        summary = try store.summary()
        findings = try store.examine(isDeep: true)
    }
}

/// The bytes of a database and of its write-ahead log, to look for what shouldn't be there.
private struct FileBytes {
    private let files: [[UInt8]]

    init(_ path: String) throws {
        files = try [path, path + "-wal"].filter(FileSystem.exists).map {
            try FileSystem.read($0)
        }
    }

    func holds(_ wanted: [UInt8]) -> Bool {
        files.contains { file in
            guard let first = wanted.first, file.count >= wanted.count else { return false }
            return (0...file.count - wanted.count).contains {
                file[$0] == first && file[$0..<$0 + wanted.count].elementsEqual(wanted)
            }
        }
    }
}
