import CRDT
import Crypto
import Encoding
import Replica
import Replication
import Retail
import SimulatedStore

/// What happens to a store of members, one act after the other.
enum MemberAct: String, CaseIterable {
    case sell, hold, recall, takeBack
    case powerCut, split, heal, weather
    case copyDisk, rollBack, clone
    case join, revoke, retire, rotate, dormant, meshKey, salvage, settle
    case laterVersion, forget

    /// How often it is drawn.
    var weight: Int64 {
        switch self {
        case .sell: 60
        case .hold, .recall: 14
        case .takeBack: 10
        case .powerCut, .split, .copyDisk, .dormant, .salvage, .settle, .laterVersion: 3
        case .heal, .forget: 5
        case .weather, .rollBack, .clone, .join, .revoke, .retire, .rotate, .meshKey: 2
        }
    }

    /// How often in a run at most.
    var most: Int {
        switch self {
        case .rollBack, .clone, .rotate, .revoke: 2
        case .join: 3
        case .retire: 1
        case .laterVersion: 2
        case .sell, .hold, .recall, .takeBack, .powerCut, .split, .heal, .weather, .copyDisk,
            .dormant, .meshKey, .salvage, .settle, .forget:
            .max
        }
    }
}

extension MemberWorld {
    private static let items = ["A", "B", "C"]

    mutating func act(_ number: Int) throws(Finding) {
        let acts = MemberAct.allCases.filter { figures.acts[$0.rawValue, default: 0] < $0.most }
        let act = random.pick(weighted: acts.map { ($0.weight, $0) })
        let up = lanes.indices.filter { lanes[$0].isUp(now) }
        guard let lane = up.isEmpty ? nil : random.pick(up) else { return }
        do {
            guard let told = try perform(act, lane) else { return }
            figures.acts[act.rawValue, default: 0] += 1
            note("machine \(lane): \(act.rawValue): \(told)")
        } catch {
            throw Finding(
                step: number, invariant: .refusal,
                detail: "machine \(lane): \(act.rawValue): \(error)")
        }
        tell(lane)
    }

    /// - Returns: what was done; nil where there was nothing to do.
    private mutating func perform(_ act: MemberAct, _ lane: Int) throws -> String? {
        switch act {
        case .sell: return try sell(lane)
        case .hold: return try hold(lane)
        case .recall: return try beginRecall(lane)
        case .takeBack: return try beginTakingBack(lane)
        case .powerCut: return try cutPower(lane)
        case .split: return split()
        case .heal:
            network.islands = Array(repeating: 0, count: lanes.count)
            return "all hear each other"
        case .weather:
            network.weather = .init(
                slow: random.number(0...200), breaks: random.number(0...8),
                damage: random.number(0...4))
            return "other weather"
        case .copyDisk:
            lanes[lane].copy()
            return "copied"
        case .rollBack: return try rollBack(lane)
        case .clone: return try clone(lane)
        case .join: return try join(lane)
        case .revoke: return try revoke(lane)
        case .retire: return try retire(lane)
        case .rotate: return try rotate(lane)
        case .dormant: return try setDormant(lane)
        case .meshKey: return try makeMeshKey(lane)
        case .salvage: return try salvage(lane)
        case .settle: return try settle(lane)
        case .laterVersion: return try writeLater(lane)
        case .forget: return try forget(lane)
        }
    }

    mutating func renew(_ lane: Int) throws {
        if try lanes[lane].renewIfSuperseded(Incarnation(random.bytes8()), now: wall) {
            note("machine \(lane): begins another life")
        }
    }

    // MARK: Selling

    private mutating func sell(_ lane: Int) throws -> String {
        try renew(lane)
        let (item, pieces) = (random.pick(Self.items), random.number(1...5))
        return try ring(lane) { content, number in
            BasketFacts.receipt(content, number, item: item, pieces: pieces)
        } ?? "nothing new"
    }

    private mutating func hold(_ lane: Int) throws -> String {
        try renew(lane)
        let content = ContentID(random.bytes16())
        _ = try lanes[lane].commit([.basketHeld(BasketFacts.held(content))], now: wall)
        return content.id.hex
    }

