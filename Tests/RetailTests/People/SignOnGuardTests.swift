import Retail
import TestSupport
import Testing

private func at(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1000) }

@Suite struct SignOnGuardTests {
    private func afterMisses(_ count: Int, at now: Instant) -> SignOnGuard {
        var guardian = SignOnGuard()
        for _ in 0..<count {
            _ = guardian.record(number: nil, isRight: false, isManager: false, now: now)
        }
        return guardian
    }

    @Test func `five misses make the lane wait, and each further one doubles it to five minutes`() {
        var guardian = SignOnGuard()
        for left in [4, 3, 2, 1] {
            #expect(
                guardian.record(number: nil, isRight: false, isManager: false, now: at(0))
                    == .missed(left: left))
        }
        var now = at(0)
        for seconds in [30, 60, 120, 240, 300, 300] as [Int64] {
            let until = now.adding(milliseconds: seconds * 1000)
            #expect(
                guardian.record(number: nil, isRight: false, isManager: false, now: now)
                    == .waiting(until: until))
            #expect(
                guardian.verdict(number: nil, now: until.adding(milliseconds: -1))
                    == .checkForManager(until: until))
            #expect(guardian.verdict(number: nil, now: until) == .check)
            now = until
        }
        #expect(guardian.record(number: nil, isRight: true, isManager: false, now: now) == .passed)
        #expect(guardian == SignOnGuard())
    }

    @Test func `while the lane waits a number with its PIN or a manager passes at once`() {
        let waiting = afterMisses(5, at: at(0))
        var one = waiting
        #expect(
            one.record(number: nil, isRight: true, isManager: false, now: at(1))
                == .waiting(until: at(30)))
        var two = waiting
        #expect(two.record(number: 7, isRight: true, isManager: false, now: at(1)) == .passed)
        var three = waiting
        #expect(three.record(number: nil, isRight: true, isManager: true, now: at(1)) == .passed)
        #expect(three.waitsUntil == nil)
    }

    @Test func `a wait is no time to guess a manager's PIN`() {
        var guardian = afterMisses(5, at: at(0))
        for _ in 0..<5 {
            _ = guardian.record(number: nil, isRight: false, isManager: false, now: at(1))
        }
        #expect(guardian.verdict(number: nil, now: at(2)) == .wait(until: at(30)))
        #expect(
            guardian.record(number: nil, isRight: true, isManager: true, now: at(2))
                == .waiting(until: at(30)))
        #expect(guardian.verdict(number: 3, now: at(2)) == .check)
        #expect(guardian.verdict(number: nil, now: at(30)) == .check)
    }

    @Test func `five misses under a number lock that person and nobody else`() {
        var guardian = SignOnGuard()
        for left in [4, 3, 2, 1] {
            #expect(
                guardian.record(number: 7, isRight: false, isManager: false, now: at(0))
                    == .missed(left: left))
        }
        #expect(
            guardian.record(number: 7, isRight: false, isManager: false, now: at(0))
                == .locked(number: 7))
        #expect(guardian.verdict(number: 7, now: at(9999)) == .locked(number: 7))
        #expect(guardian.verdict(number: 8, now: at(0)) == .check)
        #expect(guardian.verdict(number: nil, now: at(0)) == .check)
        #expect(guardian.lockedNumbers == [7])
        guardian.unlock(7)
        #expect(guardian.verdict(number: 7, now: at(0)) == .check)
    }

    @Test func `inventing numbers doesn't help`() {
        var guardian = SignOnGuard()
        var checked = 0
        for number in UInt32(1)...5000 {
            let verdict = guardian.verdict(number: number, now: at(0))
            if verdict == .check { checked += 1 }
            _ = guardian.record(number: number, isRight: false, isManager: false, now: at(0))
            guardian.checkInvariants()
        }
        #expect(checked <= SignOnGuard.numbersMost + SignOnGuard.missesMost)
    }

    @Test(arguments: UInt64(0)..<20)
    func `invariants hold after any attempts`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var guardian = SignOnGuard()
        var now = Instant(milliseconds: 0)
        for _ in 0..<500 {
            now = now.adding(milliseconds: Int64.random(in: 0...60_000, using: &random))
            let number: UInt32? =
                Bool.random(using: &random) ? UInt32.random(in: 1...9, using: &random) : nil
            let before = guardian.verdict(number: number, now: now)
            let outcome = guardian.record(
                number: number, isRight: Bool.random(using: &random),
                isManager: Bool.random(using: &random), now: now)
            if case .locked = before { #expect(outcome != .passed) }
            if case .wait = before { #expect(outcome != .passed) }
            guardian.checkInvariants()
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `a lane that was started again remembers all of it`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var guardian = SignOnGuard()
        for step in 0..<60 {
            let number: UInt32? =
                Bool.random(using: &random) ? UInt32.random(in: 1...9, using: &random) : nil
            _ = guardian.record(
                number: number, isRight: step % 17 == 16, isManager: false, now: at(0))
            let again = SignOnGuard(decoding: guardian.encode(), now: at(0))
            #expect(again == guardian)
        }
    }

    @Test func `a clock that was set back makes nobody wait longer`() throws {
        var guardian = SignOnGuard()
        for _ in 0..<5 {
            _ = guardian.record(number: nil, isRight: false, isManager: false, now: at(86_400))
        }
        let again = try #require(SignOnGuard(decoding: guardian.encode(), now: at(0)))
        #expect(again.waitsUntil == at(300))
        again.checkInvariants()
    }

    @Test func `bytes of no meaning are none of its`() {
        let whole = SignOnGuard().encode()
        for length in 0..<whole.count {
            #expect(SignOnGuard(decoding: Array(whole[..<length]), now: at(0)) == nil)
        }
        #expect(SignOnGuard(decoding: [0x84, 0x20, 0xF6, 0x00, 0x80], now: at(0)) == nil)
    }
}

@Suite struct RoleTests {
    private func rights(_ names: String...) -> Rights {
        Rights(of: names, among: Role.defaults(digits: 2))
    }

    @Test func `each role may more than the one below`() {
        let roles = Role.defaults(digits: 2)
        for (lower, higher) in zip(roles, roles.dropFirst()) {
            #expect(higher.permissions.isSuperset(of: lower.permissions), "\(higher.name)")
            #expect(higher.permissions != lower.permissions)
        }
        #expect(roles.last?.permissions == .all)
        #expect(Permissions.all.list == Permission.allCases)
        #expect(!rights().allows(.sell))
        #expect(rights("nobody") == Rights.none)
    }

    @Test func `a manager can't make an admin of anyone`() {
        let manager = rights("manager")
        for permission in [Permission.editSettings, .editTaxes] {
            #expect(!manager.allows(permission))
        }
        #expect(manager.allows(.voidReceipt) && !rights("supervisor").allows(.voidReceipt))
    }

    /// Columns: roles, discount, on, whether it is within the limits.
    @Test func `discounts within the limits`() {
        let rows: [([String], Int64, Int64, Bool)] = [
            (["cashier"], 100, 1000, true), (["cashier"], 101, 1000, false),
            (["cashier"], 1000, 20_000, true), (["cashier"], 1001, 20_000, false),
            (["cashier"], -100, -1000, true), (["supervisor"], 300, 1000, true),
            (["supervisor"], 301, 1000, false), (["cashier", "supervisor"], 300, 1000, true),
            (["manager"], 1000, 1000, true), ([], 0, 1000, false),
            (["cashier"], .max, .max, false), (["cashier"], .min, .min, false),
        ]
        for (roles, discount, amount, isAllowed) in rows {
            let rights = Rights(of: roles, among: Role.defaults(digits: 2))
            #expect(
                rights.allowsDiscount(of: Money(discount), on: Money(amount)) == isAllowed,
                "\(roles) \(discount) of \(amount)")
        }
    }

    @Test func `voids and cancels over the limit need the permission`() {
        #expect(rights("cashier").allowsVoid(of: Money(2000)))
        #expect(!rights("cashier").allowsVoid(of: Money(2001)))
        #expect(!rights("cashier").allowsCancel(of: Money(-2001)))
        #expect(rights("supervisor").allowsVoid(of: Money(999_999)))
        #expect(!rights().allowsVoid(of: .zero))
    }
}

