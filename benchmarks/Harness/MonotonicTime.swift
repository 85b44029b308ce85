import Glibc

/// Monotonic time in nanoseconds.
func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// The nanoseconds that some work takes.
func nanoseconds<Failure: Error>(of work: () throws(Failure) -> Void) throws(Failure) -> UInt64 {
    let begun = monotonicNanoseconds()
    try work()
    return monotonicNanoseconds() - begun
}
