import Peripherals
import PrinterEmulator
import Retail
import TestSupport
import Testing

/// Prints on an emulated model and reads the paper.
private struct Press {
    let profile: PrinterProfile
    var fallback = Fallback.transliterate

    func print(_ document: Document) -> (paper: Paper, notices: [PrintNotice], bytes: [UInt8]) {
        let printout = ESCPOS(profile: profile, fallback: fallback).print(document)
        var decoder = PaperDecoder(profile)
        decoder.receive(printout.bytes)
        _ = decoder.run()
        return (decoder.paper, printout.notices, printout.bytes)
    }

    func text(_ text: String) -> (paper: Paper, notices: [PrintNotice], bytes: [UInt8]) {
        print(Document([.text(text, .plain)]))
    }
}

@Suite struct PaperTests {
    private let epson = Press(profile: BuiltInProfile.all[3].profile)

    @Test(arguments: [
        "The quick brown fox", "El pingüino Wenceslao, ¿ñandú? ¡Sí! 3,50 €", "Œuvre à façon, forêt",
        "Größe: süß, Öl", "Zażółć gęślą jaźń", "Příliš žluťoučký kůň", "Avaliação, pão, ã õ",
        "Ξεσκεπάζω την ψυχοφθόρα", "Съешь ещё этих мягких булок", "Árvíztűrő tükörfúrógép",
        "Pijamalı hasta yağız şoföre", "Žąsys čiulba ūsus", "Rødgrød på fløde", "Þú ert ást",
        "Ğ, ł, €, ß, Щ, ώ",
    ])
    func `European text prints right`(text: String) {
        let (paper, notices, _) = epson.text(text)
        #expect(paper.texts == [text])
        #expect(notices.isEmpty && paper.unknown.isEmpty)
    }

