import Glibc
import Node
import Retail
import TestSupport
import Testing

/// `log verify` on exports that somebody changed.
@Suite struct LogVerifyTests {
    private func export(_ folder: TemporaryFolder) throws -> [UInt8] {
        let shop = try ShopFixture()
        try shop.stockItem("MILK", price: 189)
        try shop.openDrawer()
        for _ in 0..<20 {
            let basket = try shop.paidBasket("MILK")
            _ = try shop.node.perform(Command(.complete(basket), by: shop.admin))
        }
        let path = folder.path + "/export"
        let answer = try Program(folder).run("log", "export", path, "--data", shop.folder.path)
        #expect(answer.status == 0, "\(answer.complaint)")
        return try FileSystem.read(path)
    }

    @Test(arguments: UInt64(0)..<8)
    func `a flipped byte or a missing end is refused with its place`(seed: UInt64) throws {
        let folder = TemporaryFolder()
        let program = try Program(folder)
        let good = try export(folder)
        let path = folder.path + "/bad"
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            var bad = good
            let place = Int(random.next() % UInt64(good.count))
            if random.next().isMultiple(of: 4) {
                bad.removeLast(bad.count - place)
            } else {
                bad[place] ^= UInt8(truncatingIfNeeded: random.next() % 255 + 1)
            }
            try FileSystem.replace(path, with: bad, mode: 0o600)
            let answer = try program.run("log", "verify", path)
            // In the first element even the kind of file can't be told any more.
            let isUnrecognisable = answer.status == 65 && place < 1_000
            #expect(
                answer.status == 1 || isUnrecognisable, "seed \(seed), byte \(place): \(answer)")
            #expect((answer.output + answer.complaint).contains("byte ") || bad.isEmpty)
        }
    }

    @Test func `what is no export, no file or no NodeID has its own code`() throws {
        let folder = TemporaryFolder()
        let program = try Program(folder)
        let path = folder.path + "/text"
        try FileSystem.replace(path, with: Array("hello".utf8), mode: 0o600)
        #expect(try program.run("log", "verify", path).status == 65)
        #expect(try program.run("log", "verify", folder.path + "/none").status == 66)
        #expect(try program.run("log", "verify", path, "--root", "xyz").status == 64)
    }
}
