import CRDT
import Encoding
import Replica
import Replication
import TestSupport
import Testing

@Suite struct RightsQuestTests {
    private let own = HoldingsTests.log(1)
    private let owner = HoldingsTests.log(2)
    private let third = HoldingsTests.log(3)
    private let account = Account.basket(Bytes16(words: [1, 1]))

    private func holdings(_ amounts: [(LogID, UInt64)]) -> Holdings {
        Holdings(
            amounts.enumerated().map { index, entry in
                let id = OperationID(
                    log: entry.0, seq: UInt64(index) + 1, hash: Bytes32(1, 1, 1, UInt64(index)))
                return RightsEntry(id, .made(entry.1))
            })
    }

    private func ask(_ amount: UInt64, _ request: UInt64) -> RightsRequest {
        RightsRequest(
            account: account.cbor.encoded, amount: amount, request: HoldingsTests.request(request))
    }

    private func step(
        _ quest: inout RightsQuest, _ held: Holdings, _ request: UInt64, now: UInt64,
        _ isReachable: Bool = true
    ) -> RightsQuest.Step {
        quest.step([held], request: HoldingsTests.request(request), now: now) { _ in isReachable }
    }

    @Test func `what this log holds itself needs nobody`() {
        var quest = RightsQuest([.init(account, 2)], own: own)
        #expect(step(&quest, holdings([(own, 2)]), 1, now: 0, false) == .done)
    }

    @Test func `the owner is asked with one id until the grant is here`() {
        var quest = RightsQuest([.init(account, 1)], own: own)
        let before = holdings([(owner, 1)])
        #expect(step(&quest, before, 1, now: 0) == .ask(owner.author, ask(1, 1)))
        #expect(step(&quest, before, 2, now: 499) == .wait)
        #expect(step(&quest, before, 3, now: 500) == .ask(owner.author, ask(1, 1)))
        #expect(step(&quest, holdings([(own, 1)]), 4, now: 600) == .done)
    }

    @Test func `an owner that doesn't answer in time, or isn't there, can't be reached`() {
        var quest = RightsQuest([.init(account, 1)], own: own)
        let held = holdings([(owner, 1)])
        _ = step(&quest, held, 1, now: 100)
        #expect(step(&quest, held, 2, now: 2099) == .ask(owner.author, ask(1, 1)))
        let failed = RightsQuest.Step.failed(.init(account, 1), .unreachable(owner))
        #expect(step(&quest, held, 3, now: 2100) == failed)
        var other = RightsQuest([.init(account, 1)], own: own)
        #expect(step(&other, held, 1, now: 0, false) == failed)
        _ = step(&quest, held, 4, now: 2100)
    }

    @Test func `what comes from one owner isn't enough, so the next is asked`() {
        var quest = RightsQuest([.init(account, 5)], own: own)
        let before = holdings([(owner, 3), (third, 2)])
        #expect(step(&quest, before, 1, now: 0) == .ask(owner.author, ask(3, 1)))
        let between = holdings([(own, 3), (third, 2)])
        #expect(step(&quest, between, 2, now: 10) == .ask(third.author, ask(2, 2)))
        #expect(step(&quest, holdings([(own, 5)]), 3, now: 20) == .done)
    }

    @Test func `a denial ends it, one of another request or node doesn't`() {
        var quest = RightsQuest([.init(account, 1)], own: own)
        let held = holdings([(owner, 1)])
        _ = step(&quest, held, 1, now: 0)
        func denial(_ request: UInt64, _ code: RightsDenial.Code, _ log: LogID) -> RightsDenial {
            RightsDenial(
                request: HoldingsTests.request(request), code: code,
                holdings: [.init(log: log, amount: 1)])
        }
        quest.take(denial(2, .noneLeft, third), from: owner.author)
        quest.take(denial(1, .noneLeft, third), from: third.author)
        // The owner granted it to an earlier request of this log.
        quest.take(denial(1, .heldElsewhere, own), from: owner.author)
        #expect(step(&quest, held, 9, now: 1) == .wait)
        quest.take(denial(1, .heldElsewhere, third), from: owner.author)
        #expect(
            step(&quest, held, 9, now: 2) == .failed(.init(account, 1), .heldElsewhere(third)))
    }

    @Test func `rights of this node's earlier life can't be asked for`() {
        var quest = RightsQuest([.init(account, 1)], own: own)
        let old = HoldingsTests.log(1, life: 9)
        let failed = RightsQuest.Step.failed(.init(account, 1), .unreachable(old))
        #expect(step(&quest, holdings([(old, 1)]), 1, now: 0) == failed)
    }

    @Test func `nothing is left where all was spent`() {
        var quest = RightsQuest([.init(account, 1)], own: own)
        let spent = Holdings([
            RightsEntry(OperationID(log: owner, seq: 1, hash: Bytes32(1, 1, 1, 1)), .made(1)),
            RightsEntry(OperationID(log: third, seq: 1, hash: Bytes32(1, 1, 1, 2)), .spent(1)),
        ])
        #expect(step(&quest, spent, 1, now: 0) == .failed(.init(account, 1), .noneLeft))
    }
}
