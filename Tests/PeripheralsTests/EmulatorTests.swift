import Peripherals
import PrinterEmulator
import TestSupport
import Testing

@Suite struct EmulatorTests {
    /// Streams of escpos-php with what an independent interpreter reads in them.
    @Test(arguments: [
        "barcode", "bit-image", "character-encodings", "character-tables", "graphics",
        "pdf417-code",
        "qr-code", "text-size",
    ])
    func `the plain lines of other people's jobs are read`(name: String) throws {
        guard let bytes = TestFile.bytes("escpos/\(name).bin"),
            let text = TestFile.bytes("escpos/\(name).txt")
        else { return }
        let profile = try #require(BuiltInProfile.named("generic-42"))
        var decoder = PaperDecoder(profile, breaksLines: false)
        decoder.receive(bytes)
        _ = decoder.run()
        let lines = decoder.paper.texts
        let expected = String(decoding: text, as: UTF8.self).split(separator: "\n")
            .filter { line in
                line.allSatisfy(\.isASCII) && !line.allSatisfy { $0 == "?" || $0 == " " }
            }
        #expect(!expected.isEmpty)
        // In order: each is looked for behind the one before it.
        var rest = lines[...]
        for line in expected {
            let found = rest.firstIndex { $0 == line }
            #expect(found != nil, "\(name): \(line)")
            if let found { rest = rest[(found + 1)...] }
        }
        #expect(!decoder.isInsideCommand)
    }

    @Test func `code page switches of another program are followed`() throws {
        guard let bytes = TestFile.bytes("escpos/character-encodings.bin") else { return }
        var decoder = PaperDecoder(
            try #require(BuiltInProfile.named("epson-tm-t88")), breaksLines: false)
        decoder.receive(bytes)
        _ = decoder.run()
        let texts = decoder.paper.texts
        for line in [
            "Falsches Üben von Xylophonmusik quält jeden größeren Zwerg.",
            "Quizdeltagerne spiste jordbær med fløde, mens cirkusklovnen Wolther spillede på "
                + "xylofon.",
            "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία", "Árvíztűrő tükörfúrógép.",
            "Pchnąć w tę łódź jeża lub ośm skrzyń fig.",
            "В чащах юга жил бы цитрус? Да, но фальшивый экземпляр!",
            "Pijamalı hasta, yağız şoföre çabucak güvendi.",
        ] { #expect(texts.contains(line), "\(line)") }
    }

    @Test func `a stream may come in any pieces`() throws {
        guard let bytes = TestFile.bytes("escpos/barcode.bin") else { return }
        let profile = try #require(BuiltInProfile.named("generic-42"))
        var whole = PaperDecoder(profile)
        whole.receive(bytes)
        _ = whole.run()
        var random = SplitMix64(seed: 7)
        var pieces = PaperDecoder(profile)
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...9, using: &random))
            pieces.receive(piece)
            _ = pieces.run()
            rest = rest.dropFirst(piece.count)
        }
        #expect(pieces.paper == whole.paper)
    }

    @Test func `a line that a crash cut short doesn't show in the next job`() throws {
        var decoder = PaperDecoder(try #require(BuiltInProfile.named("generic-42")))
        decoder.receive(Array("MILK\nBANA".utf8) + [0x1D, 0x76, 0x30])
        _ = decoder.run()
        #expect(decoder.isInsideCommand && decoder.isInsideLine)
        decoder.dropPending()
        decoder.receive([0x1B, 0x40] + Array("COPY\n".utf8))
        _ = decoder.run()
        #expect(decoder.paper.texts == ["MILK", "COPY"] && decoder.paper.unknown.isEmpty)
    }

    @Test func `what it doesn't know is told with its place`() throws {
        var decoder = PaperDecoder(try #require(BuiltInProfile.named("generic-42")))
        decoder.receive(Array("A".utf8) + [0x1B, 0x99] + Array("B\n".utf8))
        _ = decoder.run()
        #expect(decoder.paper.texts == ["AB"])
        #expect(decoder.paper.unknown == [.init(bytes: [0x1B, 0x99], offset: 1)])
    }
}
