import Glibc

/// A one-shot signal between two threads.
// The lock `lock` guards `isRaised`.
final class DoneSignal: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isRaised = false

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    func raise() {
        pthread_mutex_lock(lock)
        isRaised = true
        pthread_cond_signal(changed)
        pthread_mutex_unlock(lock)
    }

    func await() {
        pthread_mutex_lock(lock)
        while !isRaised { pthread_cond_wait(changed, lock) }
        pthread_mutex_unlock(lock)
    }
}
