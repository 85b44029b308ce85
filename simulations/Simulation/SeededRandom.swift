import Encoding

/// The one source of chance: the same seed gives the same run on every machine.
///
/// - Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// One step's own draws, so that a step draws the same whatever came before it.
    init(seed: UInt64, step: Int, of stream: Stream) {
        var mixed = SeededRandom(seed: seed ^ stream.rawValue)
        state = mixed.next() ^ (UInt64(step) &* 0xD1B5_4A32_D192_ED03)
    }

    enum Stream: UInt64 {
        case people = 1
        case faults = 2
        case observers = 3
        case clone = 4
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number of the range, each as likely as the others within 2^-32.
    ///
    /// Computed here, since the standard library may change how it draws.
    mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        let count = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int64(next() % count)
    }

    mutating func isOneIn(_ count: Int64) -> Bool { number(1...count) == 1 }

    /// An element; the array isn't empty.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(number(0...Int64(elements.count - 1)))]
    }

    /// One of several things by weight; at least one weighs something.
    mutating func pick<Element>(weighted choices: [(weight: Int64, what: Element)]) -> Element {
        var left = number(1...choices.map(\.weight).reduce(0, +))
        for choice in choices {
            left -= choice.weight
            if left <= 0 { return choice.what }
        }
        preconditionFailure("\(left) is left of the weights")
    }

    /// The elements in an order of chance.
    mutating func mixed<Element>(_ elements: [Element]) -> [Element] {
        var mixed = elements
        for index in mixed.indices.dropFirst() {
            mixed.swapAt(index, Int(number(0...Int64(index))))
        }
        return mixed
    }

    mutating func bytes8() -> Bytes8 { Bytes8(words: [next()]) }
    mutating func bytes16() -> Bytes16 { Bytes16(words: [next(), next()]) }
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
