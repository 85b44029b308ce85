import CPosix
import Glibc
import Synchronization

/// One operating system thread for one device, so that nothing else ever waits for it.
///
/// Devices don't run on Swift's shared pool: a blocked one would hold a thread of two.
package final class DeviceThread: Sendable {
    private let thread: Mutex<pthread_t?>

    /// Starts `body` on a thread of its own; SIGPIPE is off there, so a hang-up is an error code.
    package init(_ body: @escaping @Sendable () -> Void) {
        var started = pthread_t()
        let box = Unmanaged.passRetained(Body(body))
        let result = pthread_create(&started, nil, runBody, box.toOpaque())
        precondition(result == 0, "no thread for a device: error \(result)")
        thread = Mutex(started)
    }

    /// Waits until the body has returned; again is harmless.
    package func join() {
        let started = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let started { pthread_join(started, nil) }
    }
}

private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    var pipeSignal = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipeSignal, nil)
    Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
