import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import SimulatedStore

// Other nodes of the store: segments reach them in any order, twice, late, and of a cloned disk.

extension World {
    /// Two observers take in all that this lane wrote, and come to its state.
    mutating func checkObservers() throws(Finding) {
        var random = SeededRandom(seed: scenario.seed, step: 0, of: .observers)
        let segments = try segments(&random)
        try compare(try observe(segments, &random), with: till.replica, "an observer")
    }

    /// A clone of the disk sold on with the same key: whoever knows both comes to one state.
    mutating func checkFork(with clone: World) throws(Finding) {
        var random = SeededRandom(seed: scenario.seed, step: 1, of: .observers)
        let segments = try segments(&random) + clone.segments(&random)
        let first = try observe(segments, &random)
        try compare(try observe(segments, &random), with: first, "a second observer")
        try deliver(random.mixed(segments), &random)
        try compare(till.replica, with: first, "the lane itself")
        let heads = till.replica.frontier.logs.map { till.replica.frontier[$0].count }
        if heads.contains(where: { $0 > 1 }) { counts.forks += 1 }
        try checkExport()
        try checkRebuild()
    }

    private func compare(
        _ one: Replica, with other: Replica, _ who: String
    ) throws(Finding) {
        guard one.frontierDigest == other.frontierDigest else {
            throw found(.observers, "\(who) has another frontier")
        }
        guard one.stateDigest == other.stateDigest else {
            let tables = one.sums.differences(from: other.sums).map(\.ours.table.rawValue)
            throw found(.observers, "\(who) differs in \(tables.joined(separator: ", "))")
        }
    }

    /// All logs in runs of random lengths, some of which overlap.
    private func segments(_ random: inout SeededRandom) throws(Finding) -> [Segment] {
        var segments: [Segment] = []
        for log in till.replica.frontier.logs {
            let stored: [SignedOperation]
            do throws(MemoryStore.Failure) {
                stored = try till.disk.store.operations(of: log, from: 1, limit: .max)
            } catch {
                throw found(.observers, "\(error)")
            }
            var start = 0
            while start < stored.count {
                var end = min(stored.count, start + Int(random.number(1...24)))
                while end < stored.count, stored[end - 1].signature == nil { end += 1 }
                let from = max(0, start - (random.isOneIn(3) ? Int(random.number(0...9)) : 0))
                if let segment = SegmentCutter.segment(stored[from..<end]) {
                    segments.append(segment)
                }
                start = end
            }
        }
        return segments
    }

    /// A new node with an empty disk takes in what reaches it.
    private mutating func observe(
        _ segments: [Segment], _ random: inout SeededRandom
    ) throws(Finding) -> Replica {
        do {
            let identity = try Identity(seed: random.bytes(Identity.seedBytes))
            guard let key = Bytes32(identity.publicKey) else { throw found(.observers, "no key") }
            let place = Replica.Place(
                node: NodeID(key), scope: till.replica.place.scope,
                incarnation: Incarnation(random.bytes8()), root: till.replica.place.root)
            let disk = Disk(store: MemoryStore(), sabotage: nil)
            var observer = self
            observer.till = try Till(place, identity: identity, disk: disk)
            try observer.deliver(segments, &random)
            counts.segments += observer.counts.segments - counts.segments
            return observer.till.replica
        } catch let finding as Finding {
            throw finding
        } catch {
            throw found(.observers, "\(error)")
        }
    }

    /// Delivers in rounds, each in an order of its own, with drops, repeats and restarts, until
    /// nothing new comes.
    private mutating func deliver(
        _ segments: [Segment], _ random: inout SeededRandom
    ) throws(Finding) {
        do {
            var isMoving = true
            while isMoving {
                isMoving = false
                for segment in random.mixed(segments) {
                    guard !random.isOneIn(5) else {
                        // Dropped; whoever sent it will offer it again.
                        isMoving = true
                        continue
                    }
                    let isNew = try take(segment)
                    isMoving = isMoving || isNew
                    if random.isOneIn(6), try take(segment) {
                        throw found(.observers, "a repeated segment was new")
                    }
                    if random.isOneIn(40) { try turnOff() }
                }
                // A last round without drops ends it.
                if segments.isEmpty { break }
                if try settle(segments) { break }
            }
            try scan()
        } catch let finding as Finding {
            throw finding
        } catch {
            throw found(.observers, "\(error)")
        }
    }

    /// One whole round in order; true where nothing of it was new.
    private mutating func settle(_ segments: [Segment]) throws -> Bool {
        var isQuiet = true
        for segment in segments where try take(segment) { isQuiet = false }
        return isQuiet
    }

    private mutating func take(_ segment: Segment) throws -> Bool {
        counts.segments += 1
        switch try till.ingest(segment) {
        case .new: return true
        case .alreadyHad, .gap, .unknownPrev, .stranger, .belowStart: return false
        case .refused(let error): throw found(.observers, "refused: \(error)")
        }
    }

    /// The observer's own power goes.
    private mutating func turnOff() throws {
        let before = till.replica
        till.disk.crash()
        let after = try before.reread(from: till.disk.store)
        try compare(after, with: before, "a restarted observer")
    }

    private func scan() throws(Finding) {
        var sums = Sums()
        for table in TableName.allCases {
            till.disk.store.forEachRow(of: table) { sums.insert($0) }
        }
        guard sums.digest(projection: Replica.projectionVersion) == till.replica.stateDigest else {
            throw found(.digest, "an observer's digest isn't that of a scan")
        }
    }
}
