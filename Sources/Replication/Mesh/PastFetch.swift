import CRDT
import Encoding

/// How far the fetching is of a log's operations that were forgotten here and are wanted again.
///
/// From the beginning of what is held downwards, a stretch at a time: a stretch ends in the
/// operation behind which the log begins here, so that it proves itself by its hashes, and once it
/// is stored the next one is asked for.
struct PastFetch: Hashable, Sendable {
    enum Stage: Hashable, Sendable {
        /// Nobody is asked before then.
        case waiting(until: UInt64)
        /// From whom a stretch comes, under which name, and since when nothing came.
        case asking(LinkID, head: Bytes8, since: UInt64)
        /// A stretch is on its way to the disk.
        case storing
    }

    /// Operations of a stretch: of sales some 200 kB.
    static let stretchMost: UInt64 = 1_024
    /// Of payloads that are held while a stretch comes; what lies lowest goes, and comes again.
    static let bytesMost = 4_194_304
    /// Who is silent for so long isn't asked for a while.
    static let silenceMilliseconds: UInt64 = 2_000
    static let restMilliseconds: UInt64 = 5_000

    /// The lowest sequence that is wanted.
    var lowest: UInt64
    var stage = Stage.waiting(until: 0)
    /// Links that were silent or had another branch alone, until when.
    var shunned: [LinkID: UInt64] = [:]
    private var found: [Bytes32: SignedOperation] = [:]
    /// The hashes of what was found, in the order in which it came.
    private var order: [Bytes32] = []
    private var bytes = 0

    init(from lowest: UInt64) { self.lowest = lowest }

    /// Whom it is asked of; nil: nobody now.
    var source: (link: LinkID, head: Bytes8)? {
        if case .asking(let link, let head, _) = stage { (link, head) } else { nil }
    }

    /// From where a stretch is asked for that ends where the log begins: one more than is wanted,
    /// behind which it is to begin then.
    func from(below start: LogPoint) -> UInt64 {
        let stretch = start.seq - min(start.seq - 1, Self.stretchMost)
        let wanted = lowest - min(lowest - 1, 1)
        return min(max(stretch, wanted), start.seq - min(start.seq - 1, 1))
    }

    /// Takes what came of a stretch.
    ///
    /// - Returns: the chained operations up to where the log begins, ascending; nil while they
    ///   aren't all here.
    mutating func take(
        _ operations: [SignedOperation], below start: LogPoint
    ) -> [SignedOperation]? {
        for signed in operations where signed.operation.seq <= start.seq {
            guard found.updateValue(signed, forKey: signed.hash) == nil else { continue }
            order.append(signed.hash)
            bytes += signed.operation.payload.count
        }
        while bytes > Self.bytesMost, let oldest = order.first {
            order.removeFirst()
            bytes -= found.removeValue(forKey: oldest)?.operation.payload.count ?? 0
        }
        var run: [SignedOperation] = []
        var next = start.hash
        while let signed = found[next] {
            run.append(signed)
            next = signed.operation.prev
        }
        // The operation below what is to come back is needed, but below the log's first.
        guard let first = run.last?.operation, first.seq == 1 || run.count > 1 else { return nil }
        return run.reversed()
    }

    /// Goes on to another stage; what came of a stretch is over.
    mutating func turn(to stage: Stage) {
        self.stage = stage
        (found, order, bytes) = ([:], [], 0)
    }
}
