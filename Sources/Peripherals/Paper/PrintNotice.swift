/// Something that paper shows otherwise than the document says; nothing is changed silently.
public enum PrintNotice: Hashable, Sendable {
    /// A control character in foreign text, printed as `·`.
    case controlCharacter
    /// No code page of the printer holds it.
    case transliterated(Character, as: String)
    /// Neither a code page nor a spelling: printed as `?`.
    case unprintable(Character)
    /// The document asks for a logo and none is set up.
    case noLogo
    case logoTooWide(width: Int, dots: Int)
    /// The printer prints no pictures, so neither logo nor drawn codes.
    case noPictures
    /// Printed as its digits.
    case barcodeAsText(content: String, because: BarcodeRefusal)
    /// Printed as its text: too long for a code that fits the paper, or no way to draw one.
    case qrAsText(String)
}

/// The bytes of a printed document, and what differs from it.
public struct Printout: Hashable, Sendable {
    public let bytes: [UInt8]
    /// Each once, in the order of first appearance.
    public let notices: [PrintNotice]
}

/// Notices in order of first appearance, each once.
struct NoticeList {
    private(set) var notices: [PrintNotice] = []
    private var seen: Set<PrintNotice> = []

    mutating func add(_ notice: PrintNotice) {
        if seen.insert(notice).inserted { notices.append(notice) }
    }
}
