import Encoding

/// Remembers that what forgotten operations are worth has changed (protocol.md §7): a local row.
///
/// Such a node's rows aren't what its logs say, and it can't make them so by itself.
enum ReachedBelow {
    private static let key = Array("below".utf8)

    static func isSet<Disk: Store>(in store: Disk) throws(Disk.Failure) -> Bool {
        try store.local(.counter, key: key) != nil
    }

    static let write = LocalWrite(.counter, key: key, value: [1])
}

extension Replica {
    /// Whether a verdict, a fork or a claim reaches below where a log begins here.
    ///
    /// The node sells on, and gives no digest; it has to take the store anew from who has it all.
    public var reachesBelow: Bool { state.reachesBelow }

    /// Notes so; nil where it is known already.
    func reachingBelow() -> Commit? {
        guard !state.reachesBelow else { return nil }
        var next = state
        next.reachesBelow = true
        var transaction = Transaction()
        transaction.local = [ReachedBelow.write]
        return Commit(transaction, state: next)
    }
}
