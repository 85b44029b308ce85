/// What a printer is asked to put on paper: a receipt, a slip, a report, as lines.
///
/// A document knows nothing of bytes, columns or code pages; `Peripherals` fits it to a device.
public struct Document: Hashable, Sendable {
    public var elements: [Element]

    public init(_ elements: [Element] = []) { self.elements = elements }

    /// One thing on paper, top to bottom.
    public enum Element: Hashable, Sendable {
        /// A paragraph; longer than a line it wraps at words.
        case text(String, Style)
        /// A label flush left, a value flush right on one line; the label wraps, the value never.
        case pair(String, String, Style)
        /// Every line of text and every rule after it begins with this, also where one wraps.
        case mark(String)
        /// A line of dashes across the paper.
        case rule
        /// Empty lines.
        case blank(Int)
        /// The shop's raster logo, where one is set up.
        case logo
        case barcode(Barcode)
        /// A QR code of this text, printed as UTF-8.
        case qr(String)
        /// Cuts the paper, after feeding it past the knife.
        case cut
        /// The pulse that opens the cash drawer.
        case openDrawer
    }

    /// How a line of text looks.
    public struct Style: Hashable, Sendable {
        public enum Alignment: Hashable, Sendable { case left, centre, right }
        public enum Size: Hashable, Sendable { case normal, wide, tall, double }

        public var alignment: Alignment
        public var size: Size
        public var isEmphasised: Bool

        public init(
            _ alignment: Alignment = .left, size: Size = .normal, isEmphasised: Bool = false
        ) {
            self.alignment = alignment
            self.size = size
            self.isEmphasised = isEmphasised
        }

        public static let plain = Style()
        public static let centred = Style(.centre)
        public static let strong = Style(isEmphasised: true)
        public static let title = Style(.centre, size: .double, isEmphasised: true)
    }

    /// A linear barcode with its digits in print below it.
    public struct Barcode: Hashable, Sendable {
        public enum Symbology: Hashable, Sendable { case ean13, ean8, upcA, code128 }

        public let symbology: Symbology
        public let content: String

        public init(_ symbology: Symbology, _ content: String) {
            self.symbology = symbology
            self.content = content
        }
    }
}
