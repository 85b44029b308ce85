/// Who wins where a field was written more than once (protocol.md §3): a fast clock doesn't.
public struct RegisterOrder: Hashable, Comparable, Sendable {
    /// The author's rank as in revocation; a lane is lowest.
    public let authority: UInt8
    /// The version of the key that the author had seen, plus 1.
    public let version: UInt64
    public let hlc: HLC
    public let log: LogID

    public init(authority: UInt8, version: UInt64, hlc: HLC, log: LogID) {
        self.authority = authority
        self.version = version
        self.hlc = hlc
        self.log = log
    }

    public static func < (a: Self, b: Self) -> Bool {
        (a.authority, a.version, a.hlc) == (b.authority, b.version, b.hlc)
            ? a.log < b.log
            : (a.authority, a.version, a.hlc) < (b.authority, b.version, b.hlc)
    }
}

/// A field that keeps every value written to it; the current one is the greatest by its order.
///
/// Nothing is forgotten, so a value can be retracted again, in any order with the others: the
/// register is a function of the set of orders that are applied and not retracted. A log's
/// stamps increase strictly, so one order names one write.
public struct Register<Value: Sendable>: Sendable {
    /// A value and what decides about it.
    public struct Candidate: Sendable {
        public let order: RegisterOrder
        public let value: Value

        public init(order: RegisterOrder, value: Value) {
            self.order = order
            self.value = value
        }
    }

    /// All that was written, the greatest last.
    public private(set) var candidates: [Candidate] = []

    public init() {}

    /// The value that counts now; nil when nothing was written.
    public var current: Value? { candidates.last?.value }

    /// Adds a value; again with the same order changes nothing.
    ///
    /// - Returns: Whether it was new.
    @discardableResult
    public mutating func apply(_ candidate: Candidate) -> Bool {
        let index = position(of: candidate.order)
        guard !holds(candidate.order, at: index) else { return false }
        candidates.insert(candidate, at: index)
        return true
    }

    /// Takes a value out again.
    ///
    /// - Returns: Whether it was there.
    @discardableResult
    public mutating func retract(_ order: RegisterOrder) -> Bool {
        let index = position(of: order)
        guard holds(order, at: index) else { return false }
        candidates.remove(at: index)
        return true
    }

    /// Takes over all candidates of another.
    public mutating func merge(_ other: Register) {
        for candidate in other.candidates { apply(candidate) }
    }

    /// Stops where candidates aren't sorted and unique.
    public func checkInvariants() {
        for (first, second) in zip(candidates, candidates.dropFirst()) {
            precondition(first.order < second.order, "candidates out of order: \(second.order)")
        }
    }

    private func holds(_ order: RegisterOrder, at index: Int) -> Bool {
        index < candidates.count && candidates[index].order == order
    }

    private func position(of order: RegisterOrder) -> Int {
        var range = 0..<candidates.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            let isBelow = candidates[middle].order < order
            range = isBelow ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}

extension Register: Equatable where Value: Equatable {}
extension Register: Hashable where Value: Hashable {}
extension Register.Candidate: Equatable where Value: Equatable {}
extension Register.Candidate: Hashable where Value: Hashable {}
