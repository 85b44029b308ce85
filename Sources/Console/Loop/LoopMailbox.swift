import CPosix
import Glibc
import Lane
import Node
import Synchronization
import Texts

/// What other threads tell the loop.
enum LoopNews: Sendable {
    case event(LaneEvent)
    /// A scan of a scanner with an input of its own.
    case scan(String)
    case lostScan
    /// A command came to something, and what it prints.
    case performed(RequestID, LaneAnswer, job: Node.PrintJob?)
    case preview([String])
    case trouble(MachineMessage)
}

/// The loop's letter box: posting never waits, and wakes a loop that waits in `poll`.
final class LoopMailbox: Sendable {
    /// Readable while there is something.
    let descriptor: CInt
    private let news = Mutex<[LoopNews]>([])

    init() {
        descriptor = eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(descriptor >= 0, "no descriptor for the loop: errno \(errno)")
    }

    deinit { close(descriptor) }

    func post(_ item: LoopNews) {
        let isFirst = news.withLock { news in
            news.append(item)
            return news.count == 1
        }
        guard isFirst else { return }
        var one: UInt64 = 1
        // Refused only where the counter is full, and then it wakes the loop already.
        _ = write(descriptor, &one, 8)
    }

    /// All that came, in order.
    func take() -> [LoopNews] {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
        return news.withLock { news in
            defer { news = [] }
            return news
        }
    }
}

/// Wakes the loop once a second.
final class SecondTimer {
    let descriptor: CInt

    init() {
        descriptor = timerfd_create(CLOCK_MONOTONIC, CInt(TFD_CLOEXEC | TFD_NONBLOCK))
        precondition(descriptor >= 0, "no descriptor for the clock: errno \(errno)")
        let second = timespec(tv_sec: 1, tv_nsec: 0)
        var interval = itimerspec(it_interval: second, it_value: second)
        timerfd_settime(descriptor, 0, &interval, nil)
    }

    deinit { close(descriptor) }

    /// Whether a second went by since the last call.
    func hasFired() -> Bool {
        var count: UInt64 = 0
        return read(descriptor, &count, 8) == 8
    }
}
