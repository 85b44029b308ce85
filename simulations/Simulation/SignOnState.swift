import Replica
import Retail

/// What a lane knows of wrong PINs: the guard, kept on disk, and misses that the log lacks still.
struct SignOnState {
    /// Somebody types a PIN, with a person's number or without.
    struct Attempt {
        let number: UInt32?
        let isRight: Bool
        let isManager: Bool
        /// Of the fact that will tell of it, where it is the first miss of its minute.
        let content: ContentID
    }

    static let key = Array("signon".utf8)

    private(set) var guarding = SignOnGuard()
    private var misses: [FailedPINs] = []
    /// Facts that the disk would not take and nobody waits for.
    var owed: [Fact] = []
    /// Whether the disk has the guard as it is.
    var isKept = true

    init() {}

    /// As it stands on disk; nil: nothing was kept yet.
    init(row: [UInt8]?, now: Instant) {
        guarding = row.flatMap { SignOnGuard(decoding: $0, now: now) } ?? SignOnGuard()
    }

    var row: [UInt8] { guarding.encode() }

    var write: LocalWrite { LocalWrite(.session, key: Self.key, value: row) }

    /// Looks at the PIN, if the guard lets anybody look; nil: it doesn't.
    mutating func take(_ attempt: Attempt, now: Instant) -> SignOnGuard.Outcome? {
        switch guarding.verdict(number: attempt.number, now: now) {
        case .wait, .locked: return nil
        case .check, .checkForManager: break
        }
        let outcome = guarding.record(
            number: attempt.number, isRight: attempt.isRight, isManager: attempt.isManager,
            now: now)
        guarding.checkInvariants()
        isKept = false
        if !attempt.isRight { count(attempt, now) }
        return outcome
    }

    func isLocked(_ number: UInt32, now: Instant) -> Bool {
        guarding.verdict(number: number, now: now) == .locked(number: number)
    }

    /// As it is once a locked person may try again.
    func unlocking(_ number: UInt32) -> SignOnState {
        var state = self
        state.guarding.unlock(number)
        state.isKept = true
        return state
    }

    private mutating func count(_ attempt: Attempt, _ now: Instant) {
        let minute = Instant(milliseconds: now.milliseconds - now.milliseconds % 60_000)
        let known = misses.firstIndex {
            $0.minute.instant == minute && $0.number == attempt.number
        }
        if let known {
            misses[known].count += 1
        } else {
            misses.append(
                FailedPINs(
                    content: attempt.content,
                    minute: LocalTime(minute, offsetSeconds: 0),
                    businessDate: BusinessDate(days: 0), count: 1, number: attempt.number))
        }
    }

    /// Hands out, once, the misses of minutes that are over at a moment; nil: of all.
    mutating func takeEnded(_ now: Instant?, _ desk: Desk) -> [Fact] {
        let over = misses.filter { miss in
            now.map { miss.minute.instant.milliseconds + 60_000 <= $0.milliseconds } ?? true
        }
        misses.removeAll { over.contains($0) }
        return over.map { miss in
            var miss = miss
            miss.minute = SimulatedZone.london.local(miss.minute.instant)
            miss.businessDate = desk.businessDate
            return .pinsFailed(miss)
        }
    }
}
