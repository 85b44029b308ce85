public import CRDT
public import Encoding
public import Replication

/// What a node that begins with a snapshot knows of it; a local row keeps it over restarts.
public struct SnapshotRecord: Hashable, Sendable {
    public enum Phase: UInt64, Hashable, Sendable, CaseIterable {
        /// Parts come in; nothing is sold by them yet.
        case loading = 0
        /// Another member agreed. Operations up to the snapshot's frontier still come: they make
        /// the rows of facts, and what they did to registers and counters is here already.
        case history = 1
        /// Every operation is here; the whole is still to be compared.
        case whole = 2
    }

    /// The local row's key, in `counter`.
    public static let key = Array("snapshot".utf8)

    public let offer: SnapshotOffer
    public internal(set) var phase = Phase.loading
    /// The digests of the parts whose rows are here.
    public internal(set) var loaded: Set<Bytes32> = []
    /// Who had the same sums.
    public internal(set) var checkedBy: NodeID?
    /// Whether something came up that may make the rows differ from what the operations say: then
    /// they are made again from the operations, once all are here.
    public internal(set) var isDoubted = false

    /// The rows of a forked log's snapshot are good to sell by, and made again once all is here.
    init(_ offer: SnapshotOffer) {
        self.offer = offer
        isDoubted = offer.isForked
    }

    /// The parts that are still to come, in order.
    public var missing: [SnapshotOffer.Part] {
        offer.parts.filter { !loaded.contains($0.digest) }
    }

    /// Whether an operation's effect on registers and counters is in the snapshot.
    func covers(_ log: LogID, seq: UInt64) -> Bool {
        offer.frontier[log].contains { $0.seq >= seq }
    }

    /// Operations that the snapshot stands for, and how many of them are here.
    public func progress(_ frontier: Frontier) -> (here: UInt64, all: UInt64) {
        var (here, all): (UInt64, UInt64) = (0, 0)
        for entry in offer.frontier.entries {
            all &+= entry.head.seq
            here &+= min(entry.head.seq, frontier[entry.log].map(\.seq).max() ?? 0)
        }
        return (here, all)
    }
}

extension SnapshotRecord {
    /// `[phase, offer, [digest …], checked by or null, doubted]`.
    var encoded: [UInt8] {
        CBOR.array([
            .unsigned(phase.rawValue), .bytes(offer.encoded()),
            .array(loaded.sorted().map { .fixed($0) }), checkedBy.map { .fixed($0.key) } ?? .null,
            .bool(isDoubted),
        ]).encoded
    }

    /// Reads the local row; nil for bytes that are none.
    public init?(_ bytes: [UInt8]) {
        guard let parts = try? CBOR.decode(bytes).asArray, parts.count == 5,
            let phase = parts[0].asUnsigned.flatMap(Phase.init(rawValue:)),
            let offer = parts[1].asBytes.flatMap({ try? SnapshotOffer(decoding: $0) }),
            let digests = parts[2].asArray, let isDoubted = parts[4].asBool
        else { return nil }
        self.init(offer)
        self.phase = phase
        loaded = Set(digests.compactMap { $0.asFixed(Bytes32.self) })
        checkedBy = NodeID(cbor: parts[3])
        self.isDoubted = isDoubted
    }

    var write: LocalWrite { LocalWrite(.counter, key: Self.key, value: encoded) }

    static let removal = LocalWrite(.counter, key: key, value: nil)
}
