import CPosix
import Glibc
import Synchronization

/// The health service's thread: accepts, reads, asks the writer, answers, until it is told to stop.
// Unchecked: made by the opener and from then on used by the service's thread alone.
final class HealthLoop: @unchecked Sendable {
    /// More clients than this wait in the kernel's queue.
    static let connectionsMax = 16
    /// How long a page waits for the writer before it goes without what only the writer knows.
    static let writerNanoseconds: Int64 = 1_000_000_000
    /// How long after accept(2) ran out of descriptors or memory.
    private static let restNanoseconds: Int64 = 1_000_000_000

    private let listener: UnixSocket
    private let wake: WakeSignal
    private let pulse: WriterPulse
    private let figures: @Sendable (WriterPulse.Reading, Int64) -> HealthFigures
    private let report: @Sendable (HealthFigures) -> HealthReport
    private var connections: [Client] = []
    private var buffer = [UInt8](repeating: 0, count: HealthRequest.headBytesMax + 1)
    /// Until when the listener rests, in monotonic nanoseconds; nil: it is listened to.
    private var restsUntil: Int64?

    /// A client, and since when its question waits for the writer.
    private struct Client {
        var connection: HealthConnection
        var waitsUntil: Int64?
    }

    init(
        listener: consuming UnixSocket, wake: WakeSignal, pulse: WriterPulse,
        figures: @escaping @Sendable (WriterPulse.Reading, Int64) -> HealthFigures,
        report: @escaping @Sendable (HealthFigures) -> HealthReport
    ) {
        self.listener = listener
        self.wake = wake
        self.pulse = pulse
        self.figures = figures
        self.report = report
    }

    func run() {
        while !wake.isFinished {
            if let until = restsUntil, until <= SystemClock.monotonicNanoseconds() {
                restsUntil = nil
            }
            var entries = watched()
            let count = poll(&entries, nfds_t(entries.count), timeout())
            if count < 0 && errno != EINTR { break }
            if entries[0].revents != 0 { wake.clear() }
            let now = SystemClock.monotonicNanoseconds()
            serve(entries.dropFirst(2).map { $0.revents != 0 }, now)
            if entries[1].revents != 0 { accept(now) }
        }
        for client in connections { close(client.connection.descriptor) }
        connections = []
    }

    /// The wake signal, the listener, then the connections in order.
    private func watched() -> [pollfd] {
        let isFull = connections.count >= Self.connectionsMax || restsUntil != nil
        // A negative descriptor is skipped by poll(2).
        let accepting = isFull ? -1 : listener.descriptor
        return [
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: accepting, events: Int16(POLLIN), revents: 0),
        ]
            + connections.map {
                pollfd(fd: $0.connection.descriptor, events: $0.connection.events, revents: 0)
            }
    }

    /// Milliseconds to the next deadline; -1 without one.
    private func timeout() -> Int32 {
        let deadlines = connections.map { $0.waitsUntil ?? $0.connection.deadline }
        guard let next = (deadlines + [restsUntil].compactMap { $0 }).min() else { return -1 }
        let left = next - SystemClock.monotonicNanoseconds()
        return Int32(clamping: max(0, left / 1_000_000 + 1))
    }

    private func accept(_ now: Int64) {
        let descriptor = tillmesh_accept(listener.descriptor)
        guard descriptor >= 0 else {
            // Still readable with nothing to take it with: polled on, it would spin.
            if [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(errno) {
                restsUntil = now + Self.restNanoseconds
            }
            return
        }
        connections.append(Client(connection: HealthConnection(descriptor, now: now)))
    }

    private func serve(_ isReady: [Bool], _ now: Int64) {
        for index in isReady.indices {
            if isReady[index] { connections[index].connection.advance(now: now, buffer: &buffer) }
            answer(&connections[index], now)
            let isWaiting = connections[index].waitsUntil != nil
            if !isWaiting, connections[index].connection.deadline <= now {
                connections[index].connection.end()
            }
        }
        for client in connections where client.connection.isEnded {
            close(client.connection.descriptor)
            restsUntil = nil
        }
        connections.removeAll(where: \.connection.isEnded)
    }

    /// Answers a question when the writer has spoken since it was asked, or has had its time.
    private func answer(_ client: inout Client, _ now: Int64) {
        guard let question = client.connection.question else { return }
        if client.waitsUntil == nil {
            client.waitsUntil = now + Self.writerNanoseconds
            pulse.ask(now: now) { [wake] in wake.raise() }
        }
        let reading = pulse.reading
        guard let until = client.waitsUntil, reading.askedAt == nil || until <= now else { return }
        let figures = figures(reading, now)
        let answer: HealthAnswer
        switch question.page {
        case .health: answer = figures.answer
        case .metrics: answer = HealthAnswer(report(figures))
        }
        client.waitsUntil = nil
        client.connection.answer(answer, withBody: question.wantsBody, now: now)
    }
}

/// Wakes a thread out of poll(2); any thread may raise it, and one of them for good.
final class WakeSignal: Sendable {
    let descriptor: Int32
    private let finished = Atomic(false)

    init() throws(HealthError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw .noDescriptor(errno: errno) }
    }

    deinit { close(descriptor) }

    /// True once ``finish()`` was called.
    var isFinished: Bool { finished.load(ordering: .acquiring) }

    func raise() { _ = eventfd_write(descriptor, 1) }

    func finish() {
        finished.store(true, ordering: .releasing)
        raise()
    }

    func clear() {
        var count: eventfd_t = 0
        _ = eventfd_read(descriptor, &count)
    }
}
