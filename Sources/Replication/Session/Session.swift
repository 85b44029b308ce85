import CRDT
import Encoding

/// One link: its greeting, its heartbeat, what each side has and wants of the other.
///
/// No I/O: frames and moments come in, envelopes and reads go out through ``Mesh``.
struct Session: Sendable {
    enum Phase: Hashable, Sendable {
        /// Handshake done, `hello` not yet accepted.
        case greeting(since: UInt64)
        case open(Peer)
        case closed
    }

    /// Whom an accepted `hello` named.
    struct Peer: Hashable, Sendable {
        let node: NodeID
        let credential: Credential
        /// Tells it from another machine with its key; nil where it didn't say.
        let process: Bytes8?
        /// Sent nothing but `hello`, `want`, ping, pong and `bye`.
        var isRetired: Bool
        /// Of both sides, control scopes included.
        var scopes: Set<ScopeID>

        /// Whether it is this very machine, as far as both told theirs.
        func isOneMachine(with other: Peer) -> Bool {
            guard node == other.node else { return false }
            guard let process, let its = other.process else { return true }
            return process == its
        }
    }

    /// A peer that is a member no more: until when it may still take the word that says so.
    struct Ending: Hashable, Sendable {
        let code: Bye.Code
        let until: UInt64
    }

    /// Of two connections with one peer: which a ping is to decide, and until when.
    struct Contest: Hashable, Sendable {
        /// Goes if the ping is answered; nil where none goes.
        var other: LinkID?
        /// Another process with the peer's key called: if this one answers, they are clones.
        var isOfTwins = false
        let until: UInt64
    }

    static let greetingMilliseconds: UInt64 = 5_000
    /// Bytes handed to the shell and not yet taken by the network, above which only control goes.
    static let unflushedBytesMax = 1_048_576

    let id: LinkID
    let isInitiator: Bool
    let remoteKey: [UInt8]
    let address: String?
    /// The channel was made with an earlier mesh key: control scopes only.
    let isOldKey: Bool
    let epoch: UInt64
    /// Of the mesh key that the peer passed on last.
    var toldEpoch: UInt64?
    var phase: Phase
    var heartbeat: Heartbeat
    var contest: Contest?
    private(set) var ending: Ending?

    /// As of which revision of the address book the peer was told where members may be met.
    var toldAddresses: UInt64?

    // What the peer has and what we take from it.
    private(set) var theirs: [LogID: [Have.Entry]] = [:]
    /// Where the peer said that logs begin which it doesn't hold from their first operation on.
    private var starts: [LogID: UInt64] = [:]
    var hasWhole = false
    /// The frontier digest in which both sides last agreed.
    var agreed: Bytes32?
    /// Credit that we gave and that isn't used up, in bytes.
    var given: Int = 0
    /// Bytes of `ops` since credit was last given.
    var taken: Int = 0
    var lastOps: UInt64 = 0
    var lastWholeSent: UInt64?

    // What we serve.
    var credit: Int64 = 0
    var unflushed = 0
    var streams: [Stream.Key: Stream] = [:]
    var reading: Stream.Key?
    var adverts: Set<LogID> = []

    private var reader: FrameReader
    private var writer = FrameWriter()

    init(_ id: LinkID, _ origin: LinkOrigin, isOldKey: Bool, now: MeshTime) {
        self.id = id
        isInitiator = origin.isInitiator
        remoteKey = origin.remoteKey
        address = origin.address
        self.isOldKey = isOldKey
        epoch = origin.epoch
        phase = .greeting(since: now.milliseconds)
        heartbeat = Heartbeat(now: now)
        reader = FrameReader()
    }

    var peer: Peer? {
        if case .open(let peer) = phase { peer } else { nil }
    }

    var isOpen: Bool { peer != nil }

    /// Whether operations may be exchanged.
    var isUsable: Bool { peer.map { !$0.isRetired } ?? false }

    /// Whether anything is taken from the peer.
    var isHeard: Bool { isOpen && ending == nil }

