import CPosix
import Glibc
public import Retail

/// The machine's clocks, read only by shells.
public enum SystemClock {
    /// Wall time; steps when someone sets the clock.
    public static func wall() -> Instant { Instant(milliseconds: read(CLOCK_REALTIME) / 1_000_000) }

    /// Nanoseconds since some start; never steps back, stands still while suspended.
    public static func monotonicNanoseconds() -> Int64 { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // Both clocks exist on every Linux; the call can't fail with a valid pointer.
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
