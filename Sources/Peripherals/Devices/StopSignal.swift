import CPosix
import Glibc
import Synchronization

/// Tells a thread that waits in `poll` to stop: its descriptor becomes readable, for good.
package final class StopSignal: Sendable {
    /// Never read; a hang-up on it is the signal.
    package let descriptor: CInt
    private let writeEnd: Mutex<CInt?>

    package init() {
        var ends: [CInt] = [-1, -1]
        let made = pipe(&ends)
        precondition(made == 0, "no descriptors left: errno \(errno)")
        for end in ends { setFlags(of: end) }
        descriptor = ends[0]
        writeEnd = Mutex(ends[1])
    }

    deinit {
        raise()
        close(descriptor)
    }

    /// Asks to stop; again is harmless.
    package func raise() {
        writeEnd.withLock { end in
            if let open = end { close(open) }
            end = nil
        }
    }

    package var isRaised: Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) > 0
    }
}

/// Not inherited by programs that we start, and never blocking.
package func setFlags(of descriptor: CInt) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
}

/// What ended a wait on a descriptor.
package enum Readiness: Equatable {
    case ready
    case timedOut
    case stopped
    case failed(errno: CInt)
}

/// Waits until a descriptor has `events`, the deadline passes or the signal is raised.
///
/// A negative descriptor waits for the other two alone.
package func wait(
    for events: Int32, on descriptor: CInt, until deadline: Deadline, stop: StopSignal
) -> Readiness {
    while true {
        var polled = [
            pollfd(fd: descriptor, events: Int16(events), revents: 0),
            pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&polled, 2, deadline.millisecondsLeft)
        if count < 0, errno == EINTR { continue }
        if count < 0 { return .failed(errno: errno) }
        if polled[1].revents != 0 { return .stopped }
        // An error or a hang-up shows itself in the read or write that follows.
        return polled[0].revents != 0 ? .ready : .timedOut
    }
}

/// A moment on the monotonic clock.
package struct Deadline {
    private let milliseconds: Int64?

    package static let never = Deadline(milliseconds: nil)

    package static func after(milliseconds: Int) -> Deadline {
        Deadline(milliseconds: Deadline.now + Int64(milliseconds))
    }

    /// A moment of ``now``.
    package static func at(_ milliseconds: Int64) -> Deadline {
        Deadline(milliseconds: milliseconds)
    }

    private init(milliseconds: Int64?) { self.milliseconds = milliseconds }

    /// For `poll`: -1 waits without end.
    package var millisecondsLeft: CInt {
        guard let milliseconds else { return -1 }
        return CInt(clamping: max(milliseconds - Deadline.now, 0))
    }

    package var hasPassed: Bool { millisecondsLeft == 0 }

    /// Milliseconds of the monotonic clock.
    package static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
