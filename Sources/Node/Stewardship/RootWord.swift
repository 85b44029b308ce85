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
    /// Signs decisions.
    ///
    /// - Parameters:
    ///   - root: the opened key; forget it afterwards.
    ///   - store: the store's scope; the word stands in its control scope.
    ///   - payloads: what is decided, in order.
    ///   - previous: the end of the root's log that is known last.
    /// - Returns: the new log, whole, each enrolment at the end of a segment, so that its signature
    ///   comes along.
    /// - Throws: the log's refusal, such as a payload that is too long.
    public static func segments(
        _ root: Identity, store: ScopeID, payloads: [(kind: Kind, payload: [UInt8])],
        previous: OperationID?
    ) throws(LogWriter.Failure) -> [Segment] {
        guard let key = Bytes32(root.publicKey) else { throw .notAuthor }
        let random = SystemRandom()
        let log = LogID(
            scope: store.control, author: NodeID(key),
            incarnation: Incarnation(Bytes8(words: [random.next()])))
        let now = UInt64(max(0, SystemClock.wall().milliseconds)) << 16
        var writer = LogWriter(log: log, head: nil)
        let opening = LogOpened(previous: previous, reason: "the root's word")
        let all = [(kind: Kind.logOpened, payload: opening.encoded())] + payloads
        let signed = try writer.append(
            all.enumerated().map { number, draft in
                LogWriter.Draft(
                    hlc: HLC(raw: now + UInt64(number)), kind: draft.kind.rawValue,
                    payload: draft.payload)
            }, by: root, signing: .each)
        do throws(SegmentCutter.Failure) {
            return try SegmentCutter.cut(signed)
        } catch {
            preconditionFailure("a run of which each operation is signed can be cut: \(error)")
        }
    }
}
