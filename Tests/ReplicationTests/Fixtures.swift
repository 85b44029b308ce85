import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

/// One author with one log, as the golden bytes have them or drawn from a seed.
struct Author {
    let identity: Identity
    let log: LogID

    /// The author of the golden bytes.
    static func golden() throws -> Author {
        try Author(
            seed: Array(0x00...0x1f), scope: Array(0x10...0x1f), incarnation: Array(0xa0...0xa7))
    }

    /// An author of its own for each draw.
    static func random(
        in scope: ScopeID? = nil, using random: inout SplitMix64
    ) throws -> Author {
        try Author(
            seed: random.bytes(32), scope: scope?.id.bytes ?? random.bytes(16),
            incarnation: random.bytes(8))
    }

    init(seed: [UInt8], scope: [UInt8], incarnation: [UInt8]) throws {
        identity = try Identity(seed: seed)
        log = LogID(
            scope: ScopeID(try #require(Bytes16(scope))),
            author: NodeID(try #require(Bytes32(identity.publicKey))),
            incarnation: Incarnation(try #require(Bytes8(incarnation))))
    }

    var node: NodeID { log.author }

    /// The same author's log in another scope or life.
    func log(in scope: ScopeID, incarnation: Incarnation? = nil) -> LogID {
        LogID(scope: scope, author: node, incarnation: incarnation ?? log.incarnation)
    }

    /// `count` operations behind a head, with signatures where `signed` says.
    func operations(
        _ count: Int, after head: LogHead? = nil, using random: inout SplitMix64,
        signed: LogWriter.Signing = .each
    ) throws -> [SignedOperation] {
        var writer = LogWriter(log: log, head: head)
        var stamp = head?.hlc.raw ?? 1 << 40
        var drafts: [LogWriter.Draft] = []
        for _ in 0..<count {
            stamp += UInt64.random(in: 1...1 << 20, using: &random)
            let payload = random.bytes(Int.random(in: 0...90, using: &random))
            let kind = UInt16.random(in: 64...400, using: &random)
            drafts.append(.init(hlc: HLC(raw: stamp), kind: kind, payload: payload))
        }
        return try writer.append(drafts, by: identity, signing: signed)
    }
}

extension SignedOperation {
    /// The same operation without its signature.
    var bare: SignedOperation {
        SignedOperation(operation: operation, hash: hash, signature: nil)
    }
}

/// The three operations of the golden bytes.
func goldenOperations() throws -> [SignedOperation] {
    let author = try Author.golden()
    let opened =
        Golden.hex("a400f601000258200000\(String(repeating: "0", count: 60))")
        + Golden.hex("036763726561746564")
    let stamp: UInt64 = 0x018f_0000_0000 << 16
    var writer = LogWriter(log: author.log, head: nil)
    return try writer.append(
        [
            .init(hlc: HLC(raw: stamp), kind: 1, payload: opened),
            .init(hlc: HLC(raw: stamp + 1), kind: 64, payload: []),
            .init(hlc: HLC(raw: stamp + 0x400 << 16), kind: 300, payload: Array(0..<30)),
        ], by: author.identity, signing: .each)
}
