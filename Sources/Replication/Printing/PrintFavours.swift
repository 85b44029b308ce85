public import CRDT
public import Encoding

/// Receipts that neighbours were asked to print; performs no I/O.
///
/// An order goes out once. Where no answer comes nobody knows what became of it: a person looks.
public struct PrintFavours: Hashable, Sendable {
    /// A slow printer has cut its paper long before.
    public static let waitMilliseconds: UInt64 = 30_000

    /// What became of an order.
    public struct Ending: Hashable, Sendable {
        public let job: Bytes16
        public let outcome: PrintReport.Outcome
    }

    private struct Favour: Hashable, Sendable {
        let node: NodeID
        let until: UInt64
    }

    private var waiting: [Bytes16: Favour] = [:]

    public init() {}

    public var isWaiting: Bool { !waiting.isEmpty }

    /// Notes an order that is about to go out.
    public mutating func send(_ job: Bytes16, to node: NodeID, now: UInt64) {
        let end = now.addingReportingOverflow(Self.waitMilliseconds)
        waiting[job] = Favour(node: node, until: end.overflow ? .max : end.partialValue)
    }

    /// Takes an answer; nil where it answers nothing that was asked of this node.
    public mutating func take(_ report: PrintReport, from node: NodeID) -> Ending? {
        guard waiting[report.job]?.node == node else { return nil }
        waiting[report.job] = nil
        return Ending(job: report.job, outcome: report.outcome)
    }

    /// Ends what can't be answered any more: its node is gone, or the time is over.
    public mutating func look(now: UInt64, isMet: (NodeID) -> Bool) -> [Ending] {
        let over = waiting.keys.filter { job in
            guard let favour = waiting[job] else { return false }
            return now >= favour.until || !isMet(favour.node)
        }.sorted()
        for job in over { waiting[job] = nil }
        return over.map { Ending(job: $0, outcome: .unknown) }
    }
}
