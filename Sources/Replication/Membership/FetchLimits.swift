public import CRDT

/// How much of one author is fetched without a steward's word (protocol.md §4).
///
/// A limit on fetching, never a verdict on an operation: what is stored counts as it counts.
public struct FetchLimits: Sendable {
    /// New incarnations of one author in a day.
    public static let incarnationsMax = 64
    /// Branches of one log.
    public static let branchesMax = 8
    private static let dayMilliseconds: UInt64 = 86_400_000

    /// When incarnations of an author were first fetched; those of the last day.
    private var begun: [NodeID: [Incarnation: UInt64]] = [:]
    private var lifted: Set<NodeID> = []

    public init() {}

    /// A steward lets everything of an author be fetched.
    public mutating func lift(for author: NodeID) { lifted.insert(author) }

    /// Whether a branch of a log may be asked for; an incarnation is counted when it's allowed.
    ///
    /// - Parameters:
    ///   - log: whose operations are wanted.
    ///   - heads: the branches that are held.
    ///   - isNewBranch: whether what is wanted lies on none of them.
    ///   - now: milliseconds on a clock that doesn't go back.
    /// - Returns: false beyond a limit.
    public mutating func mayFetch(
        _ log: LogID, heads: Int, isNewBranch: Bool, now: UInt64
    ) -> Bool {
        if lifted.contains(log.author) { return true }
        if heads > 0 { return !isNewBranch || heads < Self.branchesMax }
        var lives = (begun[log.author] ?? [:]).filter {
            now < $0.value || now - $0.value < Self.dayMilliseconds
        }
        defer { begun[log.author] = lives }
        if lives[log.incarnation] != nil { return true }
        guard lives.count < Self.incarnationsMax else { return false }
        lives[log.incarnation] = now
        return true
    }
}
