import CPosix
import Glibc
import Synchronization

/// Tells the service manager that the writer's thread works, twice in the time that it allows.
///
/// The writer's thread itself tells: where it hangs, nobody does, and the manager ends the process
/// and starts it anew.
final class Watchdog: Sendable {
    private let thread = SerialThread(name: "watchdog")
    private let wake: WakeSignal
    private let ended = DoneSignal()

    /// Starts telling; end it with ``close()`` before the node is closed.
    ///
    /// - Parameters:
    ///   - writer: the thread that is watched.
    ///   - manager: who is told.
    ///   - nanoseconds: what the manager allows between two.
    /// - Throws: ``HealthError/noDescriptor(errno:)``.
    init(
        of writer: SerialThread, for manager: ServiceManager, every nanoseconds: Int64
    ) throws(HealthError) {
        wake = try WakeSignal()
        let half = max(1, nanoseconds / 2)
        thread.run { [wake, ended] in
            Self.run(writer, manager, wake, half)
            ended.raise()
        }
    }

    func close() {
        wake.finish()
        ended.await()
    }

    private static func run(
        _ writer: SerialThread, _ manager: ServiceManager, _ wake: WakeSignal, _ half: Int64
    ) {
        let isAsked = SharedFlag()
        var next = SystemClock.monotonicNanoseconds()
        while !wake.isFinished {
            let now = SystemClock.monotonicNanoseconds()
            if now >= next {
                // One question at a time: a thread that hangs is not buried under them.
                if isAsked.raise() {
                    writer.run {
                        manager.tell(.alive)
                        isAsked.lower()
                    }
                }
                next = now + half
            }
            let left = Int32(clamping: (next - now) / 1_000_000 + 1)
            var entry = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&entry, 1, left)
        }
    }
}

/// A truth that threads share.
private final class SharedFlag: Sendable {
    private let value = Atomic(false)

    /// True where it wasn't raised.
    func raise() -> Bool { !value.exchange(true, ordering: .acquiringAndReleasing) }

    func lower() { value.store(false, ordering: .releasing) }
}
