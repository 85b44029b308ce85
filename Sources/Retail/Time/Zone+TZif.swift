/// Why bytes are no zone file.
public enum ZoneError: Error, Hashable, Sendable {
    /// The bytes don't begin with `TZif`.
    case notTZif
    /// A version after 4.
    case unknownVersion(UInt8)
    /// The file ends before what its header announces.
    case cutShort
    /// Counts or values that RFC 8536 forbids, at this byte.
    case malformed(at: Int)
    /// A `right/` file counts leap seconds; a shop's clock doesn't.
    case countsLeapSeconds
    case badFooter(String)
}

extension Zone {
    /// Reads a zone file of version 1 to 4.
    ///
    /// - Source: RFC 8536 §3; version 4 as RFC 9636 adds it.
    public init(tzif bytes: [UInt8]) throws(ZoneError) {
        var reader = TZifReader(bytes)
        var header = try reader.header()
        var timeSize = 4
        if header.version >= 2 {
            // The first block repeats the data in 32 bits for old readers.
            try reader.skip(header.blockSize(timeSize: 4))
            header = try reader.header()
            timeSize = 8
        }
        guard header.leaps == 0 else { throw .countsLeapSeconds }
        let block = try reader.block(header, timeSize: timeSize)
        let rule = header.version >= 2 ? try reader.footer() : nil
        self.init(
            transitions: block.transitions, offsets: block.offsets, first: block.first, rule: rule)
    }
}

/// Takes a zone file apart, front to back.
private struct TZifReader {
    struct Header {
        let version: UInt8
        let utcMarks: Int
        let standardMarks: Int
        let leaps: Int
        let times: Int
        let types: Int
        let characters: Int

        func blockSize(timeSize: Int) -> Int {
            times * timeSize + times + types * 6 + characters + leaps * (timeSize + 4)
                + standardMarks + utcMarks
        }
    }

    struct Block {
        var transitions: [Int64]
        var offsets: [Int32]
        var first: Int32
    }

    /// Far above the few hundred that any place has.
    private static let countMost = 10_000

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func skip(_ count: Int) throws(ZoneError) {
        guard count <= bytes.count - position else { throw .cutShort }
        position += count
    }

    mutating func header() throws(ZoneError) -> Header {
        guard bytes.dropFirst(position).prefix(4).elementsEqual("TZif".utf8) else {
            throw .notTZif
        }
        let start = position
        try skip(20)
        let version = try Self.version(bytes[start + 4])
        var counts: [Int] = []
        for _ in 0..<6 {
            let count = try integer(4)
            guard (0...Int64(Self.countMost)).contains(count) else {
                throw .malformed(at: position - 4)
            }
            counts.append(Int(count))
        }
        guard counts[4] > 0 else { throw .malformed(at: start + 36) }
        return Header(
            version: version, utcMarks: counts[0], standardMarks: counts[1], leaps: counts[2],
            times: counts[3], types: counts[4], characters: counts[5])
    }

    private static func version(_ byte: UInt8) throws(ZoneError) -> UInt8 {
        if byte == 0 { return 1 }
        guard let version = Digits.value(byte), (2...4).contains(version) else {
            throw .unknownVersion(byte)
        }
        return version
    }

    mutating func block(_ header: Header, timeSize: Int) throws(ZoneError) -> Block {
        let end = position + header.blockSize(timeSize: timeSize)
        guard end <= bytes.count else { throw .cutShort }
        var transitions: [Int64] = []
        for _ in 0..<header.times {
            let time = try integer(timeSize)
            if let last = transitions.last, last >= time {
                throw .malformed(at: position - timeSize)
            }
            transitions.append(time)
        }
        let indices = Array(bytes[position..<position + header.times])
        let indicesStart = position
        position += header.times
        let types = try types(header.types)
        if let bad = indices.firstIndex(where: { Int($0) >= types.count }) {
            throw .malformed(at: indicesStart + bad)
        }
        position = end
        return Block(
            transitions: transitions, offsets: indices.map { types[Int($0)] }, first: types[0])
    }

    /// The offsets of the local time types; names and marks don't matter to a shop.
    private mutating func types(_ count: Int) throws(ZoneError) -> [Int32] {
        var offsets: [Int32] = []
        for _ in 0..<count {
            let offset = try integer(4)
            // RFC 8536 §3.2: more than -25 h, less than 26 h.
            guard (-89_999...93_599).contains(offset) else { throw .malformed(at: position - 4) }
            offsets.append(Int32(offset))
            try skip(2)
        }
        return offsets
    }

    /// The rule between the last two line feeds; nil when it is empty.
    mutating func footer() throws(ZoneError) -> ZoneRule? {
        let rest = bytes[position...]
        guard rest.first == UInt8(ascii: "\n"),
            let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\n"))
        else { throw .cutShort }
        let text = String(decoding: rest[(position + 1)..<end], as: UTF8.self)
        guard !text.isEmpty else { return nil }
        guard let rule = ZoneRuleReader.read(text) else { throw .badFooter(text) }
        return rule
    }

    /// A big-endian two's complement integer of 4 or 8 bytes.
    private mutating func integer(_ size: Int) throws(ZoneError) -> Int64 {
        let start = position
        try skip(size)
        let bits = bytes[start..<position].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4
            ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(truncatingIfNeeded: bits)
    }
}
