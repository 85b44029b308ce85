import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore

/// What stewards decide, and what a member decides of itself.
extension MemberWorld {
    /// A machine of a steward who counts, as it knows it itself.
    private func isSteward(_ lane: Int) -> Bool {
        let membership = lanes[lane].replica.membership
        let node = lanes[lane].node
        return membership.isActive(node) && !lanes[lane].replica.isSuperseded
            && membership.grants(of: node).contains { $0.role == .steward }
    }

    /// A lane that rings, and isn't a steward.
    private mutating func victim(_ steward: Int) -> NodeID? {
        let membership = lanes[steward].replica.membership
        let nodes = membership.members.filter { node in
            membership.isActive(node) && membership.successors(of: node).isEmpty
                && !membership.grants(of: node).contains { $0.role == .steward }
        }
        return nodes.isEmpty ? nil : random.pick(nodes)
    }

    /// The heads of a member's logs as a machine has them, one a log.
    private func points(of node: NodeID, _ lane: Int) -> [OperationID] {
        lanes[lane].replica.frontier.entries.filter { $0.log.author == node }.reduce(into: []) {
            points, entry in
            if points.last?.log == entry.log { points.removeLast() }
            points.append(
                OperationID(log: entry.log, seq: entry.head.seq, hash: entry.head.hash))
        }
    }

    mutating func join(_ lane: Int) throws -> String? {
        guard isSteward(lane), lanes.count < Self.machinesMost else { return nil }
        nextLaneNumber += 1
        let newcomer = try MemberFounding.enrolled(
            nextLaneNumber, by: &lanes[lane], now: wall, &random)
        tell(lane)
        add(newcomer)
        return "lane \(nextLaneNumber) is machine \(lanes.count - 1)"
    }

    mutating func revoke(_ lane: Int) throws -> String? {
        guard isSteward(lane), let node = victim(lane) else { return nil }
        // At what is known, at less, or at nothing.
        var cuts = points(of: node, lane)
        if random.isOneIn(3) { cuts = cuts.filter { _ in random.isOneIn(2) } }
        if random.isOneIn(4) { cuts = [] }
        let revoked = MemberRevoked(node: node, cuts: cuts, reason: "")
        try lanes[lane].decide(.memberRevoked, revoked.encoded(), now: wall)
        try lanes[lane].settle()
        tell(lane)
        return "\(node.short) at \(cuts.count) cuts, then \(try makeMeshKey(lane) ?? "")"
    }

    mutating func retire(_ lane: Int) throws -> String? {
        guard isSteward(lane), let node = victim(lane) else { return nil }
        let retired = MemberRetired(node: node, logs: points(of: node, lane))
        try lanes[lane].decide(.memberRetired, retired.encoded(), now: wall)
        try lanes[lane].settle()
        return "\(node.short)"
    }

    mutating func setDormant(_ lane: Int) throws -> String? {
        guard isSteward(lane), let node = victim(lane) else { return nil }
        let isDormant = lanes[lane].replica.membership.isDormant(node)
        let word = MemberDormant(node: node, isDormant: !isDormant)
        try lanes[lane].decide(.memberDormant, word.encoded(), now: wall)
        return "\(node.short) \(!isDormant)"
    }

    mutating func makeMeshKey(_ lane: Int) throws -> String? {
        guard isSteward(lane) else { return nil }
        let epoch = lanes[lane].meshKeys[0].epoch + 1
        let key = try MemberFounding.meshKey(
            UInt32(epoch), by: lanes[lane].identity, &random)
        lanes[lane].meshKeys.insert(key, at: 0)
        step(lane, .meshKey(key))
        return "epoch \(epoch)"
    }

    /// Lets some of what is listed of one log count.
    mutating func salvage(_ lane: Int) throws -> String? {
        guard isSteward(lane) else { return nil }
        var listed: [LogID: [LogPoint]] = [:]
        lanes[lane].store.forEachRow(of: .quarantine) { row in
            guard case .log(let log) = row.values[1], case .integer(let seq) = row.values[2],
                case .operation(let hash) = row.values[3]
            else { return }
            listed[log, default: []].append(LogPoint(seq: UInt64(max(0, seq)), hash: hash))
        }
        let logs = listed.keys.filter { $0.scope == lanes[lane].scope }.sorted()
        guard !logs.isEmpty else { return nil }
        let log = random.pick(logs)
        let points = (listed[log] ?? []).sorted().filter { _ in random.isOneIn(2) }
        let word = Salvaged(log: log, operations: points, reason: "")
        try lanes[lane].decide(.salvaged, word.encoded(), now: wall)
        try lanes[lane].settle()
        return "\(points.count) of \(log.author.short)"
    }

    /// Passes on what ended logs held: to the log in which their author goes on, else to its own.
    mutating func settle(_ lane: Int) throws -> String? {
        guard isSteward(lane) else { return nil }
        let (replica, store) = (lanes[lane].replica, lanes[lane].store)
        let ends = try replica.logEnds(store: store)
        guard !ends.isEmpty else { return nil }
        let log = random.pick(ends.keys.sorted())
        let next =
            replica.membership.isActive(log.author)
            ? try replica.currentLog(of: log.author, store: store) : lanes[lane].ownLog
        guard let next, next != log else { return nil }
        let word = RightsSettled(account: nil, log: log, way: .passedOn, to: next)
        try lanes[lane].decide(.rightsSettled, word.encoded(), in: lanes[lane].scope, now: wall)
        return "\(log.author.short)"
    }

    /// A member goes on under a new key, on the same disk.
    mutating func rotate(_ lane: Int) throws -> String? {
        let old = lanes[lane]
        let membership = old.replica.membership
        guard membership.isActive(old.node), membership.successors(of: old.node).isEmpty,
            !old.replica.isSuperseded, old.errand == nil,
            !membership.grants(of: old.node).contains(where: { $0.role == .steward }),
            // Of a cloned machine both would: two successors are an alarm for a person.
            lanes.count(where: { $0.node == old.node && !$0.isGone }) == 1,
            !forgetful.contains(old.node)
        else { return nil }
        let next = try Identity(seed: random.bytes(Identity.seedBytes))
        guard let payload = MemberRotated(from: old.node, to: next) else { return nil }
        let signed = try lanes[lane].decide(.memberRotated, payload.encoded(), now: wall)
        tell(lane)
        // Neighbours hear of it before the links under the old key end.
        run(to: now + 300)
        let place = Replica.Place(
            node: try MemberFounding.node(next), scope: old.scope,
            incarnation: Incarnation(random.bytes8()), root: old.replica.place.root)
        network.lose(lane, now, &random)
        var turned = try MemberLane(
            place, identity: next,
            credential: Credential(entries: old.credential.entries + [signed]),
            number: old.number, store: lanes[lane].store, meshKeys: lanes[lane].meshKeys,
            seed: random.next())
        for scope in [place.scope.control, place.scope] {
            let opening = LogOpened(previous: nil, reason: "rotated").encoded()
            try turned.decide(.logOpened, opening, in: scope, now: wall)
        }
        turned.formerNodes = old.formerNodes + [old.node]
        lanes[lane] = turned
        introduce(lane)
        return "\(old.node.short) is \(turned.node.short)"
    }
}
