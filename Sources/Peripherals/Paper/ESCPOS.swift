public import Retail

/// Turns a document into the bytes of one model of printer; performs no I/O.
///
/// The job starts with `ESC @`, so nothing an earlier job left behind shows. Control characters
/// in the document's text never become commands.
public struct ESCPOS: Sendable {
    public let profile: PrinterProfile
    public let fallback: Fallback
    public let logo: Bitmap?

    public init(
        profile: PrinterProfile, fallback: Fallback = .transliterate, logo: Bitmap? = nil
    ) {
        self.profile = profile
        self.fallback = fallback
        self.logo = logo
    }

    /// The bytes that print a document, and whatever they show differently.
    public func print(_ document: Document) -> Printout {
        var typesetter = Typesetter(profile: profile, fallback: fallback)
        let placed = Layout(columns: profile.columns).place(document) {
            typesetter.cells($0, $1)
        }
        // Symbols may turn into lines of text, so pages are planned after them.
        var symbols = Symbols(profile: profile, logo: logo)
        let pieces = placed.flatMap { symbols.pieces(for: $0, typesetter: &typesetter) }
        var writer = JobWriter(profile)
        writer.write(pieces)
        for notice in symbols.notices.notices { typesetter.notices.add(notice) }
        return Printout(bytes: writer.bytes, notices: typesetter.notices.notices)
    }
}
