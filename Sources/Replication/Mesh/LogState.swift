import CRDT
import Encoding

/// One log as this node holds it, and where what it lacks comes from.
struct LogState: Sendable {
    /// What was asked of the source, and since when nothing came of it.
    struct Search: Hashable, Sendable {
        /// Since when a head is known that isn't here and nothing arrived.
        var since: UInt64
        /// How often it was looked further back, or on another branch.
        var attempt: UInt64 = 0
    }

    /// A head seen elsewhere that the source doesn't stream within this time replaces it.
    static let silenceMilliseconds: UInt64 = 500
    /// An only source is asked again after this time.
    static let patienceMilliseconds: UInt64 = 2_000
    /// A source that was silent isn't asked for this long, where there is another.
    static let shunMilliseconds: UInt64 = 5_000
    /// More branches are fetched only on a steward's word.
    static let branchesMax = 8

    var heads: [LogPoint]
    /// The operation behind which the held part begins; nil for a log from its beginning.
    var start: LogPoint?
    var source: LinkID?
    var search: Search?
    /// Links that were silent, until when.
    var shunned: [LinkID: UInt64] = [:]

    init(heads: [LogPoint] = [], start: LogPoint? = nil) {
        self.heads = heads
        self.start = start
    }

    var highest: LogPoint? { heads.max() }
}