    /// From now on the peer gets control scopes alone, and nothing is taken from it.
    mutating func end(_ code: Bye.Code, _ controls: Set<ScopeID>, until: UInt64) {
        guard case .open(var peer) = phase, ending == nil else { return }
        ending = Ending(code: code, until: until)
        peer.scopes.formIntersection(controls)
        phase = .open(peer)
        streams = streams.filter { controls.contains($0.key.log.scope) }
        theirs = theirs.filter { controls.contains($0.key.scope) }
    }

    // MARK: Frames

    mutating func read(_ received: ReceivedFrame) throws(FrameFault) -> Frame {
        try reader.read(received.type, received.body, stage: isOpen ? .open : .greeting)
    }

    /// The frame as it is sent; nil where this connection can name no further log.
    mutating func write(_ frame: Frame) -> ChannelFrame? {
        guard let envelope = try? writer.write(frame) else { return nil }
        unflushed += envelope.body.count
        if case .ops = frame { credit -= Int64(envelope.body.count) }
        return envelope
    }

    /// Whether bulk may be sent: the peer gave credit and the network takes it.
    var isWritable: Bool { isOpen && unflushed < Self.unflushedBytesMax }
    var mayStream: Bool { isWritable && isUsable && credit > 0 }

    // MARK: What the peer has

    mutating func note(whole entries: [Have.Entry]) -> Set<LogID> {
        let before = Set(theirs.keys)
        theirs = [:]
        hasWhole = true
        return note(changes: entries).union(before)
    }

    /// A forked log is named with all its heads, which replace those known.
    mutating func note(changes entries: [Have.Entry]) -> Set<LogID> {
        var named: [LogID: [Have.Entry]] = [:]
        for entry in entries where replicates(entry.log.scope) {
            named[entry.log, default: []].append(entry)
        }
        for (log, heads) in named { theirs[log] = heads }
        return Set(named.keys)
    }

    mutating func note(_ start: Have.Start) { starts[start.log] = start.firstSeq }

    /// The first sequence that the peer holds of a log, as far as it said so.
    func begins(_ log: LogID) -> UInt64 { starts[log] ?? 1 }

    /// Whether the peer holds what follows our heads.
    func reaches(_ log: LogID, _ ours: [LogPoint]) -> Bool {
        guard let first = starts[log] else { return true }
        return ours.contains { $0.seq >= first - min(1, first) }
    }

    func replicates(_ scope: ScopeID) -> Bool { peer?.scopes.contains(scope) ?? false }

    /// The highest sequence that the peer named of a log.
    func height(of log: LogID) -> UInt64 { theirs[log]?.map(\.seq).max() ?? 0 }

    /// Whether the peer named exactly these heads.
    func knows(_ log: LogID, _ ours: [LogPoint]) -> Bool {
        Set((theirs[log] ?? []).map(\.hash8)) == Set(ours.map(\.hash.prefix8))
    }

    // MARK: What the peer wants

    mutating func take(_ entries: [Want.Entry]) {
        for entry in entries where replicates(entry.log.scope) {
            let key = Stream.Key(log: entry.log, head: entry.headHash8)
            if entry.headHash8 == nil {
                for old in streams.keys where old.log == entry.log { streams[old] = nil }
            }
            streams[key] =
                entry.fromSeq == 0 ? nil : Stream(from: entry.fromSeq, prev: entry.prevHash8)
        }
    }

    mutating func add(credit more: UInt32) {
        // At most 2^32-1; what is above is the peer's to lose.
        credit = min(credit + Int64(more), Int64(UInt32.max))
    }

    /// The stream to serve next: control scopes first, then in the order of logs.
    func nextStream(_ isControl: (ScopeID) -> Bool) -> Stream.Key? {
        let waiting = streams.keys.filter { streams[$0]?.isAtEnd == false }
        return waiting.filter { isControl($0.log.scope) }.min() ?? waiting.min()
    }

    /// What an idle peer costs is bounded by what it named.
    func checkInvariants() {
        precondition(given >= 0 && taken >= 0, "credit below zero on \(id)")
        precondition(isOpen || streams.isEmpty, "a stream before hello on \(id)")
        if let reading { precondition(isOpen, "a read of \(reading.log) on a closed link") }
    }
}
