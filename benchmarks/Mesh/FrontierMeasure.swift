import CRDT
import Encoding
import Replication
import TestSupport

/// What a lane tells another of all it has, in a store of fifty lanes.
enum FrontierMeasure {
    private static let lanes = 50
    /// Sales of a lane's log, about; its control log has some hundred acknowledgements.
    private static let sales = 10_000
    private static let acknowledgements = 200
    /// Type, flags and length of a frame; length and tag of the message that carries it.
    private static let wrappingBytes = 6 + 2 + 16

    /// The bytes at a connect, with every log's name, and once the names were told.
    static func run() throws -> [(String, UInt64)] {
        var random = SplitMix64(seed: 20)
        let store = ScopeID(random.bytes16())
        let entries = (0..<lanes).flatMap { _ -> [Have.Entry] in
            let author = NodeID(Bytes32(random.next(), random.next(), random.next(), random.next()))
            return [(store, sales), (store.control, acknowledgements)].map { scope, most in
                Have.Entry(
                    log: LogID(
                        scope: scope, author: author, incarnation: Incarnation(random.bytes8())),
                    seq: UInt64.random(in: 1...UInt64(most), using: &random),
                    hash8: random.bytes8())
            }
        }
        var writer = FrameWriter()
        let first = try writer.write(.have(.whole(entries))).body.count + wrappingBytes
        let then = try writer.write(.have(.whole(entries))).body.count + wrappingBytes
        return [("first", UInt64(first)), ("then", UInt64(then))]
    }
}
