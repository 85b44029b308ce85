import CRDT
import Crypto
import Encoding
import Ledger
import Replica
import Replication
import SimulatedStore
import TestSupport
import Testing

/// Lanes that make, ask for, grant and spend one account, over a network that repeats, delays and
/// loses, on machines that crash between writing and sending.
@Suite struct RightsScheduleTests {
    private static let account = Account.basket(Bytes16(words: [4, 4]))

    private struct Lane {
        let log: LogID
        /// What its disk holds: operations of all logs that reached it.
        var entries: [RightsEntry] = []
        var seq: UInt64 = 0
        var quest: RightsQuest?
        var holdings: Holdings { Holdings(entries) }
    }

    private enum Message {
        case entry(RightsEntry)
        case ask(RightsRequest, from: NodeID)
        case denied(RightsDenial, from: NodeID)
    }

    private struct World {
        var lanes: [Lane]
        var network: [(to: Int, message: Message)] = []
        var random: SplitMix64
        var now: UInt64 = 0
        var spent: UInt64 = 0
        var made: UInt64 = 0
        var hashes: UInt64 = 0

        /// Appends to a lane's own log; a crash before sending leaves it on the disk alone.
        mutating func append(_ change: RightsEntry.Change, at lane: Int, isSent: Bool) {
            lanes[lane].seq += 1
            hashes += 1
            let id = OperationID(
                log: lanes[lane].log, seq: lanes[lane].seq, hash: Bytes32(0, 0, 0, hashes))
            let entry = RightsEntry(id, change)
            lanes[lane].entries.append(entry)
            for other in lanes.indices where isSent && other != lane {
                network.append((other, .entry(entry)))
            }
        }

        /// What gossip does at last: every entry reaches everyone.
        mutating func repair() {
            for from in lanes.indices {
                for entry in lanes[from].entries {
                    for to in lanes.indices where !lanes[to].entries.contains(entry) {
                        lanes[to].entries.append(entry)
                    }
                }
            }
        }

        func index(of node: NodeID) -> Int? { lanes.firstIndex { $0.log.author == node } }
    }

    private func deliver(_ world: inout World) {
        guard !world.network.isEmpty else { return }
        let place = Int(world.random.next() % UInt64(world.network.count))
        let (to, message) = world.network[place]
        // One in four stays behind and comes again; one in eight never comes.
        let fate = world.random.next() % 8
        if fate > 1 { world.network.remove(at: place) }
        if fate == 7 { return }
        switch message {
        case .entry(let entry):
            if !world.lanes[to].entries.contains(entry) { world.lanes[to].entries.append(entry) }
        case .ask(let request, let node):
            guard let asker = world.index(of: node) else { return }
            let answer = world.lanes[to].holdings.answer(
                request, of: Self.account, to: world.lanes[asker].log, from: world.lanes[to].log)
            switch answer {
            case .grant(let grant):
                let isSent = world.random.next() % 4 > 0
                world.append(
                    .granted(grant.amount, to: grant.to, request: grant.request), at: to,
                    isSent: isSent)
            case .granted: return
            case .denied(let denial):
                world.network.append((asker, .denied(denial, from: world.lanes[to].log.author)))
            }
        case .denied(let denial, let node): world.lanes[to].quest?.take(denial, from: node)
        }
    }

    private func act(_ world: inout World) {
        let lane = Int(world.random.next() % UInt64(world.lanes.count))
        world.now += world.random.next() % 300
        switch world.random.next() % 8 {
        case 0:
            let amount = 1 + world.random.next() % 9
            world.append(.made(amount), at: lane, isSent: world.random.next() % 4 > 0)
            world.made += amount
        case 1 where world.lanes[lane].quest == nil:
            let amount = 1 + world.random.next() % 6
            world.lanes[lane].quest = RightsQuest(
                [.init(Self.account, amount)], own: world.lanes[lane].log)
        // The program starts anew: what was waited for is forgotten, what is on disk stays.
        case 2: world.lanes[lane].quest = nil
        case _: step(&world, lane)
        }
    }

    private func step(_ world: inout World, _ lane: Int) {
        guard var quest = world.lanes[lane].quest else { return }
        let request = Bytes16(words: [world.random.next(), world.random.next()])
        let isReachable = world.random.next() % 8 > 0
        let step = quest.step(
            [world.lanes[lane].holdings], request: request, now: world.now
        ) { _ in isReachable }
        world.lanes[lane].quest = quest
        switch step {
        case .wait: return
        case .ask(let node, let request):
            guard let owner = world.index(of: node) else { return }
            world.network.append((owner, .ask(request, from: world.lanes[lane].log.author)))
        case .failed: world.lanes[lane].quest = nil
        case .done:
            let amount = quest.needs[0].amount
            world.append(.spent(amount), at: lane, isSent: world.random.next() % 4 > 0)
            world.spent += amount
            world.lanes[lane].quest = nil
        }
    }

    /// Held by their owners, as each owner's own disk says, and on the way, as only the granter's
    /// does.
    private func check(_ world: World) {
        var held: UInt64 = 0
        var all: [RightsEntry] = []
        for lane in world.lanes {
            let own = lane.holdings
            #expect(own.overdrawn.allSatisfy { $0.log != lane.log })
            held += own.rights(of: lane.log)
            all += lane.entries.filter { $0.log == lane.log }
        }
        var flying: UInt64 = 0
        for entry in all {
            guard case .granted(let amount, let to, _) = entry.change,
                let grantee = world.lanes.first(where: { $0.log == to }),
                !grantee.entries.contains(entry)
            else { continue }
            flying += amount
        }
        #expect(held + flying == world.made - world.spent)
        #expect(Holdings(all).overdrawn.isEmpty)
    }

    @Test(arguments: UInt64(0)..<40)
    func `held and in flight are the balance, whatever the network and crashes do`(
        seed: UInt64
    ) {
        let lanes = (UInt64(1)...4).map { Lane(log: HoldingsTests.log($0)) }
        var world = World(lanes: lanes, random: SplitMix64(seed: seed))
        for _ in 0..<600 {
            act(&world)
            for _ in 0..<2 { deliver(&world) }
            check(world)
            if world.random.next() % 40 == 0 { world.repair() }
        }
        world.repair()
        check(world)
        #expect(Set(world.lanes.map(\.holdings)).count == 1)
        #expect(world.spent > 0)
    }
}
