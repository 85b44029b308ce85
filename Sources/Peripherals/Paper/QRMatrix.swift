/// The squares of a QR code while it is drawn.
///
/// - Source: ISO/IEC 18004:2015, 6.3 (patterns), 7.7 (placement), 7.8 (masks), 7.9 and 7.10.
struct QRMatrix {
    private let version: Int
    private let side: Int
    private var isBlack: [[Bool]]
    /// Squares of patterns and information, which masks leave alone.
    private var isFixed: [[Bool]]

    /// Draws with each of the eight masks and keeps the one with the least penalty.
    static func best(version: Int, codewords: [UInt8]) -> [[Bool]] {
        var base = QRMatrix(version: version)
        base.drawPatterns()
        base.drawFormat(mask: 0)
        base.drawVersion()
        base.place(codewords)
        let drawn = (0..<8).map { mask in base.masked(mask).isBlack }
        let penalties = drawn.map(QRPenalty.total)
        let least = penalties.min() ?? 0
        return drawn[penalties.firstIndex(of: least) ?? 0]
    }

    private init(version: Int) {
        self.version = version
        side = QRCode.side(version: version)
        isBlack = Array(repeating: Array(repeating: false, count: side), count: side)
        isFixed = isBlack
    }

    private func masked(_ mask: Int) -> QRMatrix {
        var matrix = self
        for y in 0..<side {
            for x in 0..<side where !isFixed[y][x] && QRMatrix.inverts(mask, x: x, y: y) {
                matrix.isBlack[y][x].toggle()
            }
        }
        matrix.drawFormat(mask: mask)
        return matrix
    }

    private static func inverts(_ mask: Int, x: Int, y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    private mutating func fix(_ x: Int, _ y: Int, _ black: Bool) {
        isBlack[y][x] = black
        isFixed[y][x] = true
    }

    private mutating func drawPatterns() {
        for place in 0..<side {
            fix(6, place, place.isMultiple(of: 2))
            fix(place, 6, place.isMultiple(of: 2))
        }
        for (x, y) in [(3, 3), (side - 4, 3), (3, side - 4)] { drawFinder(x, y) }
        let places = alignmentPlaces
        for (row, y) in places.enumerated() {
            for (column, x) in places.enumerated() {
                let last = places.count - 1
                let isCorner =
                    (row, column) == (0, 0) || (row, column) == (0, last)
                    || (row, column) == (last, 0)
                if !isCorner { drawAlignment(x, y) }
            }
        }
    }

    private mutating func drawFinder(_ x: Int, _ y: Int) {
        for dy in -4...4 {
            for dx in -4...4 {
                let ring = max(abs(dx), abs(dy))
                guard (0..<side).contains(x + dx), (0..<side).contains(y + dy) else { continue }
                fix(x + dx, y + dy, ring != 2 && ring != 4)
            }
        }
    }

    private mutating func drawAlignment(_ x: Int, _ y: Int) {
        for dy in -2...2 {
            for dx in -2...2 { fix(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) }
        }
    }

    /// Centres of alignment patterns on either axis (annex E).
    private var alignmentPlaces: [Int] {
        guard version > 1 else { return [] }
        let count = version / 7 + 2
        let step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<(count - 1)).map { side - 7 - (count - 2 - $0) * step }
    }

    /// Level M is 00; fifteen bits with their BCH code, twice.
    private mutating func drawFormat(mask: Int) {
        var remainder = mask
        for _ in 0..<10 { remainder = remainder << 1 ^ (remainder >> 9) * 0x537 }
        let bits = (mask << 10 | remainder) ^ 0x5412
        func bit(_ place: Int) -> Bool { bits >> place & 1 != 0 }
        for place in 0...5 { fix(8, place, bit(place)) }
        fix(8, 7, bit(6))
        fix(8, 8, bit(7))
        fix(7, 8, bit(8))
        for place in 9..<15 { fix(14 - place, 8, bit(place)) }
        for place in 0..<8 { fix(side - 1 - place, 8, bit(place)) }
        for place in 8..<15 { fix(8, side - 15 + place, bit(place)) }
        fix(8, side - 8, true)
    }

    private mutating func drawVersion() {
        guard version >= 7 else { return }
        var remainder = version
        for _ in 0..<12 { remainder = remainder << 1 ^ (remainder >> 11) * 0x1F25 }
        let bits = version << 12 | remainder
        for place in 0..<18 {
            let black = bits >> place & 1 != 0
            fix(side - 11 + place % 3, place / 3, black)
            fix(place / 3, side - 11 + place % 3, black)
        }
    }

    /// Two columns at a time from the right, upwards and downwards in turn.
    private mutating func place(_ codewords: [UInt8]) {
        var bit = 0
        var isUpward = true
        for right in [stride(from: side - 1, to: 6, by: -2), stride(from: 5, to: 0, by: -2)]
            .joined()
        {
            for step in 0..<side {
                let y = isUpward ? side - 1 - step : step
                for x in [right, right - 1] where !isFixed[y][x] && bit < codewords.count * 8 {
                    isBlack[y][x] = codewords[bit / 8] >> UInt8(7 - bit % 8) & 1 != 0
                    bit += 1
                }
            }
            isUpward.toggle()
        }
    }
}

/// How hard a drawing is to read (7.8.3.1).
private enum QRPenalty {
    static func total(_ rows: [[Bool]]) -> Int {
        let columns = rows.indices.map { x in rows.map { $0[x] } }
        let lines = rows + columns
        return lines.reduce(0) { $0 + runs($1) + finders($1) } + blocks(rows) + balance(rows)
    }

    private static func runs(_ line: [Bool]) -> Int {
        var penalty = 0
        var length = 0
        for (place, square) in line.enumerated() {
            length = place > 0 && line[place - 1] == square ? length + 1 : 1
            if length == 5 { penalty += 3 } else if length > 5 { penalty += 1 }
        }
        return penalty
    }

    /// 1:1:3:1:1 with four white squares before or after.
    private static func finders(_ line: [Bool]) -> Int {
        let core = [true, false, true, true, true, false, true]
        let white = [false, false, false, false]
        guard line.count >= 11 else { return 0 }
        let found = (0...(line.count - 11)).reduce(0) { count, start in
            let window = Array(line[start..<(start + 11)])
            return count + (window == core + white ? 1 : 0) + (window == white + core ? 1 : 0)
        }
        return found * 40
    }

    private static func blocks(_ rows: [[Bool]]) -> Int {
        var count = 0
        for (upper, lower) in zip(rows, rows.dropFirst()) {
            for x in 0..<(upper.count - 1)
            where upper[x] == upper[x + 1] && upper[x] == lower[x] && upper[x] == lower[x + 1] {
                count += 1
            }
        }
        return count * 3
    }

    private static func balance(_ rows: [[Bool]]) -> Int {
        let total = rows.count * rows.count
        let black = rows.reduce(0) { $0 + $1.count { $0 } }
        return abs(black * 20 - total * 10) / total * 10
    }
}
