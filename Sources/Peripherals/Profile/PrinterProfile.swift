/// What one model of receipt printer can do, and by which numbers.
public struct PrinterProfile: Hashable, Sendable {
    /// What cuts the paper.
    public enum Cutter: String, CaseIterable, Hashable, Sendable { case none, partial, full }

    /// The pin of the drawer's plug that the pulse goes to.
    public enum DrawerPin: String, CaseIterable, Hashable, Sendable {
        case two = "2"
        case five = "5"
    }

    /// Which form of `GS k` the printer knows; A has no CODE128, `none` means we draw the bars.
    public enum Barcodes: String, CaseIterable, Hashable, Sendable { case none, a, b }

    public enum Font: String, CaseIterable, Hashable, Sendable { case a, b }

    /// A code page and the number by which `ESC t` selects it.
    public struct Page: Hashable, Sendable {
        public let number: UInt8
        public let page: CodePage

        public init(_ number: UInt8, _ page: CodePage) {
            self.number = number
            self.page = page
        }
    }

    public var name: String
    /// Characters on a line of each font at normal size.
    public var columnsOfFontA: Int
    public var columnsOfFontB: Int
    /// The font that receipts are printed in.
    public var font: Font = .a
    /// Dots across the paper that can be printed on.
    public var dots: Int
    /// In the order of preference where several pages hold the same characters.
    public var pages: [Page]
    public var cutter: Cutter = .partial
    public var drawerPin: DrawerPin = .two
    public var barcodes: Barcodes = .b
    /// Whether `GS ( k` prints QR codes.
    public var hasQR = true
    /// Whether `GS v 0` prints rows of dots.
    public var hasRaster = true
    /// Whether `ESC * 33` prints columns of dots inside a line of text.
    public var hasColumnImage = true
    /// Whether it starts up reading two bytes as one Chinese character, until `FS .`.
    public var startsInKanjiMode = false
    /// Whether `DLE EOT` and `GS r` are answered on the connection in use.
    public var answersStatus = true

    public init(
        name: String, columnsOfFontA: Int, columnsOfFontB: Int, dots: Int, pages: [Page]
    ) {
        self.name = name
        self.columnsOfFontA = columnsOfFontA
        self.columnsOfFontB = columnsOfFontB
        self.dots = dots
        self.pages = pages
    }

    /// Characters on a line of the receipt's font at normal size, at least one.
    public var columns: Int {
        switch font {
        case .a: max(columnsOfFontA, 1)
        case .b: max(columnsOfFontB, 1)
        }
    }

    /// The page behind a number of `ESC t`, nil where the profile names none.
    public func page(numbered number: UInt8) -> CodePage? {
        pages.first { $0.number == number }?.page
    }
}
