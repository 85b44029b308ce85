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

    /// Whether a head that a peer named is here.
    enum Presence: Hashable, Sendable {
        /// It is looked for on disk.
        case sought
        /// It is one of ours, or lies below one: the peer is only behind.
        case held
        case lacking
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
    /// Until then it isn't asked for: what came of it leaves it among what was forgotten here.
    var restsUntil: UInt64 = 0
    /// The fetching of what was forgotten here and is wanted again; nil: nothing is.
    var past: PastFetch?
    /// Of heads that peers named of a forked log, by their hashes: what the disk said.
    var looked: [Bytes8: Presence] = [:]

    init(heads: [LogPoint] = [], start: LogPoint? = nil) {
        self.heads = heads
        self.start = start
    }

    var highest: LogPoint? { heads.max() }

    /// Whether one of the heads that a peer named is here; nil where only the disk can tell.
    ///
    /// Of a forked log a head that lies no higher than ours is a branch's, or was left behind on
    /// one of ours: heads alone don't say which.
    func presence(of entry: Have.Entry, among entries: [Have.Entry]) -> Presence? {
        if heads.contains(where: { $0.hash.prefix8 == entry.hash8 }) { return .held }
        let top = highest?.seq ?? 0
        if entry.seq > top { return .lacking }
        guard entries.count > 1 || heads.count > 1 else {
            // A lower head of a log that nobody knows to be forked is only behind.
            return entry.seq == top ? .lacking : .held
        }
        return looked[entry.hash8]
    }

    /// The heads of a peer that are lacking here: above ours, or beside them.
    func lacking(of entries: [Have.Entry]) -> [Have.Entry] {
        entries.filter { presence(of: $0, among: entries) == .lacking }
    }
}
