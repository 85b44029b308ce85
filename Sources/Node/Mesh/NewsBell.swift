import CPosix
import Glibc

/// Wakes who waits for something to happen, again and again.
// The lock `lock` guards `rings`.
final class NewsBell: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let rung = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var rings: UInt64 = 0

    init() {
        pthread_mutex_init(lock, nil)
        // A wall clock that is set back while somebody waits would make them wait all that time.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(rung, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(rung)
        pthread_mutex_destroy(lock)
        rung.deallocate()
        lock.deallocate()
    }

    /// How often it rang: take it before looking at what may have changed.
    var count: UInt64 {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return rings
    }

    func ring() {
        pthread_mutex_lock(lock)
        rings += 1
        pthread_cond_broadcast(rung)
        pthread_mutex_unlock(lock)
    }

    /// Waits until it rang more than so often, at most so long.
    func wait(after seen: UInt64, milliseconds: Int) {
        var until = timespec()
        clock_gettime(CLOCK_MONOTONIC, &until)
        let nanoseconds = until.tv_nsec + milliseconds % 1000 * 1_000_000
        until.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
        until.tv_nsec = nanoseconds % 1_000_000_000
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while rings <= seen {
            if pthread_cond_timedwait(rung, lock, &until) != 0 { return }
        }
    }
}
