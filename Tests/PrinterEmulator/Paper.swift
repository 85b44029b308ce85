/// What came out of an emulated printer, top to bottom.
public struct Paper: Hashable, Sendable {
    public var items: [Item] = []
    /// Commands and bytes that the emulator doesn't know; a test of ours expects none.
    public var unknown: [Unknown] = []

    public init(items: [Item] = []) { self.items = items }

    public enum Item: Hashable, Sendable {
        case line(Line)
        /// Paper fed without printing, by lines or by dots.
        case feed(lines: Int)
        case feedDots(Int)
        case picture(width: Int, height: Int, bytes: [UInt8])
        case barcode(system: UInt8, content: [UInt8])
        case qr([UInt8])
        case pdf417([UInt8])
        case cut(isFull: Bool)
        case pulse(pin: UInt8, onUnits: UInt8, offUnits: UInt8)
    }

    public struct Unknown: Hashable, Sendable {
        public let bytes: [UInt8]
        /// Bytes received before it.
        public let offset: Int

        public init(bytes: [UInt8], offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }
    }

    /// How characters were printed.
    public struct Style: Hashable, Sendable {
        public enum Alignment: UInt8, Hashable, Sendable {
            case left
            case centre
            case right
        }

        public var alignment = Alignment.left
        public var isEmphasised = false
        public var isUnderlined = false
        public var isFontB = false
        /// Multiples of the normal width and height.
        public var across = 1
        public var down = 1

        public init() {}
    }

    /// Characters of one style beside each other; a picture in the line is U+FFFC.
    public struct Run: Hashable, Sendable {
        public var text: String
        public let style: Style
    }

    public struct Line: Hashable, Sendable {
        public var runs: [Run]
        /// The alignment is that of the line's start.
        public let alignment: Style.Alignment

        public var text: String { runs.map(\.text).joined() }
        /// The first character's style, plain for an empty line.
        public var style: Style { runs.first?.style ?? Style() }
    }

    /// The texts of all lines, without the printer's alignment.
    public var texts: [String] {
        items.compactMap { item in
            guard case .line(let line) = item else { return nil }
            return line.text
        }
    }

    /// Everything on the paper, a line each, what is no text in brackets.
    public func shown(columns: Int) -> [String] {
        items.flatMap { item -> [String] in
            switch item {
            case .line: Paper(items: [item]).alignedTexts(columns: columns)
            case .feed(let lines): ["[feed \(lines) lines]"]
            case .feedDots(let dots): ["[feed \(dots) dots]"]
            case .picture(let width, let height, _): ["[picture \(width) x \(height)]"]
            case .barcode(let system, let content):
                ["[bars \(system): \(Paper.escaped(content))]"]
            case .qr(let content): ["[QR: \(Paper.escaped(content))]"]
            case .pdf417(let content): ["[PDF417: \(Paper.escaped(content))]"]
            case .cut(let isFull): [isFull ? "[full cut]" : "[partial cut]"]
            case .pulse(let pin, let on, let off): ["[pulse \(pin), \(on) on, \(off) off]"]
            }
        }
    }

    /// Text with other bytes in hexadecimal.
    private static func escaped(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            byte >= 0x20 && byte < 0x7F
                ? String(Unicode.Scalar(byte)) : "\\x" + String(byte, radix: 16)
        }.joined()
    }

    /// The lines with the spaces that alignment puts before them, on paper of so many columns.
    public func alignedTexts(columns: Int) -> [String] {
        items.compactMap { item in
            guard case .line(let line) = item else { return nil }
            let room = max(columns - line.text.count * line.style.across, 0)
            let indent =
                switch line.alignment {
                case .left: 0
                case .centre: room / 2
                case .right: room
                }
            return line.text.isEmpty ? "" : String(repeating: " ", count: indent) + line.text
        }
    }
}
