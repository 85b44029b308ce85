import Encoding
import Glibc
import Node
import Retail
import Storage
import Testing

@Suite struct FoundingTests {
    private let folder = TemporaryFolder()

    private func write(_ name: String) throws {
        try FileSystem.replace("\(folder.path)/\(name)", with: [1], mode: 0o600)
    }

    @Test func `a folder with files of another program is left alone`() throws {
        try write("accounts.csv")
        let refusal = FoundingError.notEmpty(path: folder.path, file: "accounts.csv")
        #expect(throws: refusal) { try folder.directory.found(ShopFixture.founding()) }
        #expect(!FileSystem.exists(folder.directory.lock))
    }

    @Test func `the books of a lane whose identity is gone are never overwritten`() throws {
        _ = try folder.directory.found(ShopFixture.founding())
        let books = try FileSystem.read(folder.directory.database)
        #expect(unlink(folder.directory.identity) == 0)
        #expect(throws: FoundingError.booksWithoutIdentity(path: folder.path)) {
            try folder.directory.found(ShopFixture.founding())
        }
        #expect(try FileSystem.read(folder.directory.database) == books)
    }

    @Test func `what a cut-short founding left is made anew, the practice till with it`() throws {
        let practice = ShopFixture.founding(isTraining: true)
        _ = try folder.directory.found(ShopFixture.founding(), practice: practice)
        let first = try IdentityFile.read(folder.directory).store
        try write("init-unfinished")
        #expect(!folder.directory.isInitialised)
        _ = try folder.directory.found(ShopFixture.founding(), practice: practice)
        #expect(folder.directory.isInitialised)
        #expect(try IdentityFile.read(folder.directory).store != first)
        #expect(try IdentityFile.read(folder.directory.training).isTraining)
        _ = try RunningNode(folder.directory)
        _ = try RunningNode(folder.directory.training)
    }

    @Test func `a till is founded once`() throws {
        _ = try folder.directory.found(ShopFixture.founding())
        #expect(throws: FoundingError.alreadyThere(path: folder.path)) {
            try folder.directory.found(ShopFixture.founding())
        }
        var status = stat()
        #expect(stat(folder.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    @Test func `goods and opening stock are there from the first moment on`() throws {
        var founding = ShopFixture.founding()
        let milk = ItemCode("MILK")
        founding.items = [
            ItemChange(
                content: ContentID(SystemRandom().bytes16()), version: 1, code: milk,
                item: Item(code: milk, name: "MILK"),
                prices: [DatedPrice(from: SystemClock.wall(), price: UnitPrice(tenThousandths: 1))])
        ]
        founding.stock = [StockRequest.Line(item: milk, quantity: Quantity(units: 60))]
        founding.signOnHints = ["1  Ada  1111"]
        _ = try folder.directory.found(founding)
        let reader = try RunningNode(folder.directory).makeReader()
        #expect(try reader.item(milk)?.name == "MILK")
        #expect(try reader.stock(of: milk, at: .shop) == Quantity(units: 60))
        #expect(try folder.directory.hints() == ["1  Ada  1111"])
    }
}
