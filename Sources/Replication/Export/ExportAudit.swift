public import CRDT

/// What an export holds that its authors' enrolments don't let count; no fault of the file.
public struct ExportFinding: Hashable, Sendable {
    public let log: LogID
    /// The kind; nil where it is the whole end of the log.
    public let kind: Kind?
    /// The first operation that doesn't count.
    public let firstSeq: UInt64
    public let reason: Verdict.Reason

    public init(log: LogID, kind: Kind?, firstSeq: UInt64, reason: Verdict.Reason) {
        self.log = log
        self.kind = kind
        self.firstSeq = firstSeq
        self.reason = reason
    }
}

extension ExportVerifier {
    /// Checks the authors of a verified export against the enrolments that it holds.
    ///
    /// - Parameter root: the node that signs at the top.
    /// - Returns: what is valid and doesn't count, by log and kind.
    /// - Throws: ``ExportFault/Reason/stranger`` for the first log whose author no enrolment lets
    ///   write to its scope.
    public func findings(root: NodeID) throws(ExportFault) -> [ExportFinding] {
        var membership = Membership(root: root)
        membership.insert(self.membership)
        var all: [ExportFinding] = []
        for log in logs { all += try findings(of: log, membership) }
        return all
    }

    private func findings(
        of summary: LogSummary, _ membership: Membership
    ) throws(ExportFault) -> [ExportFinding] {
        var findings: [ExportFinding] = []
        if !summary.isOpened {
            findings.append(
                ExportFinding(log: summary.log, kind: nil, firstSeq: 1, reason: .notOpened))
        }
        let cut = membership.cut(of: summary.log)
        for head in summary.heads {
            if let cut, cut.removes(seq: head.seq, hash: head.hash) {
                findings.append(
                    ExportFinding(
                        log: summary.log, kind: nil, firstSeq: cut.seq + 1, reason: .aboveCut(cut)))
            }
        }
        for kind in summary.kinds {
            switch membership.verdict(in: summary.log, kind: kind.kind) {
            case .allowed: continue
            case .stranger:
                throw ExportFault(
                    log: summary.log, seq: kind.firstSeq, offset: kind.firstOffset,
                    reason: .stranger)
            case .quarantined(let reason):
                findings.append(
                    ExportFinding(
                        log: summary.log, kind: kind.kind, firstSeq: kind.firstSeq,
                        reason: reason))
            }
        }
        return findings
    }
}
