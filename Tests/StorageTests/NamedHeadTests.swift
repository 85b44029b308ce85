import CRDT
import Encoding
import Replica
import Replication
import Retail
import Storage
import Testing

/// Whether an operation that a peer names as a log's head is stored here.
@Suite struct NamedHeadTests {
    @Test func `the reader and the writer find the heads that are stored, and no others`() throws {
        let folder = TemporaryFolder()
        var till = try Till(in: folder, facts: 4)
        for number in UInt32(0)..<20 { try till.commit([Till.sale(number)]) }
        let place = till.replica.place
        let log = place.log(in: place.scope)
        let reader = try ShopReader(path: folder.database, scope: place.scope) {
            Instant(milliseconds: Int64(Till.now))
        }
        let stored = try till.store.operations(of: log, from: 1, limit: .max)
        #expect(stored.count >= 20)
        for signed in stored {
            let (seq, hash8) = (signed.operation.seq, signed.hash.prefix8)
            let there = Have.Entry(log: log, seq: seq, hash8: hash8)
            #expect(try reader.holds(there) && till.store.holds(there))
            let others = [
                Have.Entry(log: log, seq: seq + 1, hash8: hash8),
                Have.Entry(log: log, seq: seq, hash8: Bytes8(words: [seq])),
                Have.Entry(log: place.log(in: place.scope.control), seq: seq, hash8: hash8),
                Have.Entry(log: log, seq: .max, hash8: hash8),
            ]
            for other in others {
                #expect(try !reader.holds(other) && !till.store.holds(other))
            }
        }
    }
}
