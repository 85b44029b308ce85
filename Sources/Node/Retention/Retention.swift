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
    /// Of them those that come back, as something changes what they are worth: until then this
    /// node gives no digest.
    public var wantedAgain: UInt64
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
            wantedAgain: replica.wantedPastCount)
    }
}

// MARK: - On the control socket

extension Retention {
    /// `[days, has archive, forgotten, through or null, wanted again]`.
    var coded: CBOR {
        [
            .unsigned(UInt64(days)), .bool(hasArchive), .unsigned(forgotten),
            throughMilliseconds.map { .unsigned($0) } ?? .null, .unsigned(wantedAgain),
        ]
    }

    init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, parts.count == 5,
            let days = parts[0].asUnsigned.flatMap({ UInt16(exactly: $0) }),
            let hasArchive = parts[1].asBool, let forgotten = parts[2].asUnsigned,
            let wantedAgain = parts[4].asUnsigned
        else { throw .malformed("a retention") }
        self.init(
            days: days, hasArchive: hasArchive, forgotten: forgotten,
            throughMilliseconds: parts[3].asUnsigned, wantedAgain: wantedAgain)
    }
}
