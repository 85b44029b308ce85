public import CRDT
public import Encoding

/// Receipts that neighbours want printed here: a job id prints at most once.
///
/// Performs no I/O. Which ids were begun outlives the program, and what became of those is unknown.
public struct PrintErrands: Hashable, Sendable {
    /// Ids that are kept; a sender gives one up long before so many others came.
    public static let most = 256

    public enum Directive: Hashable, Sendable {
        /// Put these ids on disk before anything that follows.
        case keep([Bytes16])
        case print(PrintOrder)
        case report(PrintReport, to: NodeID)
    }

    private struct Errand: Hashable, Sendable {
        let job: Bytes16
        var asker: NodeID?
        /// Nil while it is being printed.
        var outcome: PrintReport.Outcome?
    }

    /// The latest last.
    private var errands: [Errand]

    /// - Parameter begun: what an earlier life of the program began, the latest last.
    public init(begun: [Bytes16]) {
        errands = begun.suffix(Self.most).map { Errand(job: $0, asker: nil, outcome: .unknown) }
    }

    /// Somebody wants a receipt printed.
    public mutating func take(_ order: PrintOrder, from node: NodeID) -> [Directive] {
        if let index = errands.firstIndex(where: { $0.job == order.job }) {
            errands[index].asker = node
            guard let outcome = errands[index].outcome else { return [] }
            return [.report(PrintReport(job: order.job, outcome: outcome), to: node)]
        }
        errands.append(Errand(job: order.job, asker: node))
        // One that is being printed stays, so that its end is told.
        if errands.count > Self.most, let old = errands.firstIndex(where: { $0.outcome != nil }) {
            errands.remove(at: old)
        }
        return [.keep(errands.map(\.job)), .print(order)]
    }

    /// Paper came out, or didn't; told once.
    public mutating func ended(_ job: Bytes16, _ outcome: PrintReport.Outcome) -> [Directive] {
        guard let index = errands.firstIndex(where: { $0.job == job && $0.outcome == nil }) else {
            return []
        }
        errands[index].outcome = outcome
        guard let asker = errands[index].asker else { return [] }
        return [.report(PrintReport(job: job, outcome: outcome), to: asker)]
    }
}
