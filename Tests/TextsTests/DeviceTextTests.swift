import Testing
import Texts

@Suite struct DeviceTextTests {
    private static let all: [DeviceText] = [
        .notKeyAndValue(line: 3), .unknownKey("printr", line: 3, keys: "printer, wedge"),
        .setTwice("wedge", line: 3), .badValue("x", of: "wedge", line: 3, .wedge),
        .badValue("x", of: "scanner", line: 3, .scannerAddress),
        .badValue("x", of: "display-dialect", line: 3, .oneOf(["cd5220", "escpos"])),
        .badAddress("usb", line: 3, .unknownKind), .badAddress("tcp:", line: 3, .empty),
        .badAddress("tcp:a:0", line: 3, .port("0")), .badAddress("s", line: 3, .rate("9601")),
        .badAddress("s", line: 3, .flow("maybe")), .needs("printer", key: "profile", line: 3),
        .profileUnfit, .fileUnread,
    ]

    /// What stands in the file itself is the same in both languages; the rest is not.
    @Test func `each says its line in either language, and no half of one`() {
        let english = ["Write", "stands", "doesn't", "needs", " or ", "one of", "says why"]
        for key in Self.all {
            let both = key.translation
            #expect(both.english != both.spanish)
            #expect(!english.contains { both.spanish.contains($0) }, "\(both)")
            guard key != .profileUnfit, key != .fileUnread else { continue }
            #expect(both.english.hasPrefix("devices.conf line 3: "))
            #expect(both.spanish.hasPrefix("devices.conf línea 3: "))
        }
    }

    @Test func `a role that a store made keeps its name`() {
        #expect(RoleText.text(of: "admin", in: .spanish) == "administrador")
        #expect(RoleText.text(of: "baker", in: .spanish) == "baker")
        for role in RoleText.allCases {
            #expect(RoleText.text(of: role.rawValue, in: .english) == role.rawValue)
        }
    }
}
