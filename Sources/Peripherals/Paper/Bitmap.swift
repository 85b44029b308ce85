/// Why a file is no picture for a receipt.
public enum PBMError: Error, Equatable {
    /// Only `P4`, the packed one-bit form, is read.
    case notP4
    case badSize
    case tooLarge(width: Int, height: Int)
    case truncated(neededBytes: Int, hasBytes: Int)
}

/// A black-and-white picture, one bit a dot, black is 1; rows are packed from the left.
public struct Bitmap: Hashable, Sendable {
    /// Dots across and down.
    public let width: Int
    public let height: Int
    /// `rowBytes` bytes a row, the leftmost dot in the highest bit.
    public let bytes: [UInt8]

    /// A receipt's picture is a hand high at most; no printer is wider.
    static let widthMax = 2_040
    static let heightMax = 2_400

    var rowBytes: Int { (width + 7) / 8 }

    /// Reads a portable bitmap (`P4`).
    ///
    /// - Source: the netpbm project's description of PBM.
    public init(pbm file: [UInt8]) throws(PBMError) {
        guard file.starts(with: Array("P4".utf8)) else { throw .notP4 }
        var header = file.dropFirst(2)
        guard let width = Bitmap.number(&header), let height = Bitmap.number(&header),
            width > 0, height > 0
        else { throw .badSize }
        guard width <= Bitmap.widthMax, height <= Bitmap.heightMax else {
            throw .tooLarge(width: width, height: height)
        }
        // One white space ends the header.
        let needed = (width + 7) / 8 * height
        let body = header.dropFirst()
        guard body.count >= needed else {
            throw .truncated(neededBytes: needed, hasBytes: body.count)
        }
        self.width = width
        self.height = height
        bytes = Array(body.prefix(needed))
    }

    /// A picture whose every row is the same: `modules` of `moduleDots`, a bar code.
    init(bars modules: [Bool], moduleDots: Int, height: Int) {
        self.init(rows: [modules], dotsAcross: moduleDots, dotsDown: height)
    }

    /// A picture of squares, each `squareDots` dots wide and high: a QR code.
    init(squares rows: [[Bool]], squareDots: Int) {
        self.init(rows: rows, dotsAcross: squareDots, dotsDown: squareDots)
    }

    private init(rows: [[Bool]], dotsAcross: Int, dotsDown: Int) {
        width = (rows.first?.count ?? 0) * dotsAcross
        height = rows.count * dotsDown
        let width = width
        bytes = rows.flatMap { row in
            var packed = [UInt8](repeating: 0, count: (width + 7) / 8)
            for dot in 0..<width where row[dot / dotsAcross] {
                packed[dot / 8] |= 0x80 >> UInt8(dot % 8)
            }
            return Array(repeating: packed, count: dotsDown).flatMap { $0 }
        }
    }

    /// The next number of a header, past white space and comments; nil where none stands.
    private static func number(_ header: inout ArraySlice<UInt8>) -> Int? {
        while let byte = header.first, byte == 0x23 || byte == 0x20 || (9...13).contains(byte) {
            if byte == 0x23 { header = header.drop { $0 != 0x0A } }
            header = header.dropFirst()
        }
        let digits = header.prefix { (0x30...0x39).contains($0) }
        header = header.dropFirst(digits.count)
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
