import CRDT
import Encoding

/// The order in which an export writes one log.
public enum ExportOrder {
    /// All of one log's operations that a signature covers, depth first: the common part, then at
    /// each difference the branches by the hash of their first operation, each whole.
    ///
    /// Where the start isn't held an anchor stands before each branch.
    ///
    /// - Parameter operations: of one log, in any order, each once.
    /// - Returns: the elements as ``ExportWriter`` takes them.
    public static func items(of operations: [SignedOperation]) -> [ExportItem] {
        let covered = covered(operations)
        let held = Set(covered.map(\.hash))
        // Sorted: each list of children comes out by hash, whatever order they came in.
        let sorted = covered.sorted { $0.hash < $1.hash }
        let children = Dictionary(grouping: sorted) { $0.operation.prev }
        let roots = sorted.filter { !held.contains($0.operation.prev) }
        var items: [ExportItem] = []
        var anchored: Set<Bytes32> = []
        for root in roots.sorted(by: anchorOrder) {
            if let anchor = ExportItem.Anchor(before: root.operation),
                anchored.insert(anchor.hash).inserted
            {
                items.append(.anchor(anchor))
            }
            walk(from: root, children, into: &items)
        }
        return items
    }

    private static func anchorOrder(_ a: SignedOperation, _ b: SignedOperation) -> Bool {
        (a.operation.prev, a.hash) < (b.operation.prev, b.hash)
    }

    // A stack of its own: a log is longer than a thread's stack is deep.
    private static func walk(
        from root: SignedOperation, _ children: [Bytes32: [SignedOperation]],
        into items: inout [ExportItem]
    ) {
        var stack = [root]
        while let next = stack.popLast() {
            items.append(.operation(next))
            stack.append(contentsOf: (children[next.hash] ?? []).reversed())
        }
    }

    /// Those that carry a signature, or on which one that does is chained.
    private static func covered(_ operations: [SignedOperation]) -> [SignedOperation] {
        var covered: Set<Bytes32> = []
        let descending = operations.sorted { $0.operation.seq > $1.operation.seq }
        for signed in descending where signed.signature != nil || covered.contains(signed.hash) {
            covered.insert(signed.hash)
            covered.insert(signed.operation.prev)
        }
        return operations.filter { covered.contains($0.hash) }
    }
}
