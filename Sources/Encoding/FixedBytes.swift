/// A byte string of a length known at compile time, kept in machine words.
///
/// Words are big endian, so that comparing words in order compares bytes in order. Reading,
/// comparing, hashing and appending allocate nothing.
public protocol FixedBytes: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The length in bytes.
    static var count: Int { get }

    /// The big-endian words that hold the bytes, as an array of their own.
    var words: [UInt64] { get }

    /// Takes the words as they are.
    init(words: [UInt64])

    /// Reads ``count`` bytes from the start of a buffer that holds at least as many.
    init(prefix buffer: UnsafeRawBufferPointer)

    /// Appends the bytes to a buffer.
    func append(to buffer: inout [UInt8])

    /// Writes the bytes where there is room for ``count``.
    func store(to memory: UnsafeMutableRawPointer)
}

extension FixedBytes {
    /// Reads exactly ``count`` bytes, or returns nil.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.count else { return nil }
        let read = bytes.withContiguousStorageIfAvailable {
            Self(prefix: UnsafeRawBufferPointer($0))
        }
        self = read ?? Array(bytes).withUnsafeBytes { Self(prefix: $0) }
    }

    /// Reads exactly ``count`` bytes, or returns nil.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.count else { return nil }
        self = bytes.withUnsafeBytes { Self(prefix: $0) }
    }

    /// Reads hexadecimal digits of either case, or returns nil.
    public init?(hex: String) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// The bytes, first byte first.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.count)
        append(to: &bytes)
        return bytes
    }

    /// Lower-case hexadecimal.
    public var hex: String { Hex.encode(bytes) }

    /// Lower-case hexadecimal, for people who read logs.
    public var description: String { hex }
}

extension UnsafeRawBufferPointer {
    /// The big-endian word at a byte offset, whatever its alignment.
    fileprivate func word(at offset: Int) -> UInt64 {
        UInt64(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}

extension [UInt8] {
    /// Appends the memory of a tuple of words that are big endian already.
    fileprivate mutating func append(memory words: some BitwiseCopyable) {
        Swift.withUnsafeBytes(of: words) { append(contentsOf: $0) }
    }
}

/// Eight bytes: an incarnation, a short hash.
public struct Bytes8: FixedBytes {
    public static let count = 8
    private let word: UInt64

    public init(words: [UInt64]) {
        precondition(words.count == 1, "Bytes8 takes 1 word, got \(words.count)")
        word = words[0]
    }

    public init(prefix buffer: UnsafeRawBufferPointer) { word = buffer.word(at: 0) }

    public var words: [UInt64] { [word] }

    public func append(to buffer: inout [UInt8]) { buffer.append(memory: word.bigEndian) }

    public func store(to memory: UnsafeMutableRawPointer) {
        memory.storeBytes(of: word.bigEndian, as: UInt64.self)
    }

    public static func < (a: Self, b: Self) -> Bool { a.word < b.word }
}

/// Sixteen bytes: a scope, a content id, a person.
public struct Bytes16: FixedBytes {
    public static let count = 16
    private let high: UInt64
    private let low: UInt64

    public init(words: [UInt64]) {
        precondition(words.count == 2, "Bytes16 takes 2 words, got \(words.count)")
        (high, low) = (words[0], words[1])
    }

    public init(prefix buffer: UnsafeRawBufferPointer) {
        (high, low) = (buffer.word(at: 0), buffer.word(at: 8))
    }

    public var words: [UInt64] { [high, low] }

    public func append(to buffer: inout [UInt8]) {
        buffer.append(memory: (high.bigEndian, low.bigEndian))
    }

    public func store(to memory: UnsafeMutableRawPointer) {
        memory.storeBytes(of: high.bigEndian, as: UInt64.self)
        memory.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

/// Thirty-two bytes: a hash, a public key.
public struct Bytes32: FixedBytes {
    public static let count = 32
    private let a: UInt64
    private let b: UInt64
    private let c: UInt64
    private let d: UInt64

    public init(words: [UInt64]) {
        precondition(words.count == 4, "Bytes32 takes 4 words, got \(words.count)")
        (a, b, c, d) = (words[0], words[1], words[2], words[3])
    }

    /// Takes the big-endian words one by one, without an array.
    public init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
        (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    /// Thirty-two zero bytes: the `prev` of a log's first operation.
    public static let zero = Bytes32(words: [0, 0, 0, 0])

    public init(prefix buffer: UnsafeRawBufferPointer) {
        (a, b) = (buffer.word(at: 0), buffer.word(at: 8))
        (c, d) = (buffer.word(at: 16), buffer.word(at: 24))
    }

    public var words: [UInt64] { [a, b, c, d] }

    public func append(to buffer: inout [UInt8]) {
        buffer.append(memory: (a.bigEndian, b.bigEndian, c.bigEndian, d.bigEndian))
    }

    public func store(to memory: UnsafeMutableRawPointer) {
        memory.storeBytes(of: a.bigEndian, as: UInt64.self)
        memory.storeBytes(of: b.bigEndian, toByteOffset: 8, as: UInt64.self)
        memory.storeBytes(of: c.bigEndian, toByteOffset: 16, as: UInt64.self)
        memory.storeBytes(of: d.bigEndian, toByteOffset: 24, as: UInt64.self)
    }

    public static func < (x: Self, y: Self) -> Bool {
        (x.a, x.b, x.c, x.d) < (y.a, y.b, y.c, y.d)
    }
}

/// Sixty-four bytes: an Ed25519 signature.
public struct Bytes64: FixedBytes {
    public static let count = 64
    private let high: Bytes32
    private let low: Bytes32

    public init(words: [UInt64]) {
        precondition(words.count == 8, "Bytes64 takes 8 words, got \(words.count)")
        high = Bytes32(words: Array(words[0..<4]))
        low = Bytes32(words: Array(words[4..<8]))
    }

    public init(prefix buffer: UnsafeRawBufferPointer) {
        high = Bytes32(prefix: buffer)
        low = Bytes32(prefix: UnsafeRawBufferPointer(rebasing: buffer[32...]))
    }

    public var words: [UInt64] { high.words + low.words }

    public func append(to buffer: inout [UInt8]) {
        high.append(to: &buffer)
        low.append(to: &buffer)
    }

    public func store(to memory: UnsafeMutableRawPointer) {
        high.store(to: memory)
        low.store(to: memory + 32)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }
}
