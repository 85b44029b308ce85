import Retail

/// What a job is made of: lines of characters, and commands that print by themselves.
enum Piece: Hashable, Sendable {
    case line([Cell], Document.Style)
    /// Bytes of a symbol or picture, centred.
    case symbol([UInt8])
    /// Bytes that no alignment concerns.
    case action([UInt8])
}

/// Decides how logo, bar codes and QR codes get on paper: by the printer's own command, drawn by
/// us, or as text.
struct Symbols {
    let profile: PrinterProfile
    let logo: Bitmap?
    var notices = NoticeList()

    /// 10 mm at 203 dpi: read well by a hand scanner.
    private static let barsHeight = 80
    /// White on either side of bars, in modules (ISO/IEC 15420, 15417).
    private static let quietModules = 20
    /// White around a QR code, both sides together (ISO/IEC 18004, 6.3.8).
    private static let quietSquares = 8
    /// Lines from the print head to the edge that tears.
    private static let linesToEdge: UInt8 = 4

    init(profile: PrinterProfile, logo: Bitmap?) {
        self.profile = profile
        self.logo = logo
    }

    mutating func pieces(for placed: Placed, typesetter: inout Typesetter) -> [Piece] {
        switch placed {
        case .line(let cells, let style): [.line(cells, style)]
        case .edges(let label, let value, let style): [spread(label, value, style)]
        case .logo: logoPieces()
        case .barcode(let barcode): bars(barcode, &typesetter)
        case .qr(let text): qr(text, &typesetter)
        case .cut: [.action(cut)]
        case .openDrawer: [.action(Command.drawer(profile.drawerPin))]
        }
    }

    private func spread(_ label: [Cell], _ value: [Cell], _ style: Document.Style) -> Piece {
        let width = Layout(columns: profile.columns).width(style)
        let gap = max(width - label.columns - value.columns, 1)
        return .line(label + Array(repeating: .space, count: gap) + value, style)
    }

    private var cut: [UInt8] {
        switch profile.cutter {
        case .none: Command.feed(lines: Symbols.linesToEdge)
        case .partial: Command.cut(full: false)
        case .full: Command.cut(full: true)
        }
    }

    private mutating func logoPieces() -> [Piece] {
        guard let logo else {
            notices.add(.noLogo)
            return []
        }
        guard profile.hasRaster else {
            notices.add(.noPictures)
            return []
        }
        guard logo.width <= profile.dots else {
            notices.add(.logoTooWide(width: logo.width, dots: profile.dots))
            return []
        }
        return [.symbol(Command.raster(logo))]
    }

    /// Text in place of a symbol, wrapped and centred.
    private func text(_ text: String, _ typesetter: inout Typesetter) -> [Piece] {
        Layout(columns: profile.columns)
            .wrap(typesetter.cells(text, .centred), width: profile.columns)
            .map { .line($0, .centred) }
    }

    private mutating func bars(
        _ barcode: Document.Barcode, _ typesetter: inout Typesetter
    ) -> [Piece] {
        do throws(BarcodeRefusal) {
            let bars = try Bars(barcode)
            let modules = bars.modules
            let moduleDots = try moduleDots(modules.count + Symbols.quietModules)
            if let command = command(bars, moduleDots) { return [.symbol(command)] }
            guard profile.hasRaster else {
                notices.add(.noPictures)
                return text(bars.content, &typesetter)
            }
            let picture = Bitmap(
                bars: modules, moduleDots: moduleDots, height: Symbols.barsHeight)
            return [.symbol(Command.raster(picture))] + text(bars.content, &typesetter)
        } catch {
            notices.add(.barcodeAsText(content: barcode.content, because: error))
            return text(barcode.content, &typesetter)
        }
    }

    /// Two dots a module, three where there is room: scanners like wide bars.
    private func moduleDots(_ modules: Int) throws(BarcodeRefusal) -> Int {
        if modules * 3 <= profile.dots { return 3 }
        guard modules * 2 <= profile.dots else {
            throw .tooWide(dots: modules * 2, paperDots: profile.dots)
        }
        return 2
    }

    /// The printer's own command, nil where it has none for this symbology.
    private func command(_ bars: Bars, _ moduleDots: Int) -> [UInt8]? {
        let shape = Command.barShape(
            heightDots: UInt8(Symbols.barsHeight), moduleDots: UInt8(moduleDots))
        let digits = Array(bars.content.utf8)
        switch (profile.barcodes, bars.symbology) {
        case (.b, .upcA): return shape + Command.barsB(65, digits)
        case (.b, .ean13): return shape + Command.barsB(67, digits)
        case (.b, .ean8): return shape + Command.barsB(68, digits)
        case (.b, .code128): return shape + Command.barsB(73, Code128(bars.content).commandBytes)
        case (.a, .upcA): return shape + Command.barsA(0, digits)
        case (.a, .ean13): return shape + Command.barsA(2, digits)
        case (.a, .ean8): return shape + Command.barsA(3, digits)
        case (.a, .code128), (.none, _): return nil
        }
    }

    private mutating func qr(_ text: String, _ typesetter: inout Typesetter) -> [Piece] {
        // DLE in a payload could be taken for a real-time command; foreign text has no say there.
        let clean = String(text.map { $0.isControl ? Character.controlMark : $0 })
        if clean != text { notices.add(.controlCharacter) }
        let bytes = Array(clean.utf8)
        guard let version = QRCode.version(forBytes: bytes.count),
            let squareDots = squareDots(version)
        else { return qrAsText(clean, &typesetter) }
        if profile.hasQR {
            return [.symbol(Command.qr(bytes, moduleDots: UInt8(squareDots)))]
        }
        guard profile.hasRaster, let code = QRCode(bytes) else {
            return qrAsText(clean, &typesetter)
        }
        let picture = Bitmap(squares: code.squares, squareDots: squareDots)
        return [.symbol(Command.raster(picture))]
    }

    private mutating func qrAsText(_ text: String, _ typesetter: inout Typesetter) -> [Piece] {
        notices.add(.qrAsText(text))
        return self.text(text, &typesetter)
    }

    /// Three to six dots a square; below three a telephone can't read it off thermal paper.
    private func squareDots(_ version: Int) -> Int? {
        let fitting = profile.dots / (QRCode.side(version: version) + Symbols.quietSquares)
        return fitting >= 3 ? min(fitting, 6) : nil
    }
}
