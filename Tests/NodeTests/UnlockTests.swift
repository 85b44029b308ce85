import Node
import Retail
import Storage
import Testing

@Suite struct UnlockTests {
    @Test func `only who may unlock lets a locked person try again`() async throws {
        let shop = try ShopFixture()
        let cashier = try await Self.lock(shop)
        #expect(throws: PerformError.refused(.needsApproval(.unlock))) {
            try shop.node.unlock(2, by: cashier)
        }
        #expect(try await Self.check("2222", shop) == .locked(number: 2))
        #expect(try Self.unlocks(shop) == [])
        try shop.node.unlock(2, by: shop.admin)
        try await Self.expectPassed(cashier, shop)
    }

    @Test func `an unlock is in the log, and outlives the program`() async throws {
        let shop = try ShopFixture()
        let cashier = try await Self.lock(shop)
        try shop.node.unlock(2, by: shop.admin)
        shop.node.close()
        let again = try ShopFixture(reopening: shop.folder)
        let found = try Self.unlocks(again)
        #expect(found.map(\.number) == [2])
        #expect(found.map(\.person) == [shop.admin])
        try await Self.expectPassed(cashier, again)
    }

    /// Types wrong PINs under the cashier's number until it is locked.
    private static func lock(_ shop: ShopFixture) async throws -> PersonID {
        var verdict = try await check("9999", shop)
        for _ in 0..<9 where verdict != .locked(number: 2) {
            verdict = try await check("9999", shop)
        }
        #expect(verdict == .locked(number: 2))
        return try shop.node.makeReader().people(withNumber: 2)[0].person
    }

    private static func unlocks(_ shop: ShopFixture) throws -> [Unlock] {
        let now = SystemClock.wall()
        let today = shop.node.terms.calendar.businessDate(at: now)
        return try shop.node.makeReader().facts(on: today).compactMap { stored in
            guard case .unlocked(let unlock) = stored.fact else { return nil }
            return unlock
        }
    }

    private static func expectPassed(_ person: PersonID, _ shop: ShopFixture) async throws {
        guard case .passed(let member) = try await check("2222", shop) else {
            Issue.record("still locked")
            return
        }
        #expect(member.person == person)
    }

    private static func check(_ digits: String, _ shop: ShopFixture) async throws -> PINVerdict {
        let roles = shop.node.terms.settings.roles
        return try await withCheckedContinuation { continuation in
            shop.node.pins.check(digits, number: 2, roles: roles, now: SystemClock.wall()) {
                continuation.resume(returning: $0)
            }
        }.get()
    }
}
