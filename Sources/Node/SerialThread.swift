import CPosix
import Glibc
import Synchronization

/// A thread that does one thing after the other; an fsync on it holds up nobody else.
///
/// Swift's shared pool has as many threads as cores: a disk or a printer would take one away.
public final class SerialThread: Sendable {
    private let shared: Shared

    /// Starts the thread; `name` shows in `top`, at most 15 characters.
    public init(name: String) {
        shared = Shared()
        let start = Unmanaged.passRetained(Start(shared: shared, name: name))
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, threadBody, start.toOpaque())
        precondition(code == 0, "no thread for \(name): \(String(cString: strerror(code)))")
        pthread_detach(thread)
    }

    /// Lets the thread end after what is queued.
    deinit { shared.finish() }

    /// Queues a job and returns at once.
    public func run(_ job: @escaping @Sendable () -> Void) { shared.append(job) }

    /// Queues a job that is done while nothing else is queued, and returns at once.
    public func runWhenIdle(_ job: @escaping @Sendable () -> Void) { shared.appendIdle(job) }

    /// Queues a job and waits for its result.
    public func wait<Result: Sendable>(_ job: @escaping @Sendable () -> Result) -> Result {
        let box = Mutex<Result?>(nil)
        let done = DoneSignal()
        run {
            let result = job()
            box.withLock { $0 = result }
            done.raise()
        }
        done.await()
        guard let result = box.withLock({ $0 }) else {
            preconditionFailure("the signal came before the result")
        }
        return result
    }

    private final class Start {
        let shared: Shared
        let name: String
        init(shared: Shared, name: String) {
            self.shared = shared
            self.name = name
        }
    }

    private static func loop(_ start: Start) {
        tillmesh_name_thread(String(start.name.prefix(15)))
        while let job = start.shared.next() { job() }
    }

    fileprivate static func enter(_ argument: UnsafeMutableRawPointer) {
        loop(Unmanaged<Start>.fromOpaque(argument).takeRetainedValue())
    }

    /// The queue and its condition.
    // The lock `lock` guards all stored state; pthread objects need stable addresses.
    private final class Shared: @unchecked Sendable {
        private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private var jobs = Jobs()
        /// Done while there are no others.
        private var idleJobs = Jobs()
        private var isFinished = false

        init() {
            pthread_mutex_init(lock, nil)
            pthread_cond_init(filled, nil)
        }

        deinit {
            pthread_cond_destroy(filled)
            pthread_mutex_destroy(lock)
            filled.deallocate()
            lock.deallocate()
        }

        func append(_ job: @escaping @Sendable () -> Void) {
            pthread_mutex_lock(lock)
            jobs.append(job)
            pthread_mutex_unlock(lock)
            // After the lock is free, so that whoever wakes up doesn't wait for it at once.
            pthread_cond_signal(filled)
        }

        func appendIdle(_ job: @escaping @Sendable () -> Void) {
            pthread_mutex_lock(lock)
            idleJobs.append(job)
            pthread_mutex_unlock(lock)
            pthread_cond_signal(filled)
        }

        func finish() {
            pthread_mutex_lock(lock)
            isFinished = true
            pthread_cond_signal(filled)
            pthread_mutex_unlock(lock)
        }

        /// The next job, or nil when all are done and no more will come.
        func next() -> (@Sendable () -> Void)? {
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            while true {
                if let job = jobs.take() ?? idleJobs.take() { return job }
                if isFinished { return nil }
                pthread_cond_wait(filled, lock)
            }
        }
    }
}

/// Jobs in the order in which they came; one that was taken is let go at once.
private struct Jobs {
    private var waiting: [(@Sendable () -> Void)?] = []
    private var taken = 0

    mutating func append(_ job: @escaping @Sendable () -> Void) { waiting.append(job) }

    mutating func take() -> (@Sendable () -> Void)? {
        guard taken < waiting.count else { return nil }
        let job = waiting[taken]
        waiting[taken] = nil
        taken += 1
        // A queue that never runs empty is moved up now and then, each job once on average.
        if taken > waiting.count / 2 {
            waiting.removeFirst(taken)
            taken = 0
        }
        return job
    }
}

private func threadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    SerialThread.enter(argument)
    return nil
}
