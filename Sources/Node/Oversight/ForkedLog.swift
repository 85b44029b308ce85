public import CRDT
public import Encoding
import Replica
public import Replication
public import Storage

/// A log with more than one end.
public struct ForkedLog: Hashable, Sendable {
    public struct Branch: Hashable, Sendable {
        public let head: LogPoint
        /// The operations that no other branch has, ascending.
        public let own: [SignedOperation]
    }

    public let log: LogID
    /// By head, ascending.
    public let branches: [Branch]
    /// The heads that each `fork.adopted` names which is here, in the order of its stamp.
    public let adopted: [[Bytes32]]

    /// All of a store, ascending.
    ///
    /// - Throws: ``StorageError``.
    public static func all(in reader: ShopReader) throws(StorageError) -> [ForkedLog] {
        let heads = Dictionary(grouping: try reader.heads(), by: \.log)
        var forks: [ForkedLog] = []
        for log in heads.keys.sorted() {
            if let fork = try ForkedLog(log, in: reader) { forks.append(fork) }
        }
        return forks
    }

    /// Reads a log's branches; nil where it has one end.
    public init?(_ log: LogID, in reader: ShopReader) throws(StorageError) {
        let heads = try reader.heads().filter { $0.log == log }
        guard heads.count > 1 else { return nil }
        var operations: [Bytes32: SignedOperation] = [:]
        try reader.forEach(of: log) { signed in
            operations[signed.hash] = signed
            return true
        }
        let chains = heads.map { Self.chain(to: $0.hash, operations) }
        let branches = heads.indices.map { index in
            let others = Set(
                chains.indices.filter { $0 != index }.flatMap { chains[$0].map(\.hash) })
            return Branch(
                head: LogPoint(seq: heads[index].seq, hash: heads[index].hash),
                own: chains[index].filter { !others.contains($0.hash) })
        }
        self.log = log
        self.branches = branches.sorted { $0.head < $1.head }
        adopted = try Self.decisions(on: log, reader)
    }

    private static func chain(
        to head: Bytes32, _ operations: [Bytes32: SignedOperation]
    ) -> [SignedOperation] {
        var chain: [SignedOperation] = []
        var next = operations[head]
        while let signed = next {
            chain.append(signed)
            next = operations[signed.operation.prev]
        }
        return chain.reversed()
    }

    private static func decisions(
        on log: LogID, _ reader: ShopReader
    ) throws(StorageError) -> [[Bytes32]] {
        var found: [(hlc: HLC, heads: [Bytes32])] = []
        let control = reader.scope.control
        let logs = Set(try reader.heads().map(\.log)).filter { $0.scope == control }
        for decider in logs.sorted() {
            try reader.forEach(of: decider) { signed in
                if signed.operation.kind == Kind.forkAdopted.rawValue,
                    let adopted = try? ForkAdopted(decoding: signed.operation.payload),
                    adopted.log == log
                {
                    found.append((signed.operation.hlc, adopted.heads))
                }
                return true
            }
        }
        return found.sorted { $0.hlc < $1.hlc }.map(\.heads)
    }
}
