import CPosix
import Glibc

/// Hands requests to the process that owns a data directory, one after the other.
public final class ControlClient {
    private let socket: UnixSocket
    private let answerWithinSeconds: Int

    /// Connects to the owner.
    ///
    /// - Parameters:
    ///   - directory: whose owner is asked.
    ///   - answerWithinSeconds: how long one answer may take.
    /// - Throws: ``ControlError/absent(path:)`` where nobody listens.
    public init(_ directory: DataDirectory, answerWithinSeconds: Int = 30) throws(ControlError) {
        self.answerWithinSeconds = answerWithinSeconds
        socket = try UnixSocket.connection(directory.controlSocket)
    }

    /// Asks and waits for the answer.
    public func ask(_ request: ControlRequest) throws(ControlError) -> ControlAnswer {
        let body = request.encode()
        guard body.count <= ControlFrame.requestBytesMax else {
            throw .tooLarge(bytes: body.count, bytesMax: ControlFrame.requestBytesMax)
        }
        let deadline =
            SystemClock.monotonicNanoseconds() + Int64(answerWithinSeconds) * 1_000_000_000
        try send(ControlFrame.make(body)[...], until: deadline)
        return try ControlAnswer(decoding: try receive(until: deadline))
    }

    private func send(_ bytes: ArraySlice<UInt8>, until deadline: Int64) throws(ControlError) {
        var rest = bytes
        while !rest.isEmpty {
            switch UnixSocket.write(rest, to: socket.descriptor) {
            case .moved(let count): rest = rest.dropFirst(count)
            case .notNow: try wait(for: POLLOUT, until: deadline)
            case .ended: throw .closed
            }
        }
    }

    private func receive(until deadline: Int64) throws(ControlError) -> [UInt8] {
        var reader = FrameReader(bytesMax: ControlFrame.answerBytesMax)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            switch UnixSocket.read(socket.descriptor, into: &buffer, atMost: reader.wanted) {
            case .moved(let count):
                if let body = try reader.take(buffer[..<count]) { return body }
            case .notNow: try wait(for: POLLIN, until: deadline)
            case .ended: throw .closed
            }
        }
    }

    private func wait(for event: Int32, until deadline: Int64) throws(ControlError) {
        let left = (deadline - SystemClock.monotonicNanoseconds()) / 1_000_000
        guard left > 0 else { throw .timedOut(seconds: answerWithinSeconds) }
        var entry = pollfd(fd: socket.descriptor, events: Int16(event), revents: 0)
        let count = poll(&entry, 1, Int32(clamping: left + 1))
        guard count >= 0 || errno == EINTR else { throw .closed }
    }
}