@Suite struct PINPolicyTests {
    @Test func `four to eight digits`() {
        let policy = PINPolicy(refusesEasy: true)
        let rows: [(String, PINError?)] = [
            ("4071", nil), ("40718", nil), ("40718223", nil), ("1212", nil),
            ("407", .wrongLength(least: 4, most: 8)),
            ("407182234", .wrongLength(least: 4, most: 8)), ("40a1", .notDigits),
            ("٤٠٧١", .notDigits), ("", .notDigits), ("1111", .tooEasy), ("1234", .tooEasy),
            ("87654", .tooEasy),
        ]
        for (pin, error) in rows {
            if let error {
                #expect(throws: error, "\(pin)") { try policy.check(pin) }
            } else {
                #expect(throws: Never.self, "\(pin)") { try policy.check(pin) }
            }
        }
        #expect(throws: Never.self) { try PINPolicy().check("1111") }
    }

    @Test func `a lane locks after so many minutes without a touch`() {
        var lock = IdleLock(now: at(0))
        #expect(!lock.isLocked(now: at(899), afterMinutes: 15))
        #expect(lock.isLocked(now: at(900), afterMinutes: 15))
        #expect(lock.isLocked(now: at(60), afterMinutes: 1))
        lock.touch(now: at(600))
        lock.touch(now: at(10))
        #expect(!lock.isLocked(now: at(1499), afterMinutes: 15))
        #expect(lock.isLocked(now: at(1500), afterMinutes: 15))
    }
}
