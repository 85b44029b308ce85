import Encoding
import Glibc
import Node
import Retail
import TestSupport
import Testing

/// A shop in a folder of its own, with its drawer open, for a lane that a test runs in a terminal.
final class LaneFixture {
    let directory: DataDirectory
    /// Who may do everything.
    let admin: PersonID
    private let folder: String

    /// Makes the shop with goods on its shelves: names and barcodes of 13 digits, at 1.00 each.
    init(goods: [(name: String, code: String)], devices: String) throws {
        var template = Array("/tmp/tillmesh-lane-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw FileError.notReadable(path: "/tmp", errno: errno)
        }
        folder = String(cString: made)
        directory = DataDirectory(folder + "/data")
        _ = try directory.found(Self.founding)
        try FileSystem.replace(directory.devices, with: Array(devices.utf8), mode: 0o600)
        let node = try RunningNode(directory)
        defer { node.close() }
        let lookups = try LaneLookups(node)
        admin = try #require(try lookups.person(withNumber: 1))
        for start in stride(from: 0, to: goods.count, by: 60) {
            let part = goods[start..<min(start + 60, goods.count)]
            let changes = part.map(Self.item)
            _ = try node.perform(Command(.changeItems(changes), by: admin))
        }
        _ = try node.perform(Command(.openDrawer(float: Money(100_00)), by: admin))
    }

    deinit {
        _ = try? Files.output(of: ["rm", "-rf", folder])
    }

    private static var founding: Founding {
        var settings = StoreSettings()
        settings.storeNumber = "014"
        settings.zone = "Europe/London"
        settings.mergesSameItems = false
        return Founding(
            storeNumber: "014", lane: 3, passphrase: Array("a passphrase".utf8),
            settings: settings, taxRules: [],
            people: [
                NewPerson(number: 1, name: "Ada", roles: ["admin"], pin: "1111"),
                NewPerson(
                    number: 2, name: "Carlos", roles: ["cashier"], pin: "2222", language: "es"),
            ])
    }

    private static func item(_ goods: (name: String, code: String)) -> ItemChange {
        let code = ItemCode(goods.code)
        let digits = String(repeating: "0", count: 14 - goods.code.utf8.count) + goods.code
        return ItemChange(
            content: ContentID(SystemRandom().bytes16()), version: 1, code: code,
            item: Item(code: code, name: goods.name),
            codes: [ItemChange.CodeEntry(code: LookupCode(digits), isPresent: true)],
            prices: [
                DatedPrice(
                    from: Instant(milliseconds: 0), price: UnitPrice(tenThousandths: 1_0000))
            ])
    }

    /// A GTIN-13 of the number; its check digit is right.
    static func code(_ number: Int) -> String {
        let digits = String(number)
        let body = "50" + String(repeating: "0", count: 10 - digits.utf8.count) + digits
        return body + String(CheckDigit.standard(of: body) ?? 0)
    }
}