    @Test func `plain ASCII needs no code page`() {
        #expect(
            epson.text("MILK 1L").bytes == [0x1B, 0x40, 0x1B, 0x52, 0] + Array("MILK 1L\n".utf8))
    }

    /// Against every assignment of pages, by brute force.
    @Test(arguments: UInt64(0)..<20)
    func `the page changes as rarely as can be`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let letters: [Character] = ["a", "é", "ł", "ж", "α", "€", "ñ", "ğ", "Ü", "š", "ß"]
        for _ in 0..<20 {
            let text = (0..<8).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)]
            }
            let bytes = epson.text(String(text)).bytes
            let switches = zip(bytes, bytes.dropFirst()).count { $0 == (0x1B, 0x74) }
            #expect(switches == fewestPages(text))
        }
    }

    /// Dynamic programming over (place, page): the fewest pages used one after another.
    private func fewestPages(_ text: [Character]) -> Int {
        let pages = epson.profile.pages.map(\.page)
        var cost = [Int](repeating: 1, count: pages.count)
        var isFirst = true
        for character in text where !character.isASCII {
            let least = cost.min() ?? 0
            cost = pages.indices.map { index in
                guard pages[index].byte(for: character) != nil else { return 1_000 }
                return isFirst ? 1 : min(cost[index], least + 1)
            }
            isFirst = false
        }
        return isFirst ? 0 : cost.min() ?? 0
    }

    @Test func `what no page holds is spelt, and said`() {
        let plain = Press(profile: BuiltInProfile.all[8].profile)
        let (paper, notices, _) = plain.text("Łódź 5 € 牛")
        #expect(paper.texts == ["Lódz 5 EUR ?"])
        #expect(
            notices == [
                .transliterated("Ł", as: "L"), .transliterated("ź", as: "z"),
                .transliterated("€", as: "EUR"), .unprintable("牛"),
            ])
    }

    /// Every control character and every other one, anywhere in a document.
    @Test(arguments: UInt64(0)..<30)
    func `no control byte of foreign text reaches the printer`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for builtIn in BuiltInProfile.all {
            let text = Self.foreign(&random)
            let clean = String(text.map { isSteering($0) ? "·" : $0 })
            func document(_ text: String) -> Document {
                Document([
                    .text(text, .title), .pair(text, text, .strong), .qr(text),
                    .barcode(.init(.code128, text)), .barcode(.init(.ean13, text)), .cut,
                ])
            }
            // Without any control character the same bytes come out: none had an effect.
            let press = Press(profile: builtIn.profile)
            let (paper, _, bytes) = press.print(document(text))
            #expect(bytes == press.print(document(clean)).bytes)
            #expect(paper.unknown.isEmpty)
            for line in PlainText.lines(of: document(text), columns: 42) {
                #expect(!line.contains { isSteering($0) })
            }
        }
    }

    private static func foreign(_ random: inout SplitMix64) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<40 {
            let ranges: [ClosedRange<UInt32>] = [
                0...0x1F, 0x7F...0x9F, 0x20...0x7E, 0xA0...0x24F, 0x2000...0x206F, 0x370...0x4FF,
                0xE0000...0xE007F,
            ]
            let range = ranges[Int.random(in: 0..<ranges.count, using: &random)]
            // A mark joins the character before it, so taking a control away would change more.
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)),
                !scalar.properties.isGraphemeExtend, scalar != "\u{200D}"
            {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    private func isSteering(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }

    /// Paper and preview break lines alike; large lines differ in the width of their gaps only.
    @Test(arguments: UInt64(0)..<30)
    func `paper shows what the preview shows`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for builtIn in BuiltInProfile.all where builtIn.profile.pages.count > 15 {
            let document = Self.document(&random)
            let columns = builtIn.profile.columns
            let paper = Press(profile: builtIn.profile).print(document).paper
            let preview = PlainText.lines(of: document, columns: columns)
            #expect(paper.alignedTexts(columns: columns).map(words) == preview.map(words))
            for (printed, shown) in zip(paper.items, preview) {
                guard case .line(let line) = printed, line.style.across == 1 else { continue }
                let only = Paper(items: [printed]).alignedTexts(columns: columns)
                #expect(only.map(trimmed) == [shown])
            }
        }
    }

    private func words(_ line: String) -> [Substring] { line.split(separator: " ") }

    private func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }

    private static func document(_ random: inout SplitMix64) -> Document {
        let words = ["MILK", "1L", "ñandú", "STRAWBERRY-JAM-OF-THE-HOUSE", "à", "Größe", "2", "x"]
        func text(_ count: Int) -> String {
            (0..<Int.random(in: 0...count, using: &random))
                .map { _ in words[Int.random(in: 0..<words.count, using: &random)] }
                .joined(separator: " ")
        }
        let sizes: [Document.Style.Size] = [.normal, .wide, .tall, .double]
        let alignments: [Document.Style.Alignment] = [.left, .centre, .right]
        return Document(
            (0..<12).map { _ in
                let style = Document.Style(
                    alignments[Int.random(in: 0..<3, using: &random)],
                    size: sizes[Int.random(in: 0..<4, using: &random)],
                    isEmphasised: Bool.random(using: &random))
                switch Int.random(in: 0..<4, using: &random) {
                case 0: return .pair(text(6), "12.00", style)
                case 1: return .rule
                case 2: return .blank(Int.random(in: 0...2, using: &random))
                default: return .text(text(12), style)
                }
            })
    }

    /// Odd profiles too: a file of a user's may say anything.
    @Test(arguments: UInt64(0)..<30)
    func `no document traps, and no preview is too wide`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for columns in [-1, 0, 1, 2, 3, 7, 42] {
            var profile = PrinterProfile(
                name: "odd", columnsOfFontA: columns, columnsOfFontB: columns, dots: columns * 12,
                pages: Bool.random(using: &random) ? [] : [.init(0, .cp437)])
            profile.barcodes = .none
            profile.hasQR = Bool.random(using: &random)
            let text = Self.foreign(&random) + "牛乳 🛒"
            var document = Self.document(&random)
            document.elements += [
                .pair(text, text, .title), .pair("", "", .strong), .text("", .title), .logo,
                .blank(.max), .blank(.min), .barcode(.init(.ean8, text)), .qr(text), .cut,
            ]
            #expect(!Press(profile: profile).print(document).bytes.isEmpty)
            document.elements.removeAll { if case .qr = $0 { true } else { false } }
            document.elements.removeAll { if case .barcode = $0 { true } else { false } }
            // A wide character takes two columns even where there is one.
            for line in PlainText.lines(of: document, columns: columns) {
                #expect(line.count <= max(columns, 1))
            }
        }
    }

    @Test(arguments: [24, 32, 42, 48])
    func `a mark stands on every line, wherever one wraps`(columns: Int) {
        let long = "EXTRA LONG NAME OF GOODS THAT NO LINE HOLDS WHOLE"
        let document = Document([
            .text("free", .plain), .mark("TRAINING "), .text(long, .centred),
            .text(String(repeating: "a5", count: 32), .plain), .pair(long, "1.99 G", .plain),
            .pair("Note", long, .strong), .rule, .text("CORNER SHOP", .title),
        ])
        let lines = PlainText.lines(of: document, columns: columns)
        #expect(lines.first == "free")
        for line in lines.dropFirst() {
            #expect(
                line.drop { $0 == " " }.hasPrefix("TRAINING") && line.count <= columns, "\(line)")
        }
        let words = lines.joined(separator: " ").split(separator: " ").filter { $0 != "TRAINING" }
        #expect(words.joined().contains(long.split(separator: " ").joined()))
    }

    @Test func `styles reach the paper`() {
        let (paper, _, _) = epson.print(
            Document([.text("SHOP", .title), .pair("TOTAL", "28.01", .init(size: .wide)), .rule]))
        let lines = paper.items.compactMap { item -> Paper.Line? in
            guard case .line(let line) = item else { return nil }
            return line
        }
        #expect(lines.map(\.alignment) == [.centre, .left, .left])
        #expect(lines.map(\.style.isEmphasised) == [true, false, false])
        #expect(lines.map(\.style.across) == [2, 2, 1])
        #expect(lines.map(\.style.down) == [2, 1, 1])
        #expect(lines[1].text == "TOTAL           28.01")
        #expect(lines[2].text == String(repeating: "-", count: 42))
    }

    @Test func `a label wraps and its value never`() {
        let lines = PlainText.lines(
            of: Document([
                .pair("ORGANIC WHOLE MILK FROM THE HILLS", "3.78", .plain),
                .pair("", "1.00", .plain), .pair("A", "0123456789012345678901234567", .plain),
                .text("  2 FOR 30 needs one more item", .plain),
            ]), columns: 24)
        #expect(
            lines == [
                "ORGANIC WHOLE MILK", "FROM THE HILLS      3.78", "                    1.00", "A",
                "012345678901234567890123", "                    4567", "  2 FOR 30 needs one",
                "more item",
            ])
    }
}
