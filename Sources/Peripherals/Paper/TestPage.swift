public import Retail

/// A page that shows what a printer is set up to do.
public enum TestPage {
    /// The page for a printer.
    ///
    /// - Parameters:
    ///   - name: the profile's, or what takes its place.
    ///   - columns: how many characters a line takes.
    ///   - software: this program and its version.
    /// - Returns: one document, cut at its end.
    public static func document(_ name: String, columns: Int, software: String) -> Document {
        Document([
            .text("TEST", .title), .text(software, .centred), .rule,
            .pair("Profile", name, .plain), .pair("Columns", "\(columns)", .plain),
            .pair("Emphasised", "0123456789", .strong),
            .text("wide 0123456789", .init(.left, size: .wide)),
            .text("tall 0123456789", .init(.right, size: .tall)), .rule,
            .text("English: The quick brown fox. £ $ €", .plain),
            .text("Español: ¿Qué? ¡Año! El pingüino.", .plain),
            .text("Français: Où ça? Très bien, cœur.", .plain),
            .text("Deutsch: Größe, Äpfel, Öl, Übung.", .plain),
            .text("Polski: Zażółć gęślą jaźń.", .plain), .rule,
            .barcode(.init(.ean13, "9520000010072")), .barcode(.init(.code128, "014-03-000001")),
            .qr("https://example.org/tillmesh"), .cut,
        ])
    }
}
