import CRDT
import Encoding
import Replica
import Replication
import Retail
import SimulatedStore

/// What exists once in a store, and a lane wants.
enum RightsWish: Hashable {
    /// To go on with a held basket.
    case recall(ContentID)
    /// To take back so many pieces of what a receipt sold.
    case takeBack(of: ContentID, item: String, pieces: Int64)

    var need: RightsQuest.Need {
        switch self {
        case .recall(let hold): RightsQuest.Need(.basket(hold.id), 1)
        case .takeBack(let receipt, _, let pieces):
            RightsQuest.Need(
                .returnable(receipt: receipt.id, line: 0), UInt64(max(0, pieces)) * 1_000)
        }
    }
}

/// How lanes come by what another lane's log owns.
extension MemberWorld {
    mutating func beginRecall(_ lane: Int) throws -> String? {
        guard lanes[lane].errand == nil else { return nil }
        let holds = try lanes[lane].openHolds()
        guard !holds.isEmpty else { return nil }
        let hold = random.pick(holds)
        try begin(.recall(hold), lane)
        return hold.id.hex
    }

    /// A customer brings goods of any lane, as many as the receipt says or fewer.
    mutating func beginTakingBack(_ lane: Int) throws -> String? {
        guard lanes[lane].errand == nil else { return nil }
        let sold = try lanes[lane].soldLines()
        guard !sold.isEmpty else { return nil }
        let (receipt, line) = random.pick(sold)
        let pieces = random.number(1...max(1, line.quantity.thousandths / 1_000))
        try begin(.takeBack(of: receipt, item: line.name, pieces: pieces), lane)
        return "\(pieces) of \(receipt.id.hex)"
    }

    private mutating func begin(_ wish: RightsWish, _ lane: Int) throws {
        try renew(lane)
        let membership = lanes[lane].replica.membership
        let stewards = membership.members.filter { node in
            membership.isActive(node)
                && membership.grants(of: node).contains { $0.role == .steward }
        }
        lanes[lane].errand = MemberLane.Errand(
            wish: wish,
            quest: RightsQuest([wish.need], own: lanes[lane].ownLog, stewards: stewards))
    }

    /// Takes an errand a step further: it asks, waits, gives up, or is done.
    mutating func advance(_ lane: Int) {
        guard var errand = lanes[lane].errand else { return }
        let holdings = Self.reading { () throws(MemoryStore.Failure) in
            try lanes[lane].holdings(of: errand.wish.need.account)
        }
        let connected = Set(lanes[lane].mesh.peers.map(\.node))
        let step = errand.quest.step([holdings], request: random.bytes16(), now: now) {
            connected.contains($0)
        }
        lanes[lane].errand = errand
        switch step {
        case .wait: return
        case .ask(let node, let request): self.step(lane, .send(node, .ask(request)))
        case .failed(_, let failure):
            lanes[lane].errand = nil
            if case .unreachable = failure { actUnconfirmed(lane, errand.wish) }
        case .done: goOn(lane, errand.wish)
        }
    }

    private mutating func goOn(_ lane: Int, _ wish: RightsWish) {
        lanes[lane].errand = nil
        // Rights are this log's; a database that must begin another life has to ask again.
        guard !lanes[lane].replica.isSuperseded else { return }
        switch wish {
        case .recall(let hold):
            let recalled = BasketFacts.recalled(ContentID(random.bytes16()), hold: hold)
            guard (try? lanes[lane].commit([.basketRecalled(recalled)], now: wall)) != nil else {
                return
            }
            figures.recalls += 1
            note("machine \(lane): recalled \(hold.id.hex)")
        case .takeBack(let receipt, let item, let pieces):
            takeBack(lane, pieces, of: item, receipt, isConfirmed: true)
        }
        tell(lane)
    }

    /// Who owns it can't be asked: half the managers take goods back all the same, marked.
    private mutating func actUnconfirmed(_ lane: Int, _ wish: RightsWish) {
        guard case .takeBack(let receipt, let item, let pieces) = wish, random.isOneIn(2),
            !lanes[lane].replica.isSuperseded
        else { return }
        takeBack(lane, pieces, of: item, receipt, isConfirmed: scenario.sabotage == .generous)
        tell(lane)
    }

    private mutating func takeBack(
        _ lane: Int, _ pieces: Int64, of item: String, _ receipt: ContentID, isConfirmed: Bool
    ) {
        let rung = try? ring(lane) { content, number in
            BasketFacts.receipt(
                content, number, item: item, pieces: -pieces,
                origin: LineOrigin(receipt: receipt, line: 0), isConfirmed: isConfirmed)
        }
        guard let number = rung ?? nil else { return }
        figures.returns += 1
        if !isConfirmed { figures.unconfirmed += 1 }
        note(
            "machine \(lane): \(number) takes back \(pieces) of \(receipt.id.hex)"
                + (isConfirmed ? "" : ", unconfirmed"))
    }

    /// Grants a right that this machine's log owns, or says why not.
    mutating func answer(
        _ request: RightsRequest, from peer: NodeID, _ lane: Int
    ) -> [MeshEvent] {
        guard let account = (try? CBOR.decode(request.account)).flatMap({ Account($0) }),
            !lanes[lane].replica.isSuperseded
        else { return [] }
        let (held, grantee) = Self.reading { () throws(MemoryStore.Failure) in
            (
                try lanes[lane].holdings(of: account),
                try lanes[lane].replica.currentLog(of: peer, store: lanes[lane].store)
            )
        }
        let isActive = lanes[lane].replica.membership.isActive(peer)
        let own = lanes[lane].ownLog
        switch held.answer(request, of: account, to: isActive ? grantee : nil, from: own) {
        case .denied(let denial): return [.send(peer, .denied(denial))]
        case .granted: return []
        case .grant(let grant):
            guard
                (try? lanes[lane].decide(
                    .rightsGranted, grant.encoded(), in: lanes[lane].scope, now: wall)) != nil
            else { return [] }
            note("machine \(lane): granted \(grant.amount) of \(account)")
            return Self.reading { () throws(MemoryStore.Failure) in try lanes[lane].news() }
        }
    }
}
