import Encoding
import Glibc
import Node
import Retail
import Storage
import TestSupport
import Testing

/// Commands as a person or a script runs them: the real program on a folder of its own.
@Suite struct CommandTests {
    /// A closed day in a folder, with nobody owning it.
    private func closedShop(sales: Int = 3) throws -> TemporaryFolder {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        try shop.openDrawer()
        for _ in 0..<sales {
            let basket = try shop.paidBasket("MILK")
            _ = try shop.node.perform(Command(.complete(basket), by: shop.admin))
        }
        _ = try shop.node.perform(
            Command(
                .closeDrawer(
                    denominations: [], counted: Money(100_00 + Int64(sales) * 1_89)),
                by: shop.admin))
        shop.node.close()
        return shop.folder
    }

    @Test func `a lane serves metrics on its own machine or doesn't begin`() throws {
        let folder = TemporaryFolder()
        let refused = try Program(folder).run(
            "lane", "--data=\(folder.path)", "--metrics", "0.0.0.0:9447")
        #expect(refused.status == 64)
        #expect(refused.complaint.hasPrefix("tillmesh: lane: '0.0.0.0' isn't on this machine"))
    }

    @Test func `reading commands answer while another process owns the folder`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        try shop.openDrawer()
        let basket = try shop.paidBasket("MILK", pieces: 2)
        _ = try shop.node.perform(Command(.complete(basket), by: shop.admin))
        let program = try Program(shop.folder)
        let data = "--data=\(shop.folder.path)"
        let sales = try program.run("sales", "--json", data)
        #expect(sales.status == 0)
        let hash = try shop.node.makeReader().operationHash(of: basket.id)
        #expect(sales.output.contains("\"receiptNumber\":\"014-03-000001\",\"kind\":\"sale\""))
        #expect(sales.output.contains("\"person\":1,\"totalMinorUnits\":378"))
        #expect(sales.output.contains("\"operation\":\"\(Hex.encode(hash?.bytes ?? []))\""))
        for words in [["status"], ["log", "show"], ["report", "journal"], ["log", "verify"]] {
            let answer = try program.run(words[0], words.dropFirst().first ?? data, data)
            #expect(answer.status == 0, "\(words): \(answer.complaint)")
        }
    }

    @Test func `a command without an answering owner names the process that has the folder`() throws
    {
        let shop = try ShopFixture()
        try shop.openDrawer()
        let program = try Program(shop.folder)
        let answer = try program.run("report", "x", "--data", shop.folder.path)
        #expect(answer.status == 75)
        #expect(answer.complaint.contains("process \(getpid())"))
        let rebuild = try program.run("rebuild", "--data", shop.folder.path)
        #expect(rebuild.status == 75)
    }

    @Test func `an X is read through the owner's socket`() throws {
        let shop = try ShopFixture()
        try shop.openDrawer(float: 50_00)
        let socket = try ControlSocket(
            shop.node,
            ControlSocket.Handlers(
                performed: { _, _ in }, printTest: { .success("the lane's printer") }))
        defer { socket.close() }
        let program = try Program(shop.folder)
        let answer = try program.run("report", "x", "--json", "--data", shop.folder.path)
        #expect(answer.status == 0, "\(answer.complaint)")
        #expect(answer.output.contains("\"expectedCash\":5000"))
        let page = try program.run("print", "--test", "--data", shop.folder.path)
        #expect(page.output == "the test page is on its way to the lane's printer\n")
    }

    @Test func `every receipt is listed once, page after page, though all have one time`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        var commands = [Command(.openDrawer(float: .zero), by: shop.admin)]
        for _ in 0..<63 {
            commands.append(Command(.complete(try shop.paidBasket("MILK")), by: shop.admin))
        }
        let moment = Instant(milliseconds: 1_300_000_000_000)
        _ = try shop.node.perform(commands, recorded: moment)
        _ = try shop.node.perform(
            (0..<60).map { _ in
                Command(.complete(try shop.paidBasket("MILK")), by: shop.admin)
            }, recorded: moment)
        let answer = try Program(shop.folder).run(
            "sales", "--json", "--limit", "1000", "--data", shop.folder.path)
        let numbers = answer.output.split(separator: "\n").map { $0.dropFirst(18).prefix(13) }
        #expect(numbers == (1...123).reversed().map { "014-03-" + ("000000\($0)").suffix(6) })
    }

    @Test func `Z totals are the journal's, and a past Z is shown again`() throws {
        let folder = try closedShop()
        let program = try Program(folder)
        let z = try program.run("report", "z", "--json", "--data", folder.path)
        #expect(z.output.contains("\"z\":1"))
        #expect(z.output.contains("\"sales\":{\"count\":3,\"minorUnits\":567}"))
        let journal = try program.run("report", "journal", "--json", "--data", folder.path)
        #expect(journal.output.contains("\"sales\":{\"count\":3,\"minorUnits\":567}"))
        let check = try program.run("report", "check", "--data", folder.path)
        #expect(check.status == 0)
        #expect(check.output == "1 Z reports agree with the log\n")
        let none = try program.run("report", "z", "7", "--data", folder.path)
        #expect(none.status == 66)
        #expect(none.complaint.contains("there is no Z 7"))
    }

    @Test func `rebuild gives the digest that status told`() throws {
        let folder = try closedShop()
        let program = try Program(folder)
        let before = try program.run("status", "--json", "--data", folder.path)
        let rebuild = try program.run("rebuild", "--json", "--data", folder.path)
        #expect(rebuild.status == 0)
        #expect(rebuild.output.contains("\"same\":true"))
        #expect(before.output.contains(rebuild.output.dropFirst(11).prefix(64)))
    }

    @Test func `doctor names a mode, a missing seal and a folder without a till`() throws {
        let folder = try closedShop()
        let program = try Program(folder)
        #expect(try program.run("doctor", "--deep", "--data", folder.path).status == 0)
        #expect(chmod(folder.directory.identity, 0o644) == 0)
        #expect(rename(folder.directory.sealedRoot, folder.path + "/elsewhere") == 0)
        let sick = try program.run("doctor", "--data", folder.path)
        #expect(sick.status == 1)
        #expect(sick.output.contains("mode 644"))
        #expect(sick.output.contains("do: chmod 600"))
        #expect(sick.output.contains("root.sealed is missing"))
        let empty = TemporaryFolder()
        #expect(try program.run("doctor", "--data", empty.path).output.contains("tillmesh init"))
        #expect(try program.run("sales", "--data", empty.path).status == 66)
    }

    @Test func `a damaged database is said to be damaged by every command, and nothing traps`()
        throws
    {
        let folder = try closedShop(sales: 20)
        let program = try Program(folder)
        var bytes = try FileSystem.read(folder.directory.database)
        var random = SplitMix64(seed: 3)
        for page in 1..<(bytes.count / 4096) {
            for offset in 0..<64 {
                bytes[page * 4096 + offset] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        try FileSystem.replace(folder.directory.database, with: bytes, mode: 0o600)
        for words in [["sales"], ["status"], ["rebuild"], ["report", "z"], ["log", "show"]] {
            let answer = try program.run(
                words[0], words.count > 1 ? words[1] : "--data=\(folder.path)",
                "--data=\(folder.path)")
            #expect(answer.status == 65, "\(words): \(answer)")
            #expect(answer.complaint.contains("damaged"), "\(words): \(answer)")
        }
        #expect(try program.run("doctor", "--data", folder.path).status == 1)
    }

    @Test func `a column changed by SQL is found by doctor and mended by rebuild`() throws {
        let folder = try closedShop()
        let program = try Program(folder)
        let database = try Database(path: folder.directory.database, access: .readWrite)
        try database.run("UPDATE receipt SET total = total + 1 WHERE number = 2")
        let shallow = try program.run("doctor", "--data", folder.path)
        #expect(shallow.status == 0)
        let deep = try program.run("doctor", "--deep", "--data", folder.path)
        #expect(deep.status == 1)
        #expect(deep.output.contains("table receipt"))
        #expect(deep.output.contains("tillmesh rebuild"))
        let check = try program.run("report", "check", "--data", folder.path)
        #expect(check.status == 1)
        let repair = try program.run("rebuild", "--data", folder.path)
        #expect(repair.status == 1)
        #expect(repair.output.contains("repaired    receipt"))
        #expect(try program.run("doctor", "--deep", "--data", folder.path).status == 0)
        let again = try program.run("rebuild", "--data", folder.path)
        #expect(again.status == 0)
        #expect(again.output.contains("as they were"))
    }

    @Test func `a page of 50 receipts takes at most 4 queries`() throws {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        try shop.openDrawer()
        for _ in 0..<60 {
            let basket = try shop.paidBasket("MILK")
            _ = try shop.node.perform(Command(.complete(basket), by: shop.admin))
        }
        let reader = try shop.node.makeReader()
        let before = reader.database.statementsRun
        _ = try reader.people()
        let page = try reader.receiptPage(after: nil, limit: 50)
        #expect(page.receipts.count == 50)
        #expect(reader.database.statementsRun - before <= 4)
        let rest = try reader.receiptPage(after: page.last, limit: 50)
        #expect(rest.receipts.count == 10)
    }

    @Test func `a database that another version made is rebuilt before it is read`() throws {
        let folder = try closedShop()
        let database = try Database(path: folder.directory.database, access: .readWrite)
        try database.run("DELETE FROM property WHERE name = 'read_model'")
        let program = try Program(folder)
        let sick = try program.run("doctor", "--data", folder.path)
        #expect(sick.output.contains("tillmesh rebuild"))
        let sales = try program.run("sales", "--json", "--data", folder.path)
        #expect(sales.output.split(separator: "\n").count == 3, "\(sales.complaint)")
        #expect(try program.run("doctor", "--deep", "--data", folder.path).status == 0)
    }
}
