/// A QR code of bytes at error correction level M, drawn by us where the printer can't and on
/// screens.
///
/// - Source: ISO/IEC 18004:2015, clauses 7 and 8; sections are named where they are used.
public struct QRCode: Hashable, Sendable {
    /// 1-40: the side is 17 + 4 × version squares.
    let version: Int
    /// Rows of squares, black is true; no quiet zone.
    public let squares: [[Bool]]

    /// Encodes bytes; nil where they exceed the largest code (2,331 bytes).
    public init?(_ bytes: [UInt8]) {
        guard let version = QRCode.version(forBytes: bytes.count) else { return nil }
        self.version = version
        let codewords = QRCodewords(bytes, version: version).interleaved
        squares = QRMatrix.best(version: version, codewords: codewords)
    }

    static func side(version: Int) -> Int { 17 + 4 * version }

    /// The smallest version that holds so many bytes, nil where none does.
    static func version(forBytes count: Int) -> Int? {
        (1...40).first { version in
            // Mode (4 bits) and count (8 or 16 bits) before the data.
            let headerBits = version < 10 ? 12 : 20
            return headerBits + count * 8 <= QRCodewords.dataCount(version: version) * 8
        }
    }
}

/// The data and error correction codewords of a QR code.
struct QRCodewords {
    private let version: Int
    private let data: [UInt8]

    init(_ bytes: [UInt8], version: Int) {
        self.version = version
        var bits = BitWriter()
        bits.write(0b0100, count: 4)
        bits.write(bytes.count, count: version < 10 ? 8 : 16)
        for byte in bytes { bits.write(Int(byte), count: 8) }
        let capacity = QRCodewords.dataCount(version: version)
        bits.write(0, count: min(4, capacity * 8 - bits.count))
        var data = bits.bytes
        // Pad codewords alternate (7.4.10).
        var pad: UInt8 = 0xEC
        while data.count < capacity {
            data.append(pad)
            pad ^= 0xEC ^ 0x11
        }
        self.data = data
    }

    /// Blocks side by side, then their error corrections side by side (7.6).
    var interleaved: [UInt8] {
        let blocks = blocks
        let divisor = ReedSolomon.divisor(degree: QRCodewords.correctionPerBlock[version])
        let corrections = blocks.map { ReedSolomon.remainder($0, divisor: divisor) }
        let longest = blocks.map(\.count).max() ?? 0
        let body = (0..<longest).flatMap { place in
            blocks.compactMap { place < $0.count ? $0[place] : nil }
        }
        return body + divisor.indices.flatMap { place in corrections.map { $0[place] } }
    }

    /// The shorter blocks come first.
    private var blocks: [ArraySlice<UInt8>] {
        let count = QRCodewords.blockCount[version]
        let short = data.count / count
        let shortBlocks = count - data.count % count
        var start = 0
        return (0..<count).map { block in
            let end = start + short + (block < shortBlocks ? 0 : 1)
            defer { start = end }
            return ArraySlice(Array(data[start..<end]))
        }
    }

    static func dataCount(version: Int) -> Int {
        totalBits(version: version) / 8 - correctionPerBlock[version] * blockCount[version]
    }

    /// Squares that are neither pattern nor format nor version information (table 1).
    private static func totalBits(version: Int) -> Int {
        var bits = (16 * version + 128) * version + 64
        if version >= 2 {
            let aligned = version / 7 + 2
            bits -= (25 * aligned - 10) * aligned - 55
            if version >= 7 { bits -= 36 }
        }
        return bits
    }

    /// Level M by version, from 1 (table 9).
    private static let correctionPerBlock = [
        0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ]
    private static let blockCount = [
        0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21,
        23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ]
}

/// Bits, the highest first, packed into bytes.
private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    mutating func write(_ value: Int, count bits: Int) {
        for bit in stride(from: bits - 1, through: 0, by: -1) {
            if count.isMultiple(of: 8) { bytes.append(0) }
            if value >> bit & 1 != 0 { bytes[count / 8] |= 0x80 >> UInt8(count % 8) }
            count += 1
        }
    }
}

/// Reed-Solomon over GF(2^8) with the polynomial 0x11D (7.5.2).
private enum ReedSolomon {
    /// The generator's coefficients below its leading 1.
    static func divisor(degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree)
        result[degree - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<degree {
            for place in 0..<degree {
                result[place] = multiply(result[place], root)
                if place + 1 < degree { result[place] ^= result[place + 1] }
            }
            root = multiply(root, 2)
        }
        return result
    }

    static func remainder(_ data: ArraySlice<UInt8>, divisor: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for place in result.indices { result[place] ^= multiply(divisor[place], factor) }
        }
        return result
    }

    private static func multiply(_ x: UInt8, _ y: UInt8) -> UInt8 {
        var product: UInt8 = 0
        for bit in stride(from: 7, through: 0, by: -1) {
            product = (product << 1) ^ (product & 0x80 != 0 ? 0x1D : 0)
            if y >> UInt8(bit) & 1 != 0 { product ^= x }
        }
        return product
    }
}
