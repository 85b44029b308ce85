import CRDT
import Encoding
import Replica
import Replication

/// How far a neighbour was ever known to have this node's own logs; kept over restarts.
struct Confirmed: Hashable, Sendable {
    private static let key = Array("confirmed".utf8)

    private var seqs: [LogID: UInt64] = [:]

    init() {}

    /// What the database remembers; nothing where the row can't be read: then more is said to be
    /// only here than is.
    init(from store: some Store) {
        guard let value = (try? store.local(.session, key: Self.key)) ?? nil,
            let items = try? CBOR.decode(value).asArray
        else { return }
        for item in items {
            guard let parts = item.asArray, parts.count == 2, let log = LogID(cbor: parts[0]),
                let seq = parts[1].asUnsigned
            else { continue }
            seqs[log] = seq
        }
    }

    /// Up to where a log of this node's own is known to be elsewhere, too.
    func seq(of log: LogID) -> UInt64 { seqs[log] ?? 0 }

    /// Takes what is known now.
    ///
    /// - Returns: how many operations nobody else is known to have.
    mutating func take(_ own: [MeshProgress.Own]) -> UInt64 {
        var only: UInt64 = 0
        for log in own {
            let seen = max(seqs[log.log] ?? 0, min(log.theirs, log.ours))
            seqs[log.log] = seen
            if log.ours > seen { only += log.ours - seen }
        }
        return only
    }

    var write: LocalWrite {
        let items = seqs.keys.sorted().map { log -> CBOR in
            [log.cbor, .unsigned(seqs[log] ?? 0)]
        }
        return LocalWrite(.session, key: Self.key, value: CBOR.array(items).encoded)
    }
}
