import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore
import Testing

/// A publication counts exactly where its closing operation may count and the parts below it on
/// its own chain are those that it names: found here by walking the chain, not from any row.
func checkPublications(_ disk: MemoryStore) throws {
    let rows = disk.allRows
    let listed = Set(rows.filter { $0.table == .quarantine }.map { $0.values[3] })
    let reasons = Dictionary(
        uniqueKeysWithValues: rows.filter { $0.table == .quarantine }.map {
            ($0.values[3], $0.values[4])
        })
    let visible = Set(rows.filter { $0.table == .publication }.map { $0.values[5] })
    let operations = Dictionary(
        uniqueKeysWithValues: disk.storedOperations.map { ($0.hash, $0) })
    let incomplete = Value.integer(QuarantineReason.incompletePublication.rawValue)
    for signed in disk.storedOperations where signed.operation.named == .published {
        let published = try Published(decoding: signed.operation.payload)
        var parts: [Bytes32] = []
        var next = operations[signed.operation.prev]
        while let below = next {
            if below.operation.publication?.id == published.id,
                !listed.contains(.operation(below.hash))
            {
                parts.insert(below.hash, at: 0)
            }
            next = operations[below.operation.prev]
        }
        let reason = reasons[.operation(signed.hash)]
        let mayCount = reason == nil || reason == incomplete
        let expected = mayCount && published.closes(parts)
        #expect(visible.contains(.operation(signed.hash)) == expected)
    }
    let named = disk.storedOperations.filter {
        $0.operation.publication != nil && !listed.contains(.operation($0.hash))
    }
    #expect(rows.count { $0.table == .publicationPart } == named.count)
}

extension Operation {
    /// The publication that the payload names.
    var publication: PublicationID? {
        guard named.isFact else { return nil }
        return try? Fact.decode(kind: kind, payload: payload).publication
    }
}
