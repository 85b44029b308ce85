public import CRDT
public import Crypto
import Encoding
public import Replication
import Retail

/// What a store's root says: signed where its passphrase is typed, and handed to a node as a
/// segment, so that no running till ever holds the key (protocol.md §4).
///
/// Each use opens a log of its own: the sealed key lies in more than one place, and a log that two
/// of them went on with would fork.
public enum RootWord {
    /// Signs one decision.
    ///
    /// - Parameters:
    ///   - root: the opened key; forget it afterwards.
    ///   - store: the store's scope; the word stands in its control scope.
    ///   - payload: what is decided.
    ///   - previous: the end of the root's log that is known last.
    /// - Returns: the new log, whole.
    /// - Throws: the log's refusal, such as a payload that is too long.
    public static func segment(
        _ root: Identity, store: ScopeID, payload: (kind: Kind, payload: [UInt8]),
        previous: OperationID?
    ) throws(LogWriter.Failure) -> Segment {
        guard let key = Bytes32(root.publicKey) else { throw .notAuthor }
        let random = SystemRandom()
        let log = LogID(
            scope: store.control, author: NodeID(key),
            incarnation: Incarnation(Bytes8(words: [random.next()])))
        let now = UInt64(max(0, SystemClock.wall().milliseconds)) << 16
        var writer = LogWriter(log: log, head: nil)
        let opening = LogOpened(previous: previous, reason: "the root's word")
        let signed = try writer.append(
            [
                LogWriter.Draft(
                    hlc: HLC(raw: now), kind: Kind.logOpened.rawValue,
                    payload: opening.encoded()),
                LogWriter.Draft(
                    hlc: HLC(raw: now + 1), kind: payload.kind.rawValue, payload: payload.payload),
            ], by: root, signing: .each)
        guard let segment = SegmentCutter.segment(signed[...]) else {
            preconditionFailure("a signed run of \(signed.count) operations is a segment")
        }
        return segment
    }
}
