import Retail

// Somebody at the lane's sign-on screen who doesn't know the PIN, or not at once.

extension World {
    /// Types up to eight PINs, with a number or without, and is let in or not.
    mutating func mistype(_ random: inout SeededRandom) throws(TillError) -> String {
        let number = random.isOneIn(2) ? nil : UInt32(random.number(1...3))
        var (misses, isIn) = (0, false)
        for _ in 0..<random.number(1...8) where !isIn {
            let attempt = SignOnState.Attempt(
                number: number, isRight: random.isOneIn(6), isManager: random.isOneIn(3),
                content: ContentID(random.bytes16()))
            guard let outcome = try till.attempt(attempt, wall: wall) else { break }
            if case .passed = outcome { isIn = true } else { misses += 1 }
        }
        counts.misses += misses
        if let number, till.signOn.isLocked(number, now: till.lastTime), random.isOneIn(2) {
            try till.unlock(
                number, by: plan.manager, content: ContentID(random.bytes16()), wall: wall)
            return "\(misses) wrong PINs, then unlocked"
        }
        return "\(misses) wrong PINs, \(isIn ? "then in" : "not in")"
    }
}
