public import CRDT
public import Encoding
public import Replication

/// Who holds how much of an account, as the operations say that are here.
///
/// A function of their set. A spend counts whether or not its log held enough; what is below
/// nothing is listed as overdrawn.
public struct Holdings: Hashable, Sendable {
    /// What the settlement that counts for a log moves.
    private struct Passage: Hashable {
        let amount: Int128?
        let to: LogID?
    }

    // Wide: amounts come from anywhere, and their sums must not overflow.
    private var held: [LogID: Int128] = [:]
    /// What each settled log held at its end, before anything was passed on to it.
    private var atEnd: [LogID: Int128] = [:]
    private var passages: [LogID: Passage] = [:]
    /// Whether any operation made balance of it.
    public private(set) var isKnown = false
    /// The requests that were granted, by the log that granted them.
    private var requests: [LogID: Set<Bytes16>] = [:]

    /// Reads the operations that concern one account.
    ///
    /// - Parameters:
    ///   - entries: in any order.
    ///   - ends: the sequence at which a log ended; a log that goes on isn't settled.
    public init(_ entries: [RightsEntry], ends: [LogID: UInt64] = [:]) {
        let entries = entries.sorted(by: RightsEntry.comesFirst)
        for entry in entries { take(entry, ends) }
        choose(entries, ends)
        for log in passages.keys.sorted() { pass(on: log) }
    }

    private mutating func take(_ entry: RightsEntry, _ ends: [LogID: UInt64]) {
        let log = entry.log
        switch entry.change {
        case .made(let amount):
            isKnown = true
            add(Int128(amount), at: entry, ends)
        case .spent(let amount): add(-Int128(amount), at: entry, ends)
        case .granted(let amount, let to, let request):
            guard requests[log, default: []].insert(request).inserted else { return }
            add(-Int128(amount), at: entry, ends)
            held[to, default: 0] += Int128(amount)
            atEnd[to, default: 0] += Int128(amount)
        case .settled: return
        }
    }

    private mutating func add(_ amount: Int128, at entry: RightsEntry, _ ends: [LogID: UInt64]) {
        held[entry.log, default: 0] += amount
        guard let end = ends[entry.log], entry.seq <= end else { return }
        atEnd[entry.log, default: 0] += amount
    }

    // MARK: Settlements

    /// Of several for one log the smallest hash counts; none that would lead in a circle.
    private mutating func choose(_ entries: [RightsEntry], _ ends: [LogID: UInt64]) {
        for entry in entries.sorted(by: { $0.hash < $1.hash }) {
            guard case .settled(let log, let amount, let to) = entry.change, ends[log] != nil,
                passages[log] == nil, !(to.map { leads($0, to: log) } ?? false)
            else { continue }
            passages[log] = Passage(amount: amount.map { Int128($0) }, to: to)
        }
    }

    private func leads(_ from: LogID, to log: LogID) -> Bool {
        var next: LogID? = from
        while let here = next {
            if here == log { return true }
            next = passages[here]?.to
        }
        return false
    }

    /// What leaves a settled log.
    private func passed(by log: LogID) -> Int128 {
        guard let passage = passages[log] else { return 0 }
        let inflow = passages.filter { $0.value.to == log }
            .reduce(Int128(0)) { $0 + passed(by: $1.key) }
        let all = max(0, (atEnd[log] ?? 0) + inflow)
        return passage.amount.map { min($0, all) } ?? all
    }

    private mutating func pass(on log: LogID) {
        let amount = passed(by: log)
        held[log, default: 0] -= amount
        if let to = passages[log]?.to { held[to, default: 0] += amount }
    }

    // MARK: Answers

    /// What a log may still spend.
    public func rights(of log: LogID) -> UInt64 { UInt64(clamping: held[log] ?? 0) }

    /// What all logs together may still spend, as far as is known here.
    public var balance: UInt64 { UInt64(clamping: held.values.reduce(0, +)) }

    /// The logs that hold some, the one with the most first.
    public var holders: [RightsDenial.Holding] {
        let some = held.filter { $0.value > 0 }
            .map { RightsDenial.Holding(log: $0.key, amount: UInt64(clamping: $0.value)) }
        return some.sorted { ($1.amount, $0.log) < ($0.amount, $1.log) }
    }

    /// The logs that spent more than they held, and by how much.
    public var overdrawn: [RightsDenial.Holding] {
        held.keys.sorted().compactMap { log in
            guard let amount = held[log], amount < 0 else { return nil }
            return RightsDenial.Holding(log: log, amount: UInt64(clamping: -amount))
        }
    }

    /// Whether a log granted a request already.
    public func hasGranted(_ request: Bytes16, in log: LogID) -> Bool {
        requests[log]?.contains(request) ?? false
    }

    /// Whether a settlement that counts is there for a log.
    public func isSettled(_ log: LogID) -> Bool { passages[log] != nil }
}
