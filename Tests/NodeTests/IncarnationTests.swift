import Encoding
import Glibc
import Node
import Retail
import Storage
import Testing

/// A lane that is closed and opened again, as machines and people do.
private struct Lane {
    let directory: DataDirectory
    let admin: PersonID

    /// Makes a shop with one item and an open drawer, and closes it.
    static func found(in folder: TemporaryFolder) throws -> Lane {
        _ = try folder.directory.found(ShopFixture.founding())
        let node = try RunningNode(folder.directory)
        defer { node.close() }
        let admin = try node.makeReader().people(withNumber: 1)[0].person
        let change = ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: 1, code: ItemCode("MILK"),
            item: Item(code: ItemCode("MILK"), name: "MILK"), codes: [],
            prices: [
                DatedPrice(
                    from: Instant(milliseconds: 0), price: UnitPrice(tenThousandths: 20_000))
            ])
        _ = try node.perform(Command(.changeItems([change]), by: admin))
        _ = try node.perform(Command(.openDrawer(float: Money(100_00)), by: admin))
        return Lane(directory: folder.directory, admin: admin)
    }

    /// Opens the lane, sells so often, closes it.
    ///
    /// - Parameters:
    ///   - times: how many sales.
    ///   - last: called when all are sold and the lane is still open.
    /// - Returns: the receipts' numbers as people read them.
    /// - Throws: what the lane refused.
    func sell(_ times: Int, last: () throws -> Void = {}) throws -> [String] {
        let node = try RunningNode(directory)
        defer { node.close() }
        let numbers = try (0..<times).map { _ in
            let terms = node.terms.sale(at: SystemClock.wall())
            var basket = Basket(id: ContentID(SystemRandom().bytes16()), digits: 2)
            let authority = Authority(
                person: admin, rights: Rights(of: ["admin"], among: terms.settings.roles))
            let reader = try node.makeReader()
            let milk = try #require(
                try reader.sellable(ItemCode("MILK"), at: SystemClock.wall(), scanned: "MILK"))
            try basket.add(milk, .pieces(1), terms: terms, by: authority)
            try basket.pay("cash", terms: terms, by: authority)
            let performed = try node.perform(Command(.complete(basket), by: admin))
            guard case .receipt(let receipt) = performed.outcome else { return "none" }
            return receipt.number.description
        }
        try last()
        return numbers
    }

    func close() throws -> DrawerClosing? {
        let node = try RunningNode(directory)
        defer { node.close() }
        let action = Command.Action.closeDrawer(denominations: [], counted: Money(0))
        let performed = try node.perform(Command(action, by: admin))
        guard case .closed(let closing) = performed.outcome else { return nil }
        return closing
    }

    /// Copies the closed lane's files, as somebody who clones a disk does.
    func clone(to folder: TemporaryFolder) throws -> Lane {
        for name in ["identity", "root.sealed", "generation", "tillmesh.sqlite"] {
            try copy(name, to: folder.path + "/" + name)
        }
        return Lane(directory: folder.directory, admin: admin)
    }

    func copy(_ name: String, to path: String) throws {
        let bytes = try FileSystem.read(directory.path + "/" + name)
        try FileSystem.replace(path, with: bytes, mode: 0o600)
    }

    /// Puts an earlier copy of the database in its place.
    func rollBack(to bytes: [UInt8]) throws {
        for suffix in ["-wal", "-shm"] { unlink(directory.database + suffix) }
        try FileSystem.replace(directory.database, with: bytes, mode: 0o600)
    }

    func examine() throws -> [Finding] {
        let identity = try IdentityFile.read(directory)
        let reader = try ShopReader(directory, scope: identity.store)
        return try reader.examine(isDeep: true)
    }
}

/// The series of a receipt's number.
private func series(_ number: String) -> Substring {
    number.lastIndex(of: "-").map { number[..<$0] } ?? ""
}

@Suite struct `A database's lives` {
    @Test func `one that is opened again goes on`() throws {
        let folder = TemporaryFolder()
        let lane = try Lane.found(in: folder)
        #expect(try lane.sell(2) == ["014-03-000001", "014-03-000002"])
        #expect(try lane.sell(1) == ["014-03-000003"])
    }

