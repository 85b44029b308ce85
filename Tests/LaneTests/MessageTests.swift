import Glibc
import Lane
import TestSupport
import Testing
import Texts

@Suite struct MessageTests {
    private static let path =
        #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
        + "/docs/messages.md"

    /// The list as it must stand in the document: written with `TILLMESH_WRITE_GOLDEN=1`.
    private static var document: String {
        var text = """
            # Messages of the lane

            Every message has a code, a text in each language and, where there is one, the next \
            step.
            Words in capitals stand for a name, a code or a figure. A letter names the area: A \
            people,
            D this machine, H held sales, K keys, M money, N network, P printer, R receipts, \
            S goods,
            T prices and training.

            """
        for wording in Messages.all {
            text += "\n## \(wording.code)\n\n"
            text += "* en: \(wording.text[.english])\n"
            if !wording.next[.english].isEmpty { text += "  - \(wording.next[.english])\n" }
            text += "* es: \(wording.text[.spanish])\n"
            if !wording.next[.spanish].isEmpty { text += "  - \(wording.next[.spanish])\n" }
        }
        return text
    }

    @Test func `the document lists every message as it is`() throws {
        guard getenv("TILLMESH_WRITE_GOLDEN") == nil else {
            let file = try #require(fopen(Self.path, "w"))
            defer { fclose(file) }
            let bytes = Array(Self.document.utf8)
            #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
            return
        }
        let written = String(decoding: try Files.bytes(Self.path), as: UTF8.self)
        #expect(written == Self.document)
    }

    @Test func `codes are a letter and two digits, each once`() {
        let codes = Messages.all.map(\.code)
        #expect(codes.count > 100)
        #expect(Set(codes).count == codes.count)
        for code in codes {
            #expect(code.count == 3 && code.dropFirst().allSatisfy(\.isNumber), "\(code)")
        }
    }

    @Test(arguments: Language.allCases) func `messages fit the narrowest lane`(language: Language) {
        // 80 columns, 9 of them practice's banner.
        for wording in Messages.all {
            #expect(CellWidth.of(wording.text[language]) <= 66, "\(wording.code)")
            #expect(CellWidth.of(wording.next[language]) <= 66, "\(wording.code)")
            #expect(!wording.text[language].isEmpty)
            #expect(wording.next.english.isEmpty == wording.next.spanish.isEmpty)
        }
    }

    @Test(arguments: Language.allCases) func `key lines fit the narrowest lane`(language: Language)
    {
        for key in KeyText.allCases {
            #expect(CellWidth.of(text(key, in: language)) <= 70, "\(key)")
        }
    }
}

@Suite struct CellWidthTests {
    @Test(arguments: [
        ("A", 1), ("é", 1), ("e\u{301}", 1), ("緑", 2), ("ｶ", 1), ("Ａ", 2), ("한", 2), ("€", 1),
        ("█", 1), ("👍", 2), ("👨‍👩‍👧", 2), ("❤️", 2), ("\u{200B}", 0), ("\u{301}", 0), ("\u{7}", 0),
        ("\u{AD}", 1), ("ñ", 1), ("あいう", 6), ("", 0),
    ])
    func `cells of text`(text: String, width: Int) {
        #expect(CellWidth.of(text) == width)
    }

    @Test func `foreign controls are dots on the screen`() {
        var clerk = InputTests.open()
        clerk.scan("\u{1B}[2JX")
        #expect(clerk.code == "S01")
        #expect(clerk.screen.contains("·[2JX"))
        #expect(!clerk.screen.unicodeScalars.contains("\u{1B}"))
    }
}
