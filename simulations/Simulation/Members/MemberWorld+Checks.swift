import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore

/// What must hold of a store of members, on the way and at the end.
extension MemberWorld {
    /// The machines whose word counts, by the founder's books: they must all agree at last.
    var witnesses: [Int] {
        let membership = lanes[0].replica.membership
        return lanes.indices.filter { place in
            let node = lanes[place].node
            return membership.isActive(node) && membership.successors(of: node).isEmpty
                && isAdmitted(place, membership)
        }
    }

    /// Whether others let a machine in: who changed its key while it was retired or revoked has a
    /// credential that names so, and what it rings stays with it until it joins anew.
    private func isAdmitted(_ place: Int, _ membership: Membership) -> Bool {
        let lane = lanes[place]
        let holder = try? lane.credential.holder(
            root: lane.replica.place.root, store: lane.scope, membership: membership)
        return holder?.node == lane.node
    }

    var agree: Bool {
        let all = witnesses
        let first = lanes[all[0]].replica
        return all.allSatisfy { place in
            let replica = lanes[place].replica
            return replica.isSettled && replica.frontierDigest == first.frontierDigest
                && replica.stateDigest == first.stateDigest
        }
    }

    var disagreement: String {
        let first = lanes[witnesses[0]].replica
        return witnesses.map { place in
            let replica = lanes[place].replica
            let (own, theirs) = (replica.frontier.entries, first.frontier.entries)
            let lacking = theirs.filter { !own.contains($0) }
            let more = own.filter { !theirs.contains($0) }
            let state = replica.stateDigest.hex.prefix(8)
            return "machine \(place) (\(replica.place.node.short)) has \(replica.operationCount), "
                + "lacks \(Self.names(lacking)), more \(Self.names(more)), state \(state), meets "
                + "\(lanes[place].mesh.peers.count)"
        }.joined(separator: "; ")
    }

    /// Some logs' ends, for people.
    private static func names(_ ends: [Frontier.Entry]) -> String {
        let named = ends.prefix(4).map {
            let scope = $0.log.scope.id.hex.prefix(4)
            let life = $0.log.incarnation.id.hex.prefix(4)
            return "\(scope)/\($0.log.author.short)/\(life) \($0.head.seq)"
        }
        return ends.isEmpty ? "0" : "\(ends.count) (\(named.joined(separator: ", ")))"
    }

    /// Equal frontiers have equal states, and kept sums are those of a scan.
    func checkStates(_ step: Int) throws(Finding) {
        var states = FrontierStates()
        for (place, lane) in lanes.enumerated() where lane.replica.isSettled {
            var sums = Sums(
                Self.reading { () throws(MemoryStore.Failure) in try lane.store.summary().baseSums }
            )
            for row in lane.store.allRows { sums.insert(row) }
            guard sums.digest(projection: Replica.projectionVersion) == lane.replica.stateDigest
            else {
                throw Finding(
                    step: step, invariant: .digest, detail: "machine \(place): another digest")
            }
            try states.take(lane.replica, of: "machine \(place)", step)
        }
    }

    /// No sale lost, none twice, no gap in a series, no right spent twice.
    mutating func checkBooks() throws(Finding) {
        try checkStates(scenario.steps)
        let reference = lanes[witnesses[0]]
        let listed = reference.listedOperations
        figures.quarantined = listed.count
        figures.operations = Int(reference.replica.operationCount)
        figures.forks = reference.replica.membership.forkedLogs.count
        try checkSales(reference, listed)
        try checkStock(reference, listed)
        do throws(MemoryStore.Failure) {
            if let gap = try Self.gap(reference) { throw Self.contradiction(gap) }
        } catch {
            throw Finding(step: scenario.steps, invariant: .numbers, detail: "\(error)")
        }
        try checkRights(reference, listed)
        try checkReturns(reference)
    }

    private static func contradiction(_ text: String) -> MemoryStore.Failure {
        .contradiction(text)
    }

    /// Whose logs may hold operations that don't count: somebody decided so, or the key's work is
    /// over.
    private func isLimited(_ node: NodeID, _ membership: Membership) -> Bool {
        membership.isRevoked(node) || membership.isRetired(node)
            || !membership.successors(of: node).isEmpty
            || lanes.indices.contains {
                (lanes[$0].node == node || lanes[$0].formerNodes.contains(node))
                    && !isAdmitted($0, membership)
            }
    }

    private func checkSales(
        _ reference: MemberLane, _ listed: Set<Bytes32>
    ) throws(Finding) {
        let membership = reference.replica.membership
        let held = Set(reference.store.storedOperations.map(\.hash))
        let witnesses = witnesses
        for sale in sales {
            let author = sale.id.log.author
            if held.contains(sale.id.hash) {
                guard listed.contains(sale.id.hash), !isLimited(author, membership) else {
                    continue
                }
                throw Finding(
                    step: scenario.steps, invariant: .durable,
                    detail: "a sale of \(author.short), seq \(sale.id.seq), doesn't count")
            }
            // One disk that has it lives, and belongs to a member.
            let place = witnesses.first { place in
                lanes[place].replica.frontier.logs.contains(sale.id.log)
                    && Self.has(lanes[place], sale.id.hash)
            }
            let isAuthorsDiskLost = forgetful.contains(author) || isLimited(author, membership)
            guard place == nil, isAuthorsDiskLost else {
                throw Finding(
                    step: scenario.steps, invariant: .durable,
                    detail: "a sale of \(author.short), seq \(sale.id.seq), is lost")
            }
        }
    }

    private static func has(_ lane: MemberLane, _ hash: Bytes32) -> Bool {
        reading { () throws(MemoryStore.Failure) in try lane.store.operation(hash) != nil }
    }

