import CRDT
import Encoding
import TestSupport

/// Names and values for the laws; few logs, so that they meet.
enum Sample {
    static func log(_ number: UInt64) -> LogID {
        LogID(
            scope: ScopeID(Bytes16(words: [0, number % 2])),
            author: NodeID(Bytes32(words: [number, 0, 0, 1])),
            incarnation: Incarnation(Bytes8(words: [number])))
    }

    static func log(using random: inout SplitMix64) -> LogID {
        log(UInt64.random(in: 0..<5, using: &random))
    }

    static func point(_ seq: UInt64, branch: UInt64 = 0) -> LogPoint {
        LogPoint(seq: seq, hash: Bytes32(words: [seq, branch, 0, 0]))
    }

    static func counter(using random: inout SplitMix64) throws -> PNCounter {
        var counter = PNCounter()
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            try counter.add(
                Int64.random(in: -1000...1000, using: &random), at: log(using: &random))
        }
        return counter
    }

    static func order(using random: inout SplitMix64) -> RegisterOrder {
        RegisterOrder(
            authority: UInt8.random(in: 0..<3, using: &random),
            version: UInt64.random(in: 0..<4, using: &random),
            hlc: HLC(raw: UInt64.random(in: 0..<4, using: &random)), log: log(using: &random))
    }

    /// Values follow from the order: one order names one write.
    static func candidate(using random: inout SplitMix64) -> Register<Int>.Candidate {
        let order = order(using: &random)
        return .init(order: order, value: order.hashableNumber)
    }
}

extension RegisterOrder {
    var hashableNumber: Int {
        Int(authority) * 1000 + Int(version) * 100 + Int(hlc.raw) * 10
            + Int(log.incarnation.id.words[0])
    }
}

/// A log that forked once: branches 1 and 2 share their points up to `forkedAt`.
struct ForkedOnce: Ancestry {
    let forkedAt: UInt64

    /// The point of a branch; below the fork all branches have the same.
    func point(_ seq: UInt64, branch: UInt64) -> LogPoint {
        Sample.point(seq, branch: seq <= forkedAt ? 0 : branch)
    }

    func contains(_ earlier: LogPoint, below point: LogPoint, in log: LogID) -> Bool {
        let (low, high) = (earlier.hash.words[1], point.hash.words[1])
        return earlier == point || (earlier.seq < point.seq && (low == 0 || low == high))
    }
}
