/// The bytes of the commands that we send, named after Epson's ESC/POS reference.
enum Command {
    static let lineFeed: UInt8 = 0x0A

    /// `ESC @`: forget what the last job left behind.
    static let initialise: [UInt8] = [0x1B, 0x40]
    /// `ESC R 0`: `#`, `$`, `@`, `[`, `\`, `]`, `{`, `|`, `}` are themselves, not a nation's.
    static let asciiAsItIs: [UInt8] = [0x1B, 0x52, 0x00]
    /// `FS .`: one byte is one character.
    static let leaveKanjiMode: [UInt8] = [0x1C, 0x2E]
    /// `ESC M 1`.
    static let fontB: [UInt8] = [0x1B, 0x4D, 0x01]

    /// `ESC t n`.
    static func page(_ number: UInt8) -> [UInt8] { [0x1B, 0x74, number] }

    /// `ESC a n`: 0 left, 1 centre, 2 right; only at the start of a line.
    static func align(_ alignment: UInt8) -> [UInt8] { [0x1B, 0x61, alignment] }

    /// `ESC E n`.
    static func emphasise(_ isOn: Bool) -> [UInt8] { [0x1B, 0x45, isOn ? 1 : 0] }

    /// `GS ! n`: the multiples across and down, each 1-8.
    static func size(across: Int, down: Int) -> [UInt8] {
        [0x1D, 0x21, UInt8(truncatingIfNeeded: (across - 1) << 4 | (down - 1))]
    }

    /// `ESC d n`.
    static func feed(lines: UInt8) -> [UInt8] { [0x1B, 0x64, lines] }

    /// `GS V 65|66 0`: feeds what was printed past the knife and cuts.
    static func cut(full: Bool) -> [UInt8] { [0x1D, 0x56, full ? 0x41 : 0x42, 0x00] }

    /// `ESC p m 25 250`: a pulse of 50 ms, then 500 ms of rest, for the drawer's solenoid.
    static func drawer(_ pin: PrinterProfile.DrawerPin) -> [UInt8] {
        switch pin {
        case .two: [0x1B, 0x70, 0x00, 0x19, 0xFA]
        case .five: [0x1B, 0x70, 0x01, 0x19, 0xFA]
        }
    }

    /// `GS v 0`, in bands of at most 255 rows: cheap printers' buffers hold no more.
    static func raster(_ bitmap: Bitmap) -> [UInt8] {
        stride(from: 0, to: bitmap.height, by: 255).flatMap { top in
            let rows = min(255, bitmap.height - top)
            let body = bitmap.bytes[(top * bitmap.rowBytes)..<((top + rows) * bitmap.rowBytes)]
            return [0x1D, 0x76, 0x30, 0x00] + word(bitmap.rowBytes) + word(rows) + body
        }
    }

    /// `ESC * 33`: columns of 24 dots within a line of text.
    static func columnImage(_ columns: [[UInt8]]) -> [UInt8] {
        [0x1B, 0x2A, 0x21] + word(columns.count) + columns.flatMap { $0 }
    }

    /// `GS h`, `GS w`, `GS H 2`, `GS f 0`: the bars' height and module, digits below in font A.
    static func barShape(heightDots: UInt8, moduleDots: UInt8) -> [UInt8] {
        [0x1D, 0x68, heightDots, 0x1D, 0x77, moduleDots, 0x1D, 0x48, 0x02, 0x1D, 0x66, 0x00]
    }

    /// `GS k m … NUL`, the first form.
    static func barsA(_ system: UInt8, _ data: [UInt8]) -> [UInt8] {
        [0x1D, 0x6B, system] + data + [0x00]
    }

    /// `GS k m n …`, the second form.
    static func barsB(_ system: UInt8, _ data: [UInt8]) -> [UInt8] {
        [0x1D, 0x6B, system, UInt8(truncatingIfNeeded: data.count)] + data
    }

    /// `GS ( k`, functions 165, 167, 169, 180 and 181: model 2, level M.
    static func qr(_ data: [UInt8], moduleDots: UInt8) -> [UInt8] {
        [0x1D, 0x28, 0x6B, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00]
            + [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x43, moduleDots]
            + [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x45, 0x31]
            + [0x1D, 0x28, 0x6B] + word(data.count + 3) + [0x31, 0x50, 0x30] + data
            + [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x51, 0x30]
    }

    /// Low byte, high byte.
    private static func word(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }
}
