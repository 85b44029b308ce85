import Crypto
public import Retail
public import Storage
import Synchronization

/// What came of a PIN, and whose it was.
public enum PINVerdict: Hashable, Sendable {
    case passed(StaffMember)
    /// Wrong; so many more before the lane waits or the person is locked.
    case missed(left: Int)
    case waiting(until: Instant)
    case locked(number: UInt32)
}

/// Checks PINs on a thread of its own: one slow hash an attempt, in equal time hit or miss.
public final class PINChecker: Sendable {
    private let thread = SerialThread(name: "pins")
    private let desk: PINDesk
    private let reader: ShopReader
    private let state: Mutex<State>
    private let record: @Sendable ([Miss]) -> Void
    private let save: Save

    /// Puts the guard's state on disk, as it is when its turn comes; done when it returns.
    typealias Save = @Sendable (@escaping @Sendable () -> [UInt8]) -> Result<Void, PerformError>

    private struct State {
        var guarding: SignOnGuard
        /// Misses since they were last written down, by minute and number.
        var misses: [Miss] = []

        /// Hands out, once, the misses of minutes that are over; nil: of all.
        mutating func takeMisses(before now: Instant?) -> [Miss] {
            let over = misses.filter { miss in
                now.map { miss.minute.milliseconds + 60_000 <= $0.milliseconds } ?? true
            }
            misses.removeAll { over.contains($0) }
            return over
        }
    }

    /// Wrong PINs of one minute.
    struct Miss: Hashable, Sendable {
        let minute: Instant
        let number: UInt32?
        var count: UInt32
    }

    /// Takes the organisation's key, a connection, what was known before the program ended, who
    /// writes misses into the log, and who keeps the guard's state.
    init(
        key: Secret, reader: ShopReader, guarding: SignOnGuard,
        record: @escaping @Sendable ([Miss]) -> Void, save: @escaping Save
    ) {
        state = Mutex(State(guarding: guarding))
        self.save = save
        desk = PINDesk(key: key)
        self.reader = reader
        self.record = record
    }

    /// Checks digits and calls back on the checker's thread.
    ///
    /// - Parameters:
    ///   - digits: as typed.
    ///   - number: the person's, where one was typed.
    ///   - roles: what roles permit, as the store has it now.
    ///   - now: the lane's time.
    ///   - then: takes what came of it, or the machine's trouble.
    public func check(
        _ digits: String, number: UInt32?, roles: [Role], now: Instant,
        then: @escaping @Sendable (Result<PINVerdict, PerformError>) -> Void
    ) {
        thread.run {
            then(
                Result { () throws(PerformError) in
                    try self.check(digits, number: number, roles: roles, now: now)
                })
        }
    }

    private func check(
        _ digits: String, number: UInt32?, roles: [Role], now: Instant
    ) throws(PerformError) -> PINVerdict {
        switch state.withLock({ $0.guarding.verdict(number: number, now: now) }) {
        case .wait(let until): return .waiting(until: until)
        case .locked(let number): return .locked(number: number)
        case .check, .checkForManager: break
        }
        let candidate = try candidate(digits, number: number)
        let isRight: Bool
        do throws(PasswordHash.Failure) {
            isRight = try desk.matches(digits, candidate?.pin)
        } catch {
            throw .pin(error)
        }
        let rights = candidate.map { Rights(of: $0.roles, among: roles) } ?? .none
        let (verdict, ended, isChanged) = state.withLock { state in
            let before = state.guarding
            let outcome = state.guarding.record(
                number: number, isRight: isRight, isManager: rights.allows(.unlock), now: now)
            if !isRight { Self.count(now, number, in: &state.misses) }
            // Whoever signs on ends the minute: what was missed before is written down.
            let ended = state.takeMisses(before: isRight ? nil : now)
            return (Self.verdict(outcome, candidate), ended, state.guarding != before)
        }
        if !ended.isEmpty { record(ended) }
        // Before the answer: pulling the plug after a guess gives no further one.
        if isChanged { try save { self.row }.get() }
        return verdict
    }

    /// Whoever the tag or the number names and works here; nil takes as long to refuse.
    private func candidate(
        _ digits: String, number: UInt32?
    ) throws(PerformError) -> StaffMember? {
        do throws(StorageError) {
            let tag = desk.tag(of: digits)
            let found =
                if let number {
                    try reader.people(withNumber: number)
                } else {
                    try reader.people(withTag: tag)
                }
            return found.first { $0.isActive && (number == nil || $0.pin != nil) }
        } catch {
            throw .storage(error)
        }
    }

    private static func verdict(
        _ outcome: SignOnGuard.Outcome, _ candidate: StaffMember?
    ) -> PINVerdict {
        switch outcome {
        case .passed:
            guard let candidate else { preconditionFailure("nobody passed") }
            return .passed(candidate)
        case .missed(let left): return .missed(left: left)
        case .waiting(let until): return .waiting(until: until)
        case .locked(let number): return .locked(number: number)
        }
    }

    private static func count(_ now: Instant, _ number: UInt32?, in misses: inout [Miss]) {
        let minute = Instant(milliseconds: now.milliseconds - now.milliseconds % 60_000)
        if let index = misses.firstIndex(where: { $0.minute == minute && $0.number == number }) {
            misses[index].count += 1
        } else {
            misses.append(Miss(minute: minute, number: number, count: 1))
        }
    }

    /// Writes down what is left, before the node closes.
    func finish() {
        thread.wait {}
        let left = state.withLock { $0.takeMisses(before: nil) }
        if !left.isEmpty { record(left) }
    }

    /// The guard's state as it is kept.
    var row: [UInt8] { state.withLock { $0.guarding.encode() } }

    /// The guard's state as it is kept once a locked person may try again.
    func row(unlocking number: UInt32) -> [UInt8] {
        var guarding = state.withLock { $0.guarding }
        guarding.unlock(number)
        return guarding.encode()
    }

    /// Lets a locked person try again until the program ends, whoever asks.
    ///
    /// Only for ``RunningNode/unlock(_:by:)``, which looks at rights, and keeps it.
    func unlock(_ number: UInt32) { state.withLock { $0.guarding.unlock(number) } }
}
