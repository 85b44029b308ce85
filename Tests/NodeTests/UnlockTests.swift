import Node
import Retail
import Testing

@Suite struct UnlockTests {
    @Test func `only who may unlock lets a locked person try again`() async throws {
        let shop = try ShopFixture()
        let cashier = try shop.node.makeReader().people(withNumber: 2)[0].person
        var verdict = try await Self.check("9999", shop)
        for _ in 0..<9 where verdict != .locked(number: 2) {
            verdict = try await Self.check("9999", shop)
        }
        #expect(verdict == .locked(number: 2))
        #expect(throws: PerformError.refused(.needsApproval(.unlock))) {
            try shop.node.unlock(2, by: cashier)
        }
        #expect(try await Self.check("2222", shop) == .locked(number: 2))
        try shop.node.unlock(2, by: shop.admin)
        guard case .passed(let member) = try await Self.check("2222", shop) else {
            Issue.record("still locked")
            return
        }
        #expect(member.person == cashier)
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
