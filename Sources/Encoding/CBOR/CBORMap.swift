/// A map's pairs in the order of their keys' encodings, each key once.
public struct CBORMap: Hashable, Sendable {
    /// A key: an unsigned integer or text; compared as its encoding is, bytewise.
    public enum Key: Hashable, Comparable, Sendable {
        case unsigned(UInt64)
        case text(String)

        public static func == (a: Self, b: Self) -> Bool { !(a < b) && !(b < a) }

        /// Unsigned integers come first; of two texts the shorter, as its head is smaller.
        public static func < (a: Self, b: Self) -> Bool {
            switch (a, b) {
            case (.unsigned(let first), .unsigned(let second)): first < second
            case (.unsigned, .text): true
            case (.text, .unsigned): false
            case (.text(let first), .text(let second)):
                first.utf8.count == second.utf8.count
                    ? first.utf8.lexicographicallyPrecedes(second.utf8)
                    : first.utf8.count < second.utf8.count
            }
        }

        public func hash(into hasher: inout Hasher) {
            switch self {
            case .unsigned(let number): hasher.combine(number)
            case .text(let text): CBOR.hash(text, into: &hasher)
            }
        }
    }

    public struct Entry: Hashable, Sendable {
        public let key: Key
        public var value: CBOR

        public init(key: Key, value: CBOR) {
            self.key = key
            self.value = value
        }
    }

    public private(set) var entries: [Entry]

    public init() { entries = [] }

    /// Takes pairs that are in order already.
    init(ascending entries: [Entry]) { self.entries = entries }

    public var count: Int { entries.count }

    /// The value of a key; setting nil removes the pair.
    public subscript(key: Key) -> CBOR? {
        get {
            let index = position(of: key)
            return index < entries.count && entries[index].key == key ? entries[index].value : nil
        }
        set {
            let index = position(of: key)
            let isHere = index < entries.count && entries[index].key == key
            switch (newValue, isHere) {
            case (let value?, true): entries[index].value = value
            case (let value?, false): entries.insert(Entry(key: key, value: value), at: index)
            case (nil, true): entries.remove(at: index)
            case (nil, false): return
            }
        }
    }

    /// The index of the first key that isn't below this one.
    private func position(of key: Key) -> Int {
        var range = 0..<entries.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range =
                entries[middle].key < key
                ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}

extension CBORMap: ExpressibleByDictionaryLiteral {
    /// The pairs in any order; of two with one key the later counts.
    public init(dictionaryLiteral elements: (Key, CBOR)...) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }
}

extension CBORMap.Key: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    public init(integerLiteral value: UInt64) { self = .unsigned(value) }
    public init(stringLiteral value: String) { self = .text(value) }
}
