import CPosix

/// One client of the control socket: a request comes in, an answer goes out, then the next.
///
/// At most one frame each way is held, and each state has a deadline.
struct ControlConnection {
    /// How long a client may take over its request or its answer, once it has begun.
    static let transferNanoseconds: Int64 = 10_000_000_000
    /// How long it may stay connected without asking anything.
    static let idleNanoseconds: Int64 = 300_000_000_000

    enum State {
        case reading(FrameReader)
        case writing(ArraySlice<UInt8>)
        /// The answer to something that wasn't a request; then it is over.
        case refusing(ArraySlice<UInt8>)
        case ended
    }

    let descriptor: Int32
    private(set) var state: State
    /// On the monotonic clock.
    private(set) var deadline: Int64

    init(_ descriptor: Int32, now: Int64) {
        self.descriptor = descriptor
        state = .reading(FrameReader(bytesMax: ControlFrame.requestBytesMax))
        deadline = now + Self.idleNanoseconds
    }

    var isEnded: Bool {
        if case .ended = state { true } else { false }
    }

    /// What poll(2) waits for.
    var events: Int16 {
        switch state {
        case .reading: Int16(POLLIN)
        case .writing, .refusing: Int16(POLLOUT)
        case .ended: 0
        }
    }

    /// Moves what can be moved now.
    ///
    /// - Returns: a whole request's bytes, to be answered.
    mutating func advance(now: Int64, buffer: inout [UInt8]) -> [UInt8]? {
        switch state {
        case .reading(let reader): return read(reader, now, &buffer)
        case .writing(let rest): write(rest, now, isLast: false)
        case .refusing(let rest): write(rest, now, isLast: true)
        case .ended: break
        }
        return nil
    }

    /// Puts an answer on its way.
    mutating func answer(_ body: [UInt8], now: Int64, isLast: Bool) {
        let frame = ControlFrame.make(body)[...]
        deadline = now + Self.transferNanoseconds
        state = isLast ? .refusing(frame) : .writing(frame)
    }

    mutating func end() { state = .ended }

    private mutating func read(
        _ reader: FrameReader, _ now: Int64, _ buffer: inout [UInt8]
    ) -> [UInt8]? {
        var reader = reader
        // The state gives up its copy, so that the frame grows in place.
        state = .ended
        switch UnixSocket.read(descriptor, into: &buffer, atMost: reader.wanted) {
        case .ended: return nil
        case .notNow: state = .reading(reader)
        case .moved(let count):
            if reader.isEmpty { deadline = now + Self.transferNanoseconds }
            do throws(ControlError) {
                if let body = try reader.take(buffer[..<count]) { return body }
                state = .reading(reader)
            } catch {
                answer(
                    ControlAnswer.malformed("\(error)").encode(), now: now, isLast: true)
            }
        }
        return nil
    }

    private mutating func write(_ rest: ArraySlice<UInt8>, _ now: Int64, isLast: Bool) {
        switch UnixSocket.write(rest, to: descriptor) {
        case .ended: state = .ended
        case .notNow: break
        case .moved(let count):
            let left = rest.dropFirst(count)
            if !left.isEmpty {
                state = isLast ? .refusing(left) : .writing(left)
            } else if isLast {
                state = .ended
            } else {
                state = .reading(FrameReader(bytesMax: ControlFrame.requestBytesMax))
                deadline = now + Self.idleNanoseconds
            }
        }
    }
}
