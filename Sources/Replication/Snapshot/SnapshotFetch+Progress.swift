import CRDT
import Encoding

// What is done next: offers, then parts, then the comparison.

extension SnapshotFetch {
    mutating func advance(_ now: UInt64) {
        switch phase {
        case .asking: ask(now)
        case .loading: load(now)
        case .checking: check(now)
        case .dropping, .ended: return
        }
        if phase == .asking || phase == .loading || phase == .checking { askStates(now) }
    }

    private func time(_ now: UInt64) -> UInt64 { now - min(now, since ?? now) }

    // MARK: Offers

    private mutating func ask(_ now: UInt64) {
        let willing = askOffers()
        let all = min(Self.makersMax, known - liars.count)
        let isComplete = willing.count >= all && willing.allSatisfy { offers[$0] != nil }
        if let firstOffer, isComplete || now - min(now, firstOffer) >= Self.othersMilliseconds {
            return choose(now)
        }
        let isHopeless = !peers.isEmpty && willing.isEmpty
        if isHopeless || time(now) >= Self.offerMilliseconds { giveUp() }
    }

    /// Asks those for an offer who weren't asked yet.
    ///
    /// - Returns: whose offers count.
    @discardableResult
    private mutating func askOffers() -> [NodeID] {
        let willing = Array(peers.filter { !liars.contains($0) }.prefix(Self.makersMax))
        for node in willing where asked.insert(node).inserted { directives.append(.askOffer(node)) }
        return willing
    }

    private mutating func choose(_ now: UInt64) {
        if let chosen {
            // Begun before: it goes on where all that is missing can be had.
            let isThere = chosen.parts.allSatisfy { part in
                loaded.contains(part.digest) || !holders(of: part.digest).isEmpty
            }
            guard isThere else { return drop() }
        } else {
            let best = offers.values.filter { !liars.contains($0.maker) }.max { first, second in
                (height(first), second.maker) < (height(second), first.maker)
            }
            guard let best else { return }
            chosen = best
            directives.append(.begin(best))
        }
        phase = .loading
        since = now
        load(now)
    }

    /// Operations that an offer stands for.
    private func height(_ offer: SnapshotOffer) -> UInt64 {
        offer.frontier.entries.reduce(0) { $0 &+ $1.head.seq }
    }

    // MARK: Parts

    /// Who named the part, and sent nothing else as it.
    private func holders(of digest: Bytes32) -> [NodeID] {
        peers.filter { node in
            offers[node]?.parts.contains { $0.digest == digest } == true
                && spoilt[digest]?.contains(node) != true
        }
    }

    private mutating func load(_ now: UInt64) {
        guard let chosen else { return }
        askOffers()
        let missing = chosen.parts.map(\.digest).filter { !loaded.contains($0) }
        guard !missing.isEmpty else {
            phase = .checking
            since = now
            return check(now)
        }
        for (digest, request) in requests
        where now - min(now, request.since) >= Self.partMilliseconds {
            requests[digest] = nil
            // Slow is as bad as wrong, for this part.
            spoilt[digest, default: []].insert(request.node)
        }
        for digest in missing where requests[digest] == nil {
            guard requests.count < Self.partsAll else { return }
            let holders = holders(of: digest)
            guard !holders.isEmpty else { return lose(digest, now) }
            let free = holders.map { node in (requests.values.count { $0.node == node }, node) }
                .filter { $0.0 < Self.partsEach }
            // The least busy; of two the nearer.
            guard let least = free.map(\.0).min(), let next = free.first(where: { $0.0 == least })
            else { continue }
            requests[digest] = (next.1, now)
            directives.append(.askPart(digest, of: next.1))
        }
    }

    /// Nobody who can be reached has a part: another snapshot is needed.
    private mutating func lose(_ digest: Bytes32, _ now: UInt64) {
        guard !peers.isEmpty else { return }
        drop()
    }

    // MARK: Comparison

    private mutating func askStates(_ now: UInt64) {
        guard now >= nextState else { return }
        nextState = now + Self.stateEveryMilliseconds
        for node in peers.prefix(Self.makersMax + 1) { directives.append(.askState(node)) }
    }

    mutating func take(_ report: StateReport, from node: NodeID, _ ours: [ScopeTableSum]) {
        guard peers.contains(node), report.projection == projection else { return }
        reports.append((node, report))
        if reports.count > Self.reportsMax { reports.removeFirst() }
        latest = ours
    }

    private mutating func check(_ now: UInt64) {
        guard let chosen else { return }
        let isAlone = time(now) >= Self.aloneMilliseconds
        for (node, report) in reports.reversed() {
            if node == chosen.maker {
                guard isAlone, reports.allSatisfy({ $0.node == node }) else { continue }
            } else if doubted.contains(node) {
                // Its word counts where nobody else's can be had.
                guard peers.allSatisfy({ doubted.contains($0) || $0 == chosen.maker }) else {
                    continue
                }
            }
            switch compare(report, chosen) {
            case .same:
                phase = .ended
                return directives.append(.agree(node))
            case .different: return distrust(maker: chosen.maker, checker: node)
            case .unknown: continue
            }
        }
        guard time(now) >= Self.checkMilliseconds else { return }
        rounds >= Self.roundsMax ? giveUp() : drop()
    }

    private enum Comparison { case same, different, unknown }

    /// Equal sums are equal rows, whatever else differs; other sums only tell at one frontier.
    private func compare(_ report: StateReport, _ offer: SnapshotOffer) -> Comparison {
        guard let latest else { return .unknown }
        let theirs = Set(report.sums.filter(isCompared))
        if theirs == Set(latest.filter(isCompared)) { return .same }
        return others(report.frontier) == others(offer.frontier) ? .different : .unknown
    }

    private func isCompared(_ sum: ScopeTableSum) -> Bool {
        sum.scope == store && tables.contains(sum.table) && sum.count > 0
    }

    /// A frontier without our own logs, which opened a moment ago.
    private func others(_ frontier: Frontier) -> [Frontier.Entry] {
        frontier.entries.filter { $0.log.author != own }
    }
}
