import Glibc
import Peripherals
import PrinterEmulator
import Retail
import TestSupport
import Testing

/// Receipts byte for byte: what a customer would see changes only in a commit that says so.
///
/// `TILLMESH_WRITE_GOLDEN=1` writes the files anew.
@Suite struct GoldenTests {
    private static let folder =
        String(#filePath.reversed().drop { $0 != "/" }.reversed()) + "Golden/"

    @Test(arguments: ["english", "spanish", "polish-greek", "small-printer"])
    func `a receipt is its golden bytes`(name: String) throws {
        let receipt = try #require(SampleReceipt.all[name])
        let profile = try #require(BuiltInProfile.named(receipt.profile))
        let printout = ESCPOS(profile: profile).print(receipt.document)
        var decoder = PaperDecoder(profile)
        decoder.receive(printout.bytes)
        _ = decoder.run()
        #expect(decoder.paper.unknown.isEmpty)
        let paper =
            decoder.paper.shown(columns: profile.columns)
            + printout.notices.map { "notice: \($0)" }
        try check(hexadecimal(printout.bytes), name + ".hex")
        try check(paper.map { $0 + "\n" }.joined(), name + ".txt")
        let preview = PlainText.lines(of: receipt.document, columns: profile.columns)
        try check(preview.map { $0 + "\n" }.joined(), name + ".preview.txt")
    }

    private func check(_ text: String, _ name: String) throws {
        let path = GoldenTests.folder + name
        if getenv("TILLMESH_WRITE_GOLDEN") != nil {
            let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
            try #require(file >= 0)
            let bytes = Array(text.utf8)
            #expect(write(file, bytes, bytes.count) == bytes.count)
            close(file)
        }
        let golden = try #require(TestFile.read(path), "no \(path)")
        #expect(String(decoding: golden, as: UTF8.self) == text, "\(name)")
    }

    /// Thirty-two bytes a line.
    private func hexadecimal(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 32).map { start in
            bytes[start..<min(start + 32, bytes.count)]
                .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
                .joined(separator: " ") + "\n"
        }.joined()
    }
}

/// Receipts as the lane makes them.
struct SampleReceipt {
    let profile: String
    let document: Document

    static let all: [String: SampleReceipt] = [
        "english": SampleReceipt(
            profile: "epson-tm-t88",
            document: sale([
                .text("CORNER SHOP", .title), .text("12 High Street, London", .centred),
                .rule, .pair("Receipt 014-3-000123", "21-11-2026 14:02", .plain), .rule,
                .pair("MILK 1L  2 x 1.89", "3.78", .plain),
                .pair("BANANAS 0.745 kg x 3.99/kg", "2.97", .plain),
                .pair("CRÈME FRAÎCHE", "£1.20", .plain),
                .pair("TOTAL", "7.95", .init(size: .double, isEmphasised: true)),
                .pair("Cash", "10.00", .plain), .pair("CHANGE", "2.05", .strong),
            ])),
        "spanish": SampleReceipt(
            profile: "epson-tm-t88",
            document: sale([
                .text("EL RINCÓN DE ÑUÑO", .title), .text("¡Gracias por su compra!", .centred),
                .rule, .pair("Jamón ibérico 0,120 kg x 89,00 €/kg", "10,68 €", .plain),
                .pair("Piña en su jugo, lata pequeña de media libra", "1,35 €", .plain),
                .pair("TOTAL", "12,03 €", .init(size: .double, isEmphasised: true)),
                .pair("Efectivo", "15,00 €", .plain), .pair("CAMBIO", "2,97 €", .strong),
            ])),
        "polish-greek": SampleReceipt(
            profile: "epson-tm-t88",
            document: sale([
                .text("Żabka Łódź", .title), .pair("Chleb żytni pełnoziarnisty", "6,49 zł", .plain),
                .pair("Φέτα ΠΟΠ", "4,20 €", .plain),
                .pair("Ελιές Καλαμών / oliwki", "3,80 €", .plain),
                .text("牛乳 and \u{1B}p\u{0}\u{19} stay text", .plain),
            ])),
        "small-printer": SampleReceipt(
            profile: "generic-58",
            document: sale([
                .text("CORNER SHOP", .title), .pair("MILK 1L  2 x 1.89", "3.78", .plain),
                .pair("TOTAL", "3.78", .init(size: .wide)),
            ])),
    ]

    private static func sale(_ elements: [Document.Element]) -> Document {
        Document(
            elements + [
                .blank(1), .barcode(.init(.code128, "014-3-000123")), .qr("014-3-000123"), .cut,
                .openDrawer,
            ])
    }
}
