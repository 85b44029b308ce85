import CRDT
import Encoding
import Replica
import Replication
import Retail

/// How far back a node keeps the store's operations.
public struct Retention: Hashable, Sendable {
    /// As the store set it.
    public var days: UInt16
    /// Whether anyone keeps everything: else nothing is forgotten.
    public var hasArchive: Bool
    /// The operations that were forgotten here.
    public var forgotten: UInt64
    /// The stamp of the youngest of them, milliseconds since 1970; nil: none was.
    public var throughMilliseconds: UInt64?
    /// Whether something changes what they are worth, so that this node gives no digest.
    public var reachesBelow: Bool
}

extension Register {
    /// How far back operations are kept here.
    var retention: Retention {
        let starts = replica.starts
        return Retention(
            days: terms.settings.retentionDays,
            hasArchive: !replica.membership.archives(of: file.store).isEmpty,
            forgotten: starts.reduce(0) { $0 &+ $1.anchor.seq },
            throughMilliseconds: starts.map(\.anchor.hlc.milliseconds).max(),
            reachesBelow: replica.reachesBelow)
    }
}

// MARK: - On the control socket

extension Retention {
    /// `[days, has archive, forgotten, through or null, reaches below]`.
    var coded: CBOR {
        [
            .unsigned(UInt64(days)), .bool(hasArchive), .unsigned(forgotten),
            throughMilliseconds.map { .unsigned($0) } ?? .null, .bool(reachesBelow),
        ]
    }

    init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, parts.count == 5,
            let days = parts[0].asUnsigned.flatMap({ UInt16(exactly: $0) }),
            let hasArchive = parts[1].asBool, let forgotten = parts[2].asUnsigned,
            let reachesBelow = parts[4].asBool
        else { throw .malformed("a retention") }
        self.init(
            days: days, hasArchive: hasArchive, forgotten: forgotten,
            throughMilliseconds: parts[3].asUnsigned, reachesBelow: reachesBelow)
    }
}