    /// Commits a receipt of one line under the lane's next number, and remembers it.
    mutating func ring(
        _ lane: Int, _ make: (ContentID, ReceiptNumber) -> Receipt
    ) throws -> String? {
        let number = ReceiptNumber(
            series: lanes[lane].series, number: try lanes[lane].nextNumber())
        let receipt = make(ContentID(random.bytes16()), number)
        let outcomes = try lanes[lane].commit([.receiptCompleted(receipt)], now: wall)
        guard case .committed(let id)? = outcomes.first, let line = receipt.lines.first else {
            return nil
        }
        sales.append(
            RungSale(
                content: receipt.content, id: id, item: line.name,
                pieces: line.quantity.thousandths / 1_000))
        figures.sales += 1
        return "\(number)"
    }

    // MARK: Machines

    private mutating func cutPower(_ lane: Int) throws -> String {
        network.lose(lane, now, &random)
        lanes[lane].downUntil = now + UInt64(random.number(200...6_000))
        try lanes[lane].restart(seed: random.next())
        introduce(lane)
        return "until \(lanes[lane].downUntil)"
    }

    /// Configured addresses are all that a fresh mesh knows.
    mutating func introduce(_ lane: Int) {
        step(lane, .meshKey(lanes[lane].meshKeys[0]))
        tell(lane)
        for other in lanes.indices where other != lane {
            step(lane, .discovered(VirtualNetwork.address(other)))
        }
    }

    private mutating func split() -> String {
        let mask = random.next()
        for lane in lanes.indices { network.islands[lane] = Int(mask >> UInt64(lane) & 1) }
        return "\(network.islands)"
    }

    private mutating func rollBack(_ lane: Int) throws -> String? {
        guard !lanes[lane].copies.isEmpty else { return nil }
        forgetful.insert(lanes[lane].node)
        network.lose(lane, now, &random)
        try lanes[lane].rollBack(seed: random.next())
        forgetful.insert(lanes[lane].node)
        introduce(lane)
        return "is what it was"
    }

    private mutating func clone(_ lane: Int) throws -> String? {
        guard lanes.count < Self.machinesMost else { return nil }
        let clone = try lanes[lane].cloned(seed: random.next())
        add(clone)
        return "machine \(lanes.count - 1) has its disk"
    }

    /// A machine forgets of the others' logs what every machine holds, as their words would say;
    /// the founder's is the archive, which keeps everything.
    private mutating func forget(_ lane: Int) throws -> String? {
        guard lane > 0 else { return nil }
        // What a machine may be rolled back to counts, too.
        let disks = lanes.map(\.store) + lanes.flatMap { $0.copies.map(\.store) }
        let held = try disks.map { try $0.summary().frontier }
        let before = lanes[lane].replica.operationCount
        let events = try lanes[lane].forget { log in
            held.map { $0[log].map(\.seq).min() ?? 0 }.min() ?? 0
        }
        for event in events { step(lane, event) }
        let gone = before - lanes[lane].replica.operationCount
        return gone > 0 ? "\(gone) operations" : nil
    }

    /// Writes what a later version of the program would.
    private mutating func writeLater(_ lane: Int) throws -> String? {
        let own = lanes[lane].ownLog
        guard !lanes[lane].replica.isSuperseded,
            let head = lanes[lane].replica.frontier[own].first,
            lanes[lane].replica.frontier[own].count == 1,
            let last = try lanes[lane].store.operation(head.hash)
        else { return nil }
        let body: CBOR = [
            .unsigned(2), .fixed(own.scope.id), .fixed(own.author.key), .fixed(own.incarnation.id),
            .unsigned(head.seq + 1), .fixed(head.hash), .unsigned(last.operation.hlc.raw + 1),
            .text("of a later version"), .fixed(random.bytes16()),
        ]
        let operation = try Operation(decoding: body.encoded).unsigned()
        let signature = lanes[lane].identity.sign(OperationHash.signingInput(operation.hash))
        let signed = SignedOperation(
            operation: operation.operation, hash: operation.hash, signature: Bytes64(signature))
        guard let segment = SegmentCutter.segment([signed]) else { return nil }
        _ = try lanes[lane].ingest(segment, now: wall)
        return "\(signed.operation.seq)"
    }
}
