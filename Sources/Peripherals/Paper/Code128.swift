/// A CODE128 symbol in code sets B (text) and C (pairs of digits), as short as these two make it.
///
/// - Source: ISO/IEC 15417, tables 1 and annex E (the choice of sets).
struct Code128: Hashable, Sendable {
    private enum CodeSet { case b, c }

    /// What follows the start character: data of one set, or a change of set.
    private enum Piece: Hashable {
        case text(UInt8)
        case pair(UInt8)
        case changeToB
        case changeToC
    }

    private let startsInC: Bool
    private let pieces: [Piece]

    /// Text of printable ASCII, which `Bars` has checked.
    init(_ text: String) {
        let short = Code128.encode(Array(text.utf8))
        // `GS k` carries a pair as the byte 0-99. DLE before EOT, ENQ or DC4 in there would be
        // taken for a real-time command (DC4 opens the drawer), so such a code stays in set B.
        if Code128.holdsRealTimeCommand(short.pieces) {
            startsInC = false
            pieces = text.utf8.map { .text($0) }
        } else {
            startsInC = short.startsInC
            pieces = short.pieces
        }
    }

    /// The data of `GS k 73`: `{B`, `{C`, then text with `{` doubled, or bytes of two digits.
    var commandBytes: [UInt8] {
        var bytes: [UInt8] = [0x7B, startsInC ? 0x43 : 0x42]
        for piece in pieces {
            switch piece {
            case .text(0x7B): bytes += [0x7B, 0x7B]
            case .text(let byte): bytes.append(byte)
            case .pair(let value): bytes.append(value)
            case .changeToB: bytes += [0x7B, 0x42]
            case .changeToC: bytes += [0x7B, 0x43]
            }
        }
        return bytes
    }

    /// Bars and gaps, a module each, with start, check and stop.
    var modules: [Bool] {
        let values = [startsInC ? 105 : 104] + pieces.map(Code128.value)
        let sum = values.enumerated().reduce(0) { $0 + $1.element * max($1.offset, 1) }
        return (values + [sum % 103]).flatMap { Code128.bars(Code128.widths[$0]) }
            + Code128.bars(2_331_112)
    }

    private static func value(_ piece: Piece) -> Int {
        switch piece {
        case .text(let byte): Int(byte) - 0x20
        case .pair(let value): Int(value)
        case .changeToB: 100
        case .changeToC: 99
        }
    }

    private static func encode(_ text: [UInt8]) -> (startsInC: Bool, pieces: [Piece]) {
        var pieces: [Piece] = []
        var rest = text[...]
        let startsInC = worthPairs(rest, isStart: true)
        var set = startsInC ? CodeSet.c : .b
        while let byte = rest.first {
            switch set {
            case .c:
                guard digits(rest) >= 2 else {
                    pieces.append(.changeToB)
                    set = .b
                    continue
                }
                let units = rest[rest.startIndex + 1] - 0x30
                pieces.append(.pair((byte - 0x30) * 10 + units))
                rest = rest.dropFirst(2)
            case .b:
                if digits(rest).isMultiple(of: 2), worthPairs(rest, isStart: false) {
                    pieces.append(.changeToC)
                    set = .c
                } else {
                    pieces.append(.text(byte))
                    rest = rest.dropFirst()
                }
            }
        }
        return (startsInC, pieces)
    }

    /// Annex E: from four digits at an end, from six inside, or a text that is two digits.
    private static func worthPairs(_ rest: ArraySlice<UInt8>, isStart: Bool) -> Bool {
        let run = digits(rest)
        let isWhole = run == rest.count
        if isStart { return run >= 4 || (isWhole && run == 2) }
        return run >= 6 || (isWhole && run >= 4)
    }

    private static func digits(_ text: ArraySlice<UInt8>) -> Int {
        text.prefix { (0x30...0x39).contains($0) }.count
    }

    private static func holdsRealTimeCommand(_ pieces: [Piece]) -> Bool {
        zip(pieces, pieces.dropFirst()).contains { first, second in
            first == .pair(0x10)
                && [.pair(0x04), .pair(0x05), .pair(0x14)].contains(second)
        }
    }

    /// Widths of bars and gaps in turn, a decimal digit each.
    private static func bars(_ widths: Int) -> [Bool] {
        var bits: [Bool] = []
        for (place, digit) in String(widths).utf8.enumerated() {
            bits += Array(repeating: place.isMultiple(of: 2), count: Int(digit) - 0x30)
        }
        return bits
    }

    /// Widths by value, 0-105 (ISO/IEC 15417, table 1).
    private static let widths = [
        212222, 222122, 222221, 121223, 121322, 131222, 122213, 122312, 132212, 221213, 221312,
        231212, 112232, 122132, 122231, 113222, 123122, 123221, 223211, 221132, 221231, 213212,
        223112, 312131, 311222, 321122, 321221, 312212, 322112, 322211, 212123, 212321, 232121,
        111323, 131123, 131321, 112313, 132113, 132311, 211313, 231113, 231311, 112133, 112331,
        132131, 113123, 113321, 133121, 313121, 211331, 231131, 213113, 213311, 213131, 311123,
        311321, 331121, 312113, 312311, 332111, 314111, 221411, 431111, 111224, 111422, 121124,
        121421, 141122, 141221, 112214, 112412, 122114, 122411, 142112, 142211, 241211, 221114,
        413111, 241112, 134111, 111242, 121142, 121241, 114212, 124112, 124211, 411212, 421112,
        421211, 212141, 214121, 412121, 111143, 111341, 131141, 114113, 114311, 411113, 411311,
        113141, 114131, 311141, 411131, 211412, 211214, 211232,
    ]
}
