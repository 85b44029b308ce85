public import CRDT
import Crypto
public import Encoding

/// Kind 10: rights go from the log that this stands in to another.
public struct RightsGranted: Hashable, Sendable {
    /// The leases that may be given, in seconds.
    public static let leases: ClosedRange<UInt64> = 900...86_400

    public let account: Account
    public let to: LogID
    /// In the account's unit; at least 1.
    public let amount: UInt64
    public let request: Bytes16
    /// In seconds, on the grantee's monotonic clock; nil for good.
    public let lease: UInt64?

    public init(
        account: Account, to: LogID, amount: UInt64, request: Bytes16, lease: UInt64? = nil
    ) {
        self.account = account
        self.to = to
        self.amount = amount
        self.request = request
        self.lease = lease
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(
            account: try map.value(0) { Account($0) }, to: try map.log(1),
            amount: try map.unsigned(2, in: 1...UInt64(Int64.max)),
            request: try map.value(3) { $0.asFixed(Bytes16.self) },
            lease: try map.optional(4) { item in
                item.asUnsigned.flatMap { Self.leases.contains($0) ? $0 : nil }
            })
    }

    public func encoded() -> [UInt8] {
        CBOR.map([
            0: account.cbor, 1: to.cbor, 2: .unsigned(amount), 3: .fixed(request),
            4: lease.map { .unsigned($0) } ?? .null,
        ]).encoded
    }
}

/// Kind 11: what becomes of the rights that a log had at its end.
public struct RightsSettled: Hashable, Sendable {
    public enum Way: UInt64, Hashable, Sendable, CaseIterable {
        case givenBack = 0
        case recounted = 1
        case burned = 2
        case passedOn = 3
    }

    /// Nil for all that the log had.
    public let account: Account?
    public let log: LogID
    public let way: Way
    /// Nil for all.
    public let amount: UInt64?
    /// Whose they are now; nil for nobody's.
    public let to: LogID?

    public init(account: Account?, log: LogID, way: Way, amount: UInt64? = nil, to: LogID?) {
        self.account = account
        self.log = log
        self.way = way
        self.amount = amount
        self.to = to
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(
            account: try map.optional(0) { Account($0) }, log: try map.log(1),
            way: try map.value(2) { $0.asUnsigned.flatMap { Way(rawValue: $0) } },
            amount: try map.optional(3) { $0.asUnsigned },
            to: try map.optional(4) { LogID(cbor: $0) })
    }

    public func encoded() -> [UInt8] {
        CBOR.map([
            0: account?.cbor ?? .null, 1: log.cbor, 2: .unsigned(way.rawValue),
            3: amount.map { .unsigned($0) } ?? .null, 4: to?.cbor ?? .null,
        ]).encoded
    }
}

/// Kind 15: so many operations of this log become visible together.
public struct Published: Hashable, Sendable {
    public let id: Bytes16
    /// Milliseconds since 1970 of store time.
    public let effective: UInt64
    /// Operations of the log, before this one, whose payloads name the id.
    public let count: UInt64
    /// BLAKE2b-256 of their hashes in order of seq, "tillmesh-publ".
    public let digest: Bytes32

    public init(id: Bytes16, effective: UInt64, count: UInt64, digest: Bytes32) {
        self.id = id
        self.effective = effective
        self.count = count
        self.digest = digest
    }

    private static let label: Label = "tillmesh-publ"

    /// The digest of the parts' hashes, in order of seq.
    public static func digest(of parts: [Bytes32]) -> Bytes32 {
        let bytes = parts.flatMap(\.bytes)
        let words = bytes.withUnsafeBytes { BLAKE2b.hash32($0, label: label) }
        return Bytes32(words.0, words.1, words.2, words.3)
    }

    /// Closes the publication of these parts, given in order of seq.
    public init(id: Bytes16, effective: UInt64, parts: [Bytes32]) {
        self.init(
            id: id, effective: effective, count: UInt64(parts.count),
            digest: Self.digest(of: parts))
    }

    /// Whether these are its parts, given in order of seq.
    public func closes(_ parts: [Bytes32]) -> Bool {
        count == UInt64(parts.count) && digest == Self.digest(of: parts)
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(
            id: try map.value(0) { $0.asFixed(Bytes16.self) },
            effective: try map.unsigned(1, in: 0...1_000_000_000_000_000),
            count: try map.unsigned(2, in: 0...UInt64(Int64.max)), digest: try map.bytes32(3))
    }

    public func encoded() -> [UInt8] {
        CBOR.map([
            0: .fixed(id), 1: .unsigned(effective), 2: .unsigned(count), 3: .fixed(digest),
        ]).encoded
    }
}
