public import CRDT
import Encoding
import Replica
public import Retail
public import Storage
import Synchronization

/// Store time: this machine's clock, moved to where most of the store's clocks are.
///
/// Prices, taxes and publications switch by it, and receipts print it; no operation is accepted or
/// refused for it. Of this clock and those of the members that were heard in the last 24 hours the
/// lower median is taken, so that all who hear each other take the same one. What is kept is how
/// far a clock is ahead of the monotonic one: setting this machine's clock moves nothing but its
/// own voice.
public final class StoreClock: Sendable {
    /// A clock that was heard, in milliseconds.
    private struct Heard {
        var aheadOfMonotonic: Int64
        var at: Int64
    }

    private static let dayMilliseconds: Int64 = 86_400_000
    private let heard = Mutex<[NodeID: Heard]>([:])
    /// What an earlier process of this machine's present run came to, until somebody is heard.
    private let kept = Mutex<Heard?>(nil)

    /// This machine's clock alone.
    public init() {}

    /// Now, in store time.
    public var now: Instant { Instant(milliseconds: Self.wall &+ offsetMilliseconds) }

    /// By how much store time is ahead of this machine's clock.
    public var offsetMilliseconds: Int64 {
        let monotonic = Self.monotonic
        let own = Self.wall &- monotonic
        let fresh = heard.withLock { heard in
            heard.values.filter { monotonic &- $0.at < Self.dayMilliseconds }
                .map(\.aheadOfMonotonic)
        }
        guard fresh.isEmpty else { return Self.median([own] + fresh) &- own }
        let last = kept.withLock { $0 }
        guard let last, monotonic &- last.at < Self.dayMilliseconds else { return 0 }
        return last.aheadOfMonotonic &- own
    }

    /// The lower median: with two clocks all take the one that is behind.
    static func median(_ clocks: [Int64]) -> Int64 { clocks.sorted()[(clocks.count - 1) / 2] }

    /// Takes in by how much a member's clock is ahead of this machine's.
    package func hear(_ node: NodeID, offsetMilliseconds offset: Int64) {
        let monotonic = Self.monotonic
        let (ahead, overflow) = (Self.wall &- monotonic).addingReportingOverflow(offset)
        // Further than this no clock can be meant: a century.
        guard !overflow, abs(offset) < 3_200_000_000_000 else { return }
        heard.withLock { $0[node] = Heard(aheadOfMonotonic: ahead, at: monotonic) }
    }

    private static var wall: Int64 { SystemClock.wall().milliseconds }
    private static var monotonic: Int64 { SystemClock.monotonicNanoseconds() / 1_000_000 }
}

// Programs beside the one with the mesh hear nobody: they go by what that one heard.
extension StoreClock {
    static let key = Array("store-clock".utf8)

    /// The local row that says how store time stands, for other processes of this machine.
    var write: LocalWrite {
        let monotonic = Self.monotonic
        let ahead = Self.wall &- monotonic &+ offsetMilliseconds
        let value: CBOR = [.bytes(Self.bootID), .integer(ahead), .integer(monotonic)]
        return LocalWrite(.counter, key: Self.key, value: value.encoded)
    }

    /// Goes by a row of an earlier process; the monotonic clock it names ended with a reboot.
    func resume(from row: [UInt8]?) {
        guard let row, let parts = try? CBOR.decode(row).asArray, parts.count == 3,
            parts[0].asBytes == Self.bootID, let ahead = parts[1].asInt64,
            let at = parts[2].asInt64, at <= Self.monotonic
        else { return }
        kept.withLock { $0 = Heard(aheadOfMonotonic: ahead, at: at) }
    }

    /// Of this run of the machine; empty where the system doesn't say.
    private static let bootID =
        (try? FileSystem.read("/proc/sys/kernel/random/boot_id", limit: 64)) ?? []
}

extension ShopReader {
    /// Opens a data directory's database, by the store time that its lane last heard of.
    public convenience init(
        _ directory: DataDirectory, scope: ScopeID
    ) throws(StorageError) {
        let clock = StoreClock()
        try self.init(path: directory.database, scope: scope) { clock.now }
        clock.resume(from: try local(.counter, key: StoreClock.key))
    }
}
