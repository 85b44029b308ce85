public import CRDT
import Crypto
import Encoding

/// The receipt series of one incarnation of one lane: what people read before the number.
///
/// The first incarnation of the first node ever enrolled with a lane number has the plain
/// `014-03`; every other one adds base32 characters of BLAKE2b-256(NodeID || incarnation,
/// "tillmesh-series"): `014-03k7q` (protocol.md §5).
public enum SeriesName {
    /// The plain series of a store and a lane; lanes have two digits.
    public static func plain(store: String, lane: UInt8) -> String {
        "\(store)-\(lane < 10 ? "0" : "")\(lane)"
    }

    /// The series of another incarnation: 3 characters, or as many more as make it differ from
    /// all the series that are known of others.
    public static func marked(
        store: String, lane: UInt8, node: NodeID, incarnation: Incarnation,
        known: Set<String> = []
    ) -> String {
        let plain = plain(store: store, lane: lane)
        let mark = mark(of: node, incarnation)
        let lengths = 3...mark.count
        let length = lengths.first { !known.contains(plain + mark.prefix($0)) }
        return plain + mark.prefix(length ?? mark.count)
    }

    private static func mark(of node: NodeID, _ incarnation: Incarnation) -> String {
        let digest = BLAKE2b.hash(
            node.key.bytes + incarnation.id.bytes, length: 32, label: "tillmesh-series")
        return Base32.encode(digest)
    }
}
