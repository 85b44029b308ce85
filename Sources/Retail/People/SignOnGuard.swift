import Encoding

/// Slows down guessing of PINs at one lane, and never for long those who know theirs.
///
/// After five misses the lane waits 30 s, then twice as long after each further miss, at most
/// 5 min. While it waits, a person's number with the PIN, or any manager's PIN, passes at once.
/// Five misses under one number lock that person until a manager unlocks them. A wait lets five
/// guesses at a manager's PIN through; after them only a number with its PIN passes until it ends.
public struct SignOnGuard: Hashable, Sendable {
    public static let missesMost = 5
    public static let firstWaitMilliseconds: Int64 = 30_000
    public static let longestWaitMilliseconds: Int64 = 300_000
    /// Numbers that are remembered; a thief who types more of them only meets the lane's wait.
    public static let numbersMost = 256

    /// What an attempt is before its PIN is looked at.
    public enum Verdict: Hashable, Sendable {
        /// Check the PIN: anyone may pass.
        case check
        /// Check the PIN, but only a manager passes; the others wait.
        case checkForManager(until: Instant)
        /// Too many guesses in this wait: no PIN is checked without a number.
        case wait(until: Instant)
        /// Under this number nobody passes; no PIN is checked.
        case locked(number: UInt32)
    }

    /// What came of an attempt.
    public enum Outcome: Hashable, Sendable {
        case passed
        case missed(left: Int)
        /// The lane waits now; the PIN may have been right, which is not said.
        case waiting(until: Instant)
        case locked(number: UInt32)
    }

    /// Misses without a number since the last sign-on.
    public private(set) var misses = 0
    /// Until when the lane waits; nil: it doesn't.
    public private(set) var waitsUntil: Instant?
    /// Guesses at a manager's PIN in this wait.
    private var managerMisses = 0
    private var missesByNumber: [UInt32: Int] = [:]

    public init() {}

    /// Numbers that are locked, ascending.
    public var lockedNumbers: [UInt32] {
        missesByNumber.filter { $0.value >= Self.missesMost }.keys.sorted()
    }

    /// Whether and for whom a PIN is looked at now.
    public func verdict(number: UInt32?, now: Instant) -> Verdict {
        if let number, isRemembered(number) {
            return isLocked(number) ? .locked(number: number) : .check
        }
        guard let waitsUntil, now < waitsUntil else { return .check }
        return managerMisses < Self.missesMost
            ? .checkForManager(until: waitsUntil) : .wait(until: waitsUntil)
    }

    /// Records what the check of a PIN found.
    ///
    /// - Parameters:
    ///   - number: the person's number, where one was typed.
    ///   - isRight: whether the PIN is that person's, or anyone's where no number was typed.
    ///   - isManager: whether it is of someone who may unlock.
    ///   - now: the lane's time.
    /// - Returns: whether the person is signed on.
    public mutating func record(
        number: UInt32?, isRight: Bool, isManager: Bool, now: Instant
    ) -> Outcome {
        switch verdict(number: number, now: now) {
        case .locked(let number):
            return .locked(number: number)
        case .checkForManager(let until):
            guard isRight, isManager else {
                managerMisses += 1
                return .waiting(until: until)
            }
            return pass(number)
        case .wait(let until):
            return .waiting(until: until)
        case .check:
            guard !isRight else { return pass(number) }
            guard let number, isRemembered(number) else { return missed(now: now) }
            return missed(number)
        }
    }

    /// A manager lets a locked person try again.
    public mutating func unlock(_ number: UInt32) { missesByNumber[number] = nil }

    /// Once the table is full, a new number counts as none: the lane's wait holds for it.
    private func isRemembered(_ number: UInt32) -> Bool {
        missesByNumber[number] != nil || missesByNumber.count < Self.numbersMost
    }

    private func isLocked(_ number: UInt32) -> Bool {
        missesByNumber[number, default: 0] >= Self.missesMost
    }

    private mutating func pass(_ number: UInt32?) -> Outcome {
        misses = 0
        managerMisses = 0
        waitsUntil = nil
        if let number { missesByNumber[number] = nil }
        return .passed
    }

    private mutating func missed(now: Instant) -> Outcome {
        misses = min(misses + 1, 1000)
        guard misses >= Self.missesMost else { return .missed(left: Self.missesMost - misses) }
        return wait(doublings: misses - Self.missesMost, now: now)
    }

    private mutating func missed(_ number: UInt32) -> Outcome {
        let count = missesByNumber[number, default: 0] + 1
        missesByNumber[number] = count
        return count >= Self.missesMost
            ? .locked(number: number) : .missed(left: Self.missesMost - count)
    }

    private mutating func wait(doublings: Int, now: Instant) -> Outcome {
        let longest = Self.longestWaitMilliseconds
        let wait = min(Self.firstWaitMilliseconds << Int64(min(doublings, 10)), longest)
        let until = now.adding(milliseconds: wait)
        waitsUntil = until
        managerMisses = 0
        return .waiting(until: until)
    }

    /// What always holds; tests call it after each step.
    public func checkInvariants() {
        precondition(misses >= 0, "misses are \(misses)")
        precondition(
            missesByNumber.count <= Self.numbersMost, "\(missesByNumber.count) numbers")
        precondition(waitsUntil == nil || misses >= Self.missesMost, "waits after \(misses)")
    }
}

extension SignOnGuard {
    /// `[misses, waits until or null, misses of managers, [[number, misses] …]]`, by number.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 16 + 8 * missesByNumber.count)
        encoder.array(4)
        encoder.integer(Int64(misses))
        if let waitsUntil { encoder.integer(waitsUntil.milliseconds) } else { encoder.null() }
        encoder.integer(Int64(managerMisses))
        encoder.array(missesByNumber.count)
        for (number, count) in missesByNumber.sorted(by: { $0.key < $1.key }) {
            encoder.array(2)
            encoder.unsigned(UInt64(number))
            encoder.integer(Int64(count))
        }
        return encoder.finish()
    }

    /// Puts back what the lane knew before it was started again; nil: these bytes don't tell.
    ///
    /// A wait never lasts longer than the longest from now, however the clock was set since.
    public init?(decoding bytes: [UInt8], now: Instant) {
        guard let parts = try? CBOR.decode(bytes).asArray, parts.count == 4,
            let misses = parts[0].asInt64, (0...1000).contains(misses),
            let managerMisses = parts[2].asInt64, (0...1000).contains(managerMisses),
            let numbers = parts[3].asArray, numbers.count <= Self.numbersMost
        else { return nil }
        self.managerMisses = Int(managerMisses)
        if let until = parts[1].asInt64 {
            let latest = now.adding(milliseconds: Self.longestWaitMilliseconds)
            waitsUntil = min(Instant(milliseconds: until), latest)
        } else if parts[1] != .null {
            return nil
        }
        self.misses = max(waitsUntil == nil ? 0 : Self.missesMost, Int(misses))
        for entry in numbers {
            guard let pair = entry.asArray, pair.count == 2,
                let number = pair[0].asUnsigned.flatMap({ UInt32(exactly: $0) }),
                let count = pair[1].asInt64, (1...1000).contains(count)
            else { return nil }
            missesByNumber[number] = Int(count)
        }
    }
}
