/// Decides what follows when the lane's process ended; performs no I/O.
///
/// A crash brings the lane back at once. After ``crashesMost`` of them within ``withinNanoseconds``
/// it comes back in safe mode, with everything off that selling doesn't need, and stays so for the
/// life of this supervisor. It always comes back: a till that gives up sells nothing.
public struct RestartPolicy: Hashable, Sendable {
    /// How a lane's process ended.
    public enum End: Hashable, Sendable {
        case exited(code: Int32)
        case signalled(Int32)
    }

    public enum Decision: Hashable, Sendable {
        /// Start again on the same directory, after a pause where that seems in vain.
        case restart(LaunchMode, pauseMilliseconds: Int32)
        /// Start on the practice till's directory, or back on the real one.
        case switchTraining(on: Bool, LaunchMode)
        case end(code: Int32)
    }

    public static let crashesMost = 3
    public static let withinNanoseconds: Int64 = 60_000_000_000

    private var crashes: [Int64] = []
    public private(set) var mode = LaunchMode.normal

    public init() {}

    /// Takes an end in.
    ///
    /// - Parameters:
    ///   - end: how the process ended.
    ///   - isAsked: whether somebody asked this program to end.
    ///   - now: nanoseconds of a clock that doesn't go back.
    /// - Returns: what to do now.
    public mutating func handle(_ end: End, isAsked: Bool, now: Int64) -> Decision {
        switch end {
        case .exited(LaneExit.toTraining.rawValue): return .switchTraining(on: true, mode)
        case .exited(LaneExit.fromTraining.rawValue): return .switchTraining(on: false, mode)
        case .exited(let code): return .end(code: code)
        // Shells tell a death by signal so; the lane itself ends on these signals with a code.
        case .signalled(let number) where isAsked: return .end(code: 128 &+ number)
        case .signalled:
            crashes = crashes.filter { now &- $0 < Self.withinNanoseconds } + [now]
            if crashes.count >= Self.crashesMost { mode = .safe }
            return .restart(mode, pauseMilliseconds: pause)
        }
    }

    /// None up to the first start in safe mode; then 1 s, doubling to 16 s.
    private var pause: Int32 {
        let vain = crashes.count - Self.crashesMost
        return vain <= 0 ? 0 : 1_000 << Int32(min(vain - 1, 4))
    }
}

/// With what a lane's process is started.
public enum LaunchMode: Hashable, Sendable {
    case normal
    /// Only what selling needs.
    case safe
}

/// Codes with which a lane's process asks its supervisor for something; outside sysexits(3).
public enum LaneExit: Int32, Sendable {
    case toTraining = 90
    case fromTraining = 91
}
