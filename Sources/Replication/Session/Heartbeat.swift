import Encoding

/// Tells whether the other side lives, how far away it is and by how much its clock differs.
struct Heartbeat: Sendable {
    static let pingEveryMilliseconds: UInt64 = 5_000
    static let deadAfterMilliseconds: UInt64 = 15_000

    private(set) var lastHeard: UInt64
    private var nextPing: UInt64
    private var pending: (token: UInt64, sent: MeshTime)?
    private var pings: UInt64 = 0
    /// The last measured, in milliseconds.
    private(set) var roundTrip: UInt64?
    /// The other side's wall clock minus ours, in milliseconds.
    private(set) var clockOffset: Int64?

    init(now: MeshTime) {
        lastHeard = now.milliseconds
        nextPing = now.milliseconds
    }

    mutating func heard(_ now: MeshTime) { lastHeard = now.milliseconds }

    func isDead(_ now: MeshTime) -> Bool {
        now.since(lastHeard) >= Self.deadAfterMilliseconds
    }

    /// The token of a ping that is due.
    mutating func due(_ now: MeshTime) -> Bytes8? {
        now.milliseconds >= nextPing ? ping(now) : nil
    }

    /// The token of a ping to send now.
    mutating func ping(_ now: MeshTime) -> Bytes8 {
        pings &+= 1
        pending = (pings, now)
        nextPing = now.milliseconds &+ Self.pingEveryMilliseconds
        return Bytes8(words: [pings])
    }

    /// Takes an answer; one to another ping than the last tells nothing.
    mutating func pong(_ token: Bytes8, wall: UInt64, _ now: MeshTime) {
        guard let pending, token.words == [pending.token] else { return }
        let trip = now.since(pending.sent.milliseconds)
        roundTrip = trip
        let middle = pending.sent.wall &+ trip / 2
        let (theirs, ours) = (Int64(clamping: wall), Int64(clamping: middle))
        let (offset, overflow) = theirs.subtractingReportingOverflow(ours)
        clockOffset = overflow ? nil : offset
        self.pending = nil
    }
}