    /// Stock says what the sales that count took off, each once.
    private func checkStock(
        _ reference: MemberLane, _ listed: Set<Bytes32>
    ) throws(Finding) {
        let held = Set(reference.store.storedOperations.map(\.hash))
        var expected: [String: Int64] = [:]
        for sale in sales where held.contains(sale.id.hash) && !listed.contains(sale.id.hash) {
            expected[sale.item, default: 0] -= sale.pieces * 1_000
        }
        var found: [String: Int64] = [:]
        reference.store.forEachRow(of: .stock) { row in
            guard case .text(let item) = row.values[1], case .integer(let raised) = row.values[4],
                case .integer(let lowered) = row.values[5]
            else { return }
            found[item, default: 0] += raised - lowered
        }
        expected = expected.filter { $0.value != 0 }
        found = found.filter { $0.value != 0 }
        guard expected == found else {
            throw Finding(
                step: scenario.steps, invariant: .stock,
                detail: "\(found.sorted { $0.key < $1.key }), not "
                    + "\(expected.sorted { $0.key < $1.key })")
        }
    }

    /// Along each branch of each log the receipts have the numbers from 1 on.
    private static func gap(_ reference: MemberLane) throws(MemoryStore.Failure) -> String? {
        for log in reference.replica.frontier.logs where log.scope == reference.scope {
            let all = try reference.store.operations(of: log, from: 1, limit: .max)
            let byHash = Dictionary(all.map { ($0.hash, $0) }) { first, _ in first }
            for head in reference.replica.frontier[log] {
                var chain: [UInt32] = []
                var next = byHash[head.hash]
                while let signed = next {
                    if signed.operation.kind == BasketFacts.receipt,
                        case .receiptCompleted(let receipt)? = try? Fact.decode(
                            kind: signed.operation.kind, payload: signed.operation.payload)
                    {
                        chain.append(receipt.number.number)
                    }
                    next = byHash[signed.operation.prev]
                }
                let numbers = Array(chain.reversed())
                guard numbers == Array(1..<UInt32(numbers.count) + 1) else {
                    return "log \(log.author.short): \(numbers)"
                }
            }
        }
        return nil
    }

    /// Whose word about rights may contradict others': a log forked, a database forgot, or
    /// somebody's word fell.
    private func isExcused(_ membership: Membership) -> (RightsEntry) -> Bool {
        let forked = Set(membership.forkedLogs.map(\.author))
        return { entry in
            let node = entry.log.author
            return forked.contains(node) || self.forgetful.contains(node)
                || self.isLimited(node, membership)
        }
    }

    /// No more of a receipt's line comes back than it sold, whatever lanes take it, but where a
    /// manager's mark says that nobody could confirm it.
    func checkReturns(_ reference: MemberLane) throws(Finding) {
        let excused = isExcused(reference.replica.membership)
        let receipts = Self.reading { () throws(MemoryStore.Failure) in
            try reference.receipts()
        }
        var marked: Set<ContentID> = []
        var confirmed: [ContentID: Quantity] = [:]
        for receipt in receipts {
            guard let line = receipt.lines.first, let origin = line.origin else { continue }
            if receipt.events.contains(where: { $0.kind == .returnUnconfirmed }) {
                marked.insert(origin.receipt)
            } else {
                confirmed[origin.receipt, default: .zero] =
                    confirmed[origin.receipt, default: .zero] - line.quantity
            }
        }
        for (sold, line) in Self.reading({ () throws(MemoryStore.Failure) in
            try reference.soldLines()
        }) {
            let account = Account.returnable(receipt: sold.id, line: 0)
            let (entries, held) = Self.reading { () throws(MemoryStore.Failure) in
                (try reference.rightsEntries(of: account), try reference.holdings(of: account))
            }
            guard !entries.contains(where: excused) else { continue }
            let back = confirmed[sold, default: .zero]
            let isBalanced =
                marked.contains(sold)
                || (held.overdrawn.isEmpty
                    && Int64(clamping: held.balance) + back.thousandths
                        == line.quantity.thousandths)
            guard back <= line.quantity, isBalanced else {
                throw Finding(
                    step: scenario.steps, invariant: .returns,
                    detail: "\(back.thousandths) of \(line.quantity.thousandths) thousandths "
                        + "came back of \(sold.id.hex), \(held.balance) left")
            }
        }
    }

    /// Each held basket goes on once, but where a log forked or somebody's word fell.
    private func checkRights(
        _ reference: MemberLane, _ listed: Set<Bytes32>
    ) throws(Finding) {
        let excused = isExcused(reference.replica.membership)
        let holds = Self.reading { () throws(MemoryStore.Failure) in
            try reference.counting(Set(BasketFacts.kinds))
        }
        for signed in holds {
            guard
                case .basketHeld(let record)? = try? Fact.decode(
                    kind: signed.operation.kind, payload: signed.operation.payload)
            else { continue }
            let (entries, held) = Self.reading { () throws(MemoryStore.Failure) in
                (
                    try reference.rightsEntries(of: .basket(record.basketID.id)),
                    try reference.holdings(of: .basket(record.basketID.id))
                )
            }
            guard !entries.contains(where: excused) else { continue }
            let spent = entries.count { if case .spent = $0.change { true } else { false } }
            guard spent <= 1, held.overdrawn.isEmpty else {
                throw Finding(
                    step: scenario.steps, invariant: .returns,
                    detail: "hold \(record.content.id.hex) went on \(spent) times")
            }
            guard held.balance + UInt64(spent) == 1 else {
                throw Finding(
                    step: scenario.steps, invariant: .returns,
                    detail: "hold \(record.content.id.hex): \(held.balance) left, \(spent) spent")
            }
        }
    }
}
