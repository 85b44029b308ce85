import CPosix
import Glibc

/// Signals as something to read: none of them interrupts anything any more.
///
/// Made on the main thread before all others, so that those inherit the mask.
public final class SignalQueue {
    /// Readable while a signal waits.
    let descriptor: CInt

    public init(_ signals: [CInt]) {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        descriptor = signalfd(-1, &set, CInt(SFD_CLOEXEC | SFD_NONBLOCK))
        precondition(descriptor >= 0, "no descriptor for signals: errno \(errno)")
    }

    deinit { close(descriptor) }

    /// The next signal; nil when none waits.
    func next() -> CInt? {
        var information = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        guard read(descriptor, &information, size) == size else { return nil }
        return CInt(information.ssi_signo)
    }

    /// Waits for a signal that asks the program to end.
    public func waitForEnd() {
        while true {
            switch wait(milliseconds: -1) {
            case SIGTERM, SIGINT, SIGHUP: return
            case _: continue
            }
        }
    }

    /// Waits for the next signal; nil when none came in time, -1 waits without end.
    func wait(milliseconds: CInt) -> CInt? {
        if let signal = next() { return signal }
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&polled, 1, milliseconds)
        return next()
    }
}
