import Foundation
import Peripherals
import TestSupport
import Testing

@Suite struct ProfileTests {
    /// What escpos-printer-db says of one printer, as far as we use it.
    private struct Source: Decodable {
        struct Font: Decodable { let columns: Int }
        let codePages: [String: String]
        let features: [String: Bool]
        let fonts: [String: Font]
        let media: Media
        struct Media: Decodable { let width: Width }
        struct Width: Decodable {
            /// nil where the database says "Unknown".
            let pixels: Int?
            enum Key: CodingKey { case pixels }
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Key.self)
                pixels = try? container.decode(Int.self, forKey: .pixels)
            }
        }
    }

    private struct Database: Decodable { let profiles: [String: Source] }

    @Test func `the built-in profiles say what the capabilities database says`() throws {
        guard let path = TestData.path("escpos/escpos-printer-db-capabilities.json.gz") else {
            return
        }
        let database = try JSONDecoder().decode(Database.self, from: unpacked(path))
        for builtIn in BuiltInProfile.all {
            let source = try #require(database.profiles[builtIn.source])
            check(builtIn.profile, against: source)
        }
    }

    private func check(_ profile: PrinterProfile, against source: Source) {
        #expect(profile.columnsOfFontA == source.fonts["0"]?.columns)
        #expect(profile.columnsOfFontB == source.fonts["1"]?.columns)
        if let pixels = source.media.width.pixels { #expect(profile.dots == pixels) }
        for page in profile.pages {
            #expect(
                source.codePages[String(page.number)] == page.page.rawValue,
                "\(profile.name) page \(page.number)")
        }
        // Every page of ours that the printer has is named, under one of its numbers.
        let known = Set(source.codePages.values.compactMap(CodePage.init(rawValue:)))
        #expect(Set(profile.pages.map(\.page)) == known, "\(profile.name)")
        #expect(profile.hasQR == source.features["qrCode"])
        #expect(profile.hasRaster == source.features["bitImageRaster"])
        #expect(profile.hasColumnImage == source.features["bitImageColumn"])
        #expect((profile.barcodes == .b) == source.features["barcodeB"])
        #expect((profile.cutter != .none) == source.features["paperPartCut"])
    }

    private func unpacked(_ path: String) throws -> Data {
        let gzip = Process()
        let output = Pipe()
        gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
        gzip.arguments = ["-dc", path]
        gzip.standardOutput = output
        try gzip.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        return data
    }

    @Test func `names are unique and every profile is found by its own`() {
        let names = BuiltInProfile.all.map(\.profile.name)
        #expect(Set(names).count == names.count)
        for builtIn in BuiltInProfile.all {
            #expect(BuiltInProfile.named(builtIn.profile.name) == builtIn.profile)
        }
    }
}

@Suite struct ProfileFileTests {
    @Test func `a profile is read from text`() throws {
        let profile = try ProfileFile.read(
            """
            # The bar's printer
            based-on = generic-58
            name = bar   # by the taps
            columns = 30
            cutter = full
            drawer-pin = 5
            kanji-mode = no
            pages = 0 CP437, 16 CP1252
            """)
        var expected = try #require(BuiltInProfile.named("generic-58"))
        expected.name = "bar"
        expected.columnsOfFontA = 30
        expected.cutter = .full
        expected.drawerPin = .five
        expected.startsInKanjiMode = false
        expected.pages = [.init(0, .cp437), .init(16, .cp1252)]
        #expect(profile == expected)
    }

    @Test(arguments: [
        ("columns 42", ProfileFileError.notKeyAndValue(line: 1)),
        ("\ncolumns =", .notKeyAndValue(line: 2)),
        ("colour = red", .unknownKey(line: 1, key: "colour")),
        ("based-on = laser", .unknownBase(line: 1, name: "laser")),
        ("qr = yes\nbased-on = plain", .baseNotFirst(line: 2)),
        (
            "cutter = blunt",
            .badValue(line: 1, key: "cutter", value: "blunt", allowed: "none, partial, full")
        ),
        ("columns = 7", .badValue(line: 1, key: "columns", value: "7", allowed: "8 to 255")),
    ])
    func `a bad line is refused with its number`(text: String, error: ProfileFileError) {
        #expect(throws: error) { try ProfileFile.read(text) }
    }

    @Test func `a page that we don't know is refused with those that we do`() {
        #expect {
            try ProfileFile.read("pages = 0 CP437, 1 CP932")
        } throws: { error in
            guard case .badValue(1, "pages", _, let allowed)? = error as? ProfileFileError else {
                return false
            }
            return allowed.contains("CP1252")
        }
    }
}
