import CPosix
import Glibc
import Synchronization

/// Requests to a device's thread, in order; posting never waits.
final class Mailbox<Request: Sendable>: Sendable {
    private let queue = Mutex<[Request]>([])
    private let wakeRead: CInt
    private let wakeWrite: CInt
    let stop = StopSignal()

    init() {
        var ends: [CInt] = [-1, -1]
        let made = pipe(&ends)
        precondition(made == 0, "no descriptors left: errno \(errno)")
        for end in ends { setFlags(of: end) }
        wakeRead = ends[0]
        wakeWrite = ends[1]
    }

    deinit {
        close(wakeRead)
        close(wakeWrite)
    }

    func post(_ request: Request) {
        queue.withLock { $0.append(request) }
        var byte: UInt8 = 1
        // A full pipe already wakes the reader, so a refused byte loses nothing.
        _ = write(wakeWrite, &byte, 1)
    }

    /// The next request, waiting for one; nil once stopped or when the deadline passes.
    func next(until deadline: Deadline = .never) -> Request? {
        while true {
            if stop.isRaised { return nil }
            if let request = queue.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                return request
            }
            guard wait(for: POLLIN, on: wakeRead, until: deadline, stop: stop) == .ready else {
                return nil
            }
            var bytes = [UInt8](repeating: 0, count: 64)
            _ = read(wakeRead, &bytes, bytes.count)
        }
    }

    /// What was posted and never taken.
    func drain() -> [Request] {
        queue.withLock { queue in
            defer { queue = [] }
            return queue
        }
    }
}
