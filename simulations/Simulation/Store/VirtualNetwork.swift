import Replication

/// The network between a store's lanes on virtual time: connections as TCP makes them, which
/// deliver in order or break, and islands that don't hear each other.
struct VirtualNetwork {
    /// One end of a connection.
    struct End: Hashable {
        let lane: Int
        let link: LinkID
    }

    enum Happening {
        case frame(ReceivedFrame)
        /// Bytes that no cipher would let through, and the break that follows.
        case damaged(ReceivedFrame)
        case flushed(Int)
        case up(LinkOrigin)
        case down
        case dialFailed(String)
    }

    struct Delivery {
        let time: UInt64
        let order: UInt64
        let end: End
        let what: Happening
    }

    struct Weather {
        /// Of 1,000 frames so many wait for a retransmission, break the link, or are damaged.
        var slow: Int64 = 0
        var breaks: Int64 = 0
        var damage: Int64 = 0
    }

    var weather = Weather()
    /// The island of each lane; lanes of different islands don't hear each other.
    var islands: [Int]
    private var queue: [Delivery] = []
    private var order: UInt64 = 0
    private var links: UInt64 = 0
    private var others: [LinkID: End] = [:]
    private var lastArrival: [LinkID: UInt64] = [:]
    /// Half-open: nothing crosses any more, and nobody is told.
    private var dead: Set<LinkID> = []
    private(set) var framesSent = 0
    private(set) var linksMade = 0

    private let sabotage: StoreScenario.Sabotage?

    init(lanes: Int, sabotage: StoreScenario.Sabotage? = nil) {
        islands = Array(repeating: 0, count: lanes)
        self.sabotage = sabotage
    }

    // MARK: Time

    /// The moment of the next delivery.
    var next: UInt64? { queue.last?.time }

    mutating func pop() -> Delivery? { queue.popLast() }

    private mutating func push(_ time: UInt64, _ end: End, _ what: Happening) {
        order += 1
        let delivery = Delivery(time: time, order: order, end: end, what: what)
        // Latest first, so that the next is taken off the end.
        var range = 0..<queue.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if (queue[middle].time, queue[middle].order) > (time, order) {
                range = middle + 1..<range.upperBound
            } else {
                range = range.lowerBound..<middle
            }
        }
        queue.insert(delivery, at: range.lowerBound)
    }

    // MARK: Connections

    mutating func dial(
        from lane: Int, key: [UInt8], to target: Int, targetKey: [UInt8], isUp: Bool,
        epoch: UInt64 = 0, _ now: UInt64, _ random: inout SeededRandom
    ) {
        links += 2
        let (near, far) = (
            End(lane: lane, link: LinkID(links - 1)), End(lane: target, link: LinkID(links))
        )
        let address = Self.address(target)
        guard isUp, islands[lane] == islands[target], target != lane else {
            return push(now + 1_000, near, .dialFailed(address))
        }
        linksMade += 1
        others[near.link] = far
        others[far.link] = near
        let trip = UInt64(random.number(1...8))
        push(
            now + trip, far,
            .up(LinkOrigin(isInitiator: false, remoteKey: key, address: nil, epoch: epoch)))
        push(
            now + trip + 1, near,
            .up(LinkOrigin(isInitiator: true, remoteKey: targetKey, address: address, epoch: epoch))
        )
        for link in [near.link, far.link] { lastArrival[link] = now + trip + 1 }
    }

    static func address(_ lane: Int) -> String { "lane-\(lane):4711" }

    static func lane(_ address: String) -> Int? {
        address.hasPrefix("lane-") && address.hasSuffix(":4711")
            ? Int(address.dropFirst(5).dropLast(5)) : nil
    }

    mutating func send(
        _ frame: ChannelFrame, from end: End, _ now: UInt64, _ random: inout SeededRandom
    ) {
        guard let far = others[end.link] else { return }
        framesSent += 1
        let bytes = frame.body.count
        push(now + 1, end, .flushed(bytes))
        guard !dead.contains(end.link) else { return }
        if islands[end.lane] != islands[far.lane] {
            // TCP sends again until somebody gives up; what was under way never arrives.
            dead.formUnion([end.link, far.link])
            return
        }
        var delay = UInt64(random.number(0...4))
        let luck = random.number(0...999)
        if luck < weather.slow { delay += UInt64(random.number(200...1_500)) }
        if luck >= 1_000 - weather.breaks { return snap(end, far, now + delay) }
        let arrival = max(lastArrival[far.link] ?? 0, now + delay)
        lastArrival[far.link] = arrival
        let isDamaged = luck >= 500 && luck < 500 + weather.damage
        let body = isDamaged ? Self.damaged(frame.body, &random) : frame.body
        if sabotage == .mute, end.lane == 0, frame.type == .ops { return }
        let received = ReceivedFrame(type: frame.type, body: body, bodyBytesAsSent: bytes)
        push(arrival, far, isDamaged ? .damaged(received) : .frame(received))
        if sabotage == .echo, frame.type == .ops { push(arrival, far, .frame(received)) }
        if isDamaged { snap(end, far, arrival) }
    }

    private static func damaged(_ body: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        guard !body.isEmpty else { return [0xff] }
        var body = body
        let place = Int(random.number(0...Int64(body.count - 1)))
        if random.isOneIn(2) {
            body[place] ^= 1 << UInt8(random.number(0...7))
        } else {
            body.removeLast(body.count - place)
        }
        return body
    }

    /// The link breaks: both sides are told.
    private mutating func snap(_ near: End, _ far: End, _ time: UInt64) {
        for end in [near, far] {
            push(max(time, lastArrival[end.link] ?? 0), end, .down)
            others[end.link] = nil
        }
    }

    /// One side closes: what it sent arrives, then the other hears of it.
    mutating func close(_ end: End, _ now: UInt64) {
        guard let far = others.removeValue(forKey: end.link) else { return }
        others[far.link] = nil
        guard !dead.contains(end.link) else { return }
        push(max(now + 1, lastArrival[far.link] ?? 0), far, .down)
    }

    /// A machine is gone: of its links half are reset by what comes up again, half stay silent.
    mutating func lose(_ lane: Int, _ now: UInt64, _ random: inout SeededRandom) {
        let ends = others.filter { $0.value.lane == lane }.map { (link: $0.key, own: $0.value) }
        for (link, own) in ends.sorted(by: { $0.link < $1.link }) {
            guard let far = others[own.link] else { continue }
            if random.isOneIn(2) {
                others[own.link] = nil
                others[link] = nil
                push(now + 1, far, .down)
            } else {
                dead.formUnion([link, own.link])
            }
        }
    }
}