    @Test func `one whose write-ahead log lost sales begins another and says so`() throws {
        let folder = TemporaryFolder()
        let lane = try Lane.found(in: folder)
        let log = lane.directory.database + "-wal"
        var crashed: (database: [UInt8], log: [UInt8], generation: [UInt8])?
        #expect(
            try lane.sell(6) {
                // As a power cut leaves the files.
                crashed = (
                    try FileSystem.read(lane.directory.database), try FileSystem.read(log),
                    try FileSystem.read(lane.directory.generation)
                )
            } == (1...6).map { "014-03-00000\($0)" })
        var files = try #require(crashed)
        files.log[files.log.count / 2] ^= 1
        try lane.rollBack(to: files.database)
        try FileSystem.replace(log, with: files.log, mode: 0o600)
        try FileSystem.replace(lane.directory.generation, with: files.generation, mode: 0o600)
        let node = try RunningNode(lane.directory)
        guard case .lostTransactions(let count)? = try node.problems().first else {
            Issue.record("nothing is said of the loss")
            return
        }
        #expect((2...6).contains(count))
        node.close()
        #expect(try FileSystem.read(log + ".damaged-1") == files.log)
        let next = try lane.sell(1)
        #expect(series(next[0]) != "014-03" && next[0].hasSuffix("-000001"))
        let again = try RunningNode(lane.directory)
        #expect(try again.problems().isEmpty)
        again.close()
        #expect(try lane.examine() == [])
    }

    @Test func `a cloned folder begins another, and both sell on`() throws {
        let (folder, other) = (TemporaryFolder(), TemporaryFolder())
        let lane = try Lane.found(in: folder)
        #expect(try lane.sell(1) == ["014-03-000001"])
        let clone = try lane.clone(to: other)
        let cloned = try clone.sell(2)
        #expect(series(cloned[0]) != "014-03" && series(cloned[0]) == series(cloned[1]))
        #expect(cloned[0].hasSuffix("-000001") && cloned[1].hasSuffix("-000002"))
        #expect(try lane.sell(1) == ["014-03-000002"])
        #expect(try clone.sell(1)[0].hasSuffix("-000003"))
        #expect(try clone.examine() == [])
    }

    @Test func `a rolled back database begins another`() throws {
        let folder = TemporaryFolder()
        let lane = try Lane.found(in: folder)
        _ = try lane.sell(1)
        let old = try FileSystem.read(lane.directory.database)
        #expect(try lane.sell(2) == ["014-03-000002", "014-03-000003"])
        try lane.rollBack(to: old)
        let sold = try lane.sell(1)
        #expect(series(sold[0]) != "014-03" && sold[0].hasSuffix("-000001"))
        #expect(try lane.examine() == [])
    }

    @Test func `a lost side file is taken for a rolling back`() throws {
        let folder = TemporaryFolder()
        let lane = try Lane.found(in: folder)
        _ = try lane.sell(1)
        _ = try lane.sell(1)
        #expect(unlink(folder.path + "/generation") == 0)
        #expect(try series(lane.sell(1)[0]) != "014-03")
    }

    @Test func `the drawer goes on over a new life, and its Z counts both`() throws {
        let (folder, other) = (TemporaryFolder(), TemporaryFolder())
        let lane = try Lane.found(in: folder)
        _ = try lane.sell(2)
        let clone = try lane.clone(to: other)
        _ = try clone.sell(3)
        let closing = try #require(try clone.close())
        #expect(closing.report.sales == Tally(count: 5, amount: Money(10_00)))
        #expect(closing.difference == Money(-110_00))
    }
}

@Suite struct `A backup` {
    @Test func `holds what the books held, and gives it back under new numbers`() throws {
        let (folder, kept) = (TemporaryFolder(), TemporaryFolder())
        let lane = try Lane.found(in: folder)
        _ = try lane.sell(2)
        let path = kept.path + "/backup"
        let made = try Backup.make(of: lane.directory, to: path) { _ in }
        _ = try lane.sell(3)
        #expect(throws: BackupError.wouldForget(path: path, operations: 3)) {
            try Backup.restore(path, to: lane.directory, replacing: false) { _ in }
        }
        let restored = try Backup.restore(path, to: lane.directory, replacing: true) { _ in }
        #expect(restored.content.stateDigest == made.stateDigest)
        #expect(restored.content.operations == made.operations)
        #expect(FileSystem.exists(try #require(restored.aside)))
        let sold = try lane.sell(1)
        #expect(series(sold[0]) != "014-03" && sold[0].hasSuffix("-000001"))
        #expect(try lane.examine() == [])
    }

    @Test func `is made while the lane is open and selling`() throws {
        let folder = TemporaryFolder()
        let lane = try Lane.found(in: folder)
        _ = try lane.sell(1)
        let node = try RunningNode(lane.directory)
        defer { node.close() }
        let path = folder.path + "/backup"
        var steps: [Backup.Step] = []
        let made = try Backup.make(of: lane.directory, to: path) { steps.append($0) }
        #expect(made.stateDigest.hex == node.books.stateDigest)
        #expect(made.operations == node.books.operations)
        #expect(steps.last == .examining)
        #expect(throws: BackupError.exists(path: path)) {
            try Backup.make(of: lane.directory, to: path) { _ in }
        }
        #expect(throws: BackupError.self) {
            try Backup.restore(path, to: lane.directory, replacing: true) { _ in }
        }
    }

    @Test func `that is damaged anywhere is refused, and the books stay`() throws {
        let folder = TemporaryFolder()
        let lane = try Lane.found(in: folder)
        _ = try lane.sell(1)
        let path = folder.path + "/backup"
        _ = try Backup.make(of: lane.directory, to: path) { _ in }
        let whole = try FileSystem.read(path)
        var random = SystemRandom()
        for page in stride(from: 0, to: whole.count, by: 8 * 4096) {
            var damaged = whole
            for offset in page..<page + 64 {
                damaged[offset] = UInt8.random(in: 0...255, using: &random)
            }
            try FileSystem.replace(path, with: damaged, mode: 0o600)
            #expect(throws: BackupError.self, "page at \(page)") {
                try Backup.restore(path, to: lane.directory, replacing: true) { _ in }
            }
        }
        #expect(try lane.sell(1) == ["014-03-000002"])
    }

    @Test func `of another lane is refused`() throws {
        let (folder, other) = (TemporaryFolder(), TemporaryFolder())
        let lane = try Lane.found(in: folder)
        let stranger = try Lane.found(in: other)
        let path = folder.path + "/backup"
        _ = try Backup.make(of: stranger.directory, to: path) { _ in }
        #expect(throws: BackupError.anotherLane(path: path)) {
            try Backup.restore(path, to: lane.directory, replacing: true) { _ in }
        }
    }
}
