import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Retail
import Storage
import TestSupport
import Testing

/// Which candidate of a register is current, by SQL, whatever the order in which they came.
@Suite struct CandidateTests {
    private static let scope = SQLiteStoreTests.scope

    /// An operation of a log of its own, and where its rows say that they come from.
    private struct Source {
        let operation: SignedOperation
        let log: LogID

        init(_ number: UInt64) throws {
            var author = try Author(seed: 40 + number)
            operation = try present(try author.write([[1]]).first)
            log = author.writer.log
        }

        func origin(authority: UInt8 = 3, hlc: UInt64 = 500) -> Origin {
            Origin(
                log: log, seq: 1, hash: operation.hash, hlc: HLC(raw: hlc), authority: authority)
        }
    }

    /// Sources whose logs' names ascend.
    private static func sources(_ count: UInt64) throws -> [Source] {
        try (0..<count).map { try Source($0) }.sorted { $0.log < $1.log }
    }

    private static func open(_ folder: TemporaryFolder) throws -> SQLiteStore {
        try SQLiteStore(
            path: folder.database, mayCreate: true, projection: Replica.projectionVersion)
    }

    private static func setting(_ value: UInt8) -> Fact {
        .settingChanged(
            SettingChange(
                content: ContentID(Bytes16(words: [1, UInt64(value)])), version: 4, name: "cutoff",
                value: [value]))
    }

    private static func arrival(_ source: Source, _ changes: [RowChange]) -> Transaction {
        SQLiteStoreTests.write(
            [source.operation], candidates(changes).map { RowWrite.insert($0) })
    }

    private static func retraction(_ changes: [RowChange]) -> Transaction {
        SQLiteStoreTests.write([], candidates(changes).map { RowWrite.delete($0) })
    }

    private static func candidates(_ changes: [RowChange]) -> [Row] {
        changes.compactMap { if case .candidate(let row) = $0 { row } else { nil } }
    }

    @Test(arguments: UInt64(0)..<12)
    func `of equal versions and times the log with the greater name wins`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = TemporaryFolder()
        let store = try Self.open(folder)
        let reader = try ShopReader(
            path: folder.database, scope: Self.scope, clock: { Sample.now })
        let sources = try Self.sources(6)
        let changes = sources.indices.map { place in
            rows(of: Self.setting(UInt8(place)), origin: sources[place].origin())
        }
        var applied: Set<Int> = []
        for place in sources.indices.shuffled(using: &random) {
            try store.apply(Self.arrival(sources[place], changes[place]))
            applied.insert(place)
            #expect(try reader.settings().map(\.value) == applied.max().map { [[UInt8($0)]] })
        }
        for place in sources.indices.shuffled(using: &random) {
            try store.apply(Self.retraction(changes[place]))
            applied.remove(place)
            let current = try reader.settings().map(\.value)
            #expect(current == applied.max().map { [[UInt8($0)]] } ?? [])
        }
    }

    @Test func `authority comes before version and time, and time before the log's name`() throws {
        let folder = TemporaryFolder()
        let store = try Self.open(folder)
        let reader = try ShopReader(
            path: folder.database, scope: Self.scope, clock: { Sample.now })
        let sources = try Self.sources(4)
        let rising = [
            (3, sources[3].origin(authority: 1, hlc: 900)),
            (2, sources[2].origin(authority: 2, hlc: 100)),
            (0, sources[0].origin(authority: 2, hlc: 101)),
            (1, sources[1].origin(authority: 2, hlc: 101)),
        ]
        for (place, origin) in rising {
            let changes = rows(of: Self.setting(UInt8(place)), origin: origin)
            try store.apply(Self.arrival(sources[place], changes))
            #expect(try reader.settings().map(\.value) == [[UInt8(place)]])
        }
    }

    private static func item(_ name: String, version: UInt64, isActive: Bool = true) -> Fact {
        .itemChanged(
            ItemChange(
                content: ContentID(Bytes16(words: [2, version])), version: version,
                code: ItemCode("DA001"),
                item: Item(
                    code: ItemCode("DA001"), name: name, department: "Dairy", isActive: isActive),
                codes: [], prices: []))
    }

    @Test func `search follows the current candidate, also back when it is retracted`() throws {
        let folder = TemporaryFolder()
        let store = try Self.open(folder)
        let reader = try ShopReader(
            path: folder.database, scope: Self.scope, clock: { Sample.now })
        func found(_ text: String) throws -> [String] {
            try reader.search(text, limit: 9).map(\.name)
        }
        let names = ["Buttermilk", "Oat drink", "Oat drink"]
        let sources = try Self.sources(3)
        let changes = names.enumerated().map { index, name in
            let fact = Self.item(name, version: UInt64(index), isActive: index < 2)
            return rows(of: fact, origin: sources[index].origin())
        }
        try store.apply(Self.arrival(sources[0], changes[0]))
        #expect(try found("butter") == ["Buttermilk"])
        try store.apply(Self.arrival(sources[1], changes[1]))
        #expect(try found("butter").isEmpty)
        #expect(try found("oat") == ["Oat drink"])
        // An item that is sold no more isn't found, and is again when that is taken back.
        try store.apply(Self.arrival(sources[2], changes[2]))
        #expect(try found("oat").isEmpty)
        try store.apply(Self.retraction(changes[2]))
        #expect(try found("oat") == ["Oat drink"])
        try store.apply(Self.retraction(changes[1]))
        #expect(try found("butter") == ["Buttermilk"])
        #expect(try found("oat").isEmpty)
        try store.apply(Self.retraction(changes[0]))
        #expect(try found("butter").isEmpty)
        #expect(try reader.departments().isEmpty)
        let hand = try Database(path: folder.database, access: .readOnly)
        #expect(try hand.integer("SELECT count(rowid) FROM item_word") == 0)
        #expect(try hand.integer("SELECT count(number) FROM item_number") == 0)
    }
}
