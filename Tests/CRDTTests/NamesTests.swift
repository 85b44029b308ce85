import CRDT
import Encoding
import TestSupport
import Testing

@Suite struct NamesTests {
    @Test(arguments: UInt64(0)..<20)
    func `a log's name survives both encodings, and sorts as its bytes do`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let logs = try (0..<2).map { _ in
            LogID(
                scope: ScopeID(try #require(Bytes16(random.bytes(16)))),
                author: NodeID(try #require(Bytes32(random.bytes(32)))),
                incarnation: Incarnation(try #require(Bytes8(random.bytes(8)))))
        }
        let encodings = try logs.map { log in
            var encoder = CBOREncoder()
            log.encode(into: &encoder)
            let bytes = encoder.finish()
            var reader = try CBORReader(bytes)
            #expect(try LogID(from: &reader) == log)
            #expect(log.cbor.encoded == bytes)
            #expect(LogID(cbor: log.cbor) == log)
            return bytes
        }
        #expect((logs[0] < logs[1]) == encodings[0].lexicographicallyPrecedes(encodings[1]))
    }

    @Test func `a name of another length is refused`() throws {
        #expect(LogID(cbor: [1, 2, 3]) == nil)
        #expect(NodeID(cbor: .bytes([1])) == nil)
        var reader = try CBORReader(CBOR.bytes([1]).encoded)
        #expect(throws: CBORError(.unexpected, at: 0)) { try NodeID(from: &reader) }
    }

    @Test func `people see eight characters of a node`() {
        #expect(NodeID(.zero).short == "aaaaaaaa")
        #expect(NodeID(Bytes32(words: [.max, 0, 0, 0])).short == "77777777")
    }
}
