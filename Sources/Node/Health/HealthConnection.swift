import CPosix
import Glibc

/// One client that asks for a node's health: one request, one answer, the end.
///
/// It holds one request's head at most, and each state has a deadline that what the client sends
/// doesn't move.
struct HealthConnection {
    /// How long a client may take over its request, and how long over its answer.
    static let transferNanoseconds: Int64 = 5_000_000_000
    /// How long the end of what it still sends is waited for.
    static let lingerNanoseconds: Int64 = 1_000_000_000

    enum State {
        case reading([UInt8])
        /// The node is asked.
        case asking(HealthRequest)
        case writing(ArraySlice<UInt8>)
        /// All is sent; closing before the client has, with bytes of it unread, would reset the
        /// connection and could take the answer with it.
        case lingering
        case ended
    }

    let descriptor: Int32
    private(set) var state: State
    /// On the monotonic clock.
    private(set) var deadline: Int64

    init(_ descriptor: Int32, now: Int64) {
        self.descriptor = descriptor
        state = .reading([])
        deadline = now + Self.transferNanoseconds
    }

    var isEnded: Bool {
        if case .ended = state { true } else { false }
    }

    /// What the node is asked for.
    var question: HealthRequest? {
        if case .asking(let request) = state { request } else { nil }
    }

    /// What poll(2) waits for.
    var events: Int16 {
        switch state {
        case .reading, .lingering: Int16(POLLIN)
        case .writing: Int16(POLLOUT)
        case .asking, .ended: 0
        }
    }

    /// Moves what can be moved now.
    mutating func advance(now: Int64, buffer: inout [UInt8]) {
        switch state {
        case .reading(let bytes): read(bytes, now, &buffer)
        case .writing(let rest): write(rest, now)
        case .lingering:
            if UnixSocket.read(descriptor, into: &buffer, atMost: buffer.count) == .ended { end() }
        // Watched for nothing, so what woke it up is the client's end.
        case .asking: end()
        case .ended: break
        }
    }

    /// Puts the answer on its way.
    mutating func answer(_ answer: HealthAnswer, withBody: Bool, now: Int64) {
        deadline = now + Self.transferNanoseconds
        state = .writing(answer.bytes(withBody: withBody)[...])
    }

    mutating func end() { state = .ended }

    private mutating func read(_ bytes: [UInt8], _ now: Int64, _ buffer: inout [UInt8]) {
        switch UnixSocket.read(
            descriptor, into: &buffer, atMost: HealthRequest.headBytesMax + 1 - bytes.count)
        {
        case .ended: end()
        case .notNow: break
        case .moved(let count):
            let bytes = bytes + buffer[..<count]
            do throws(HealthRequest.Refusal) {
                guard let end = HealthRequest.end(of: bytes) else {
                    guard bytes.count <= HealthRequest.headBytesMax else { throw .tooLong }
                    state = .reading(bytes)
                    return
                }
                state = .asking(try HealthRequest(head: bytes[..<end]))
            } catch {
                answer(HealthAnswer(error), withBody: true, now: now)
            }
        }
    }

    private mutating func write(_ rest: ArraySlice<UInt8>, _ now: Int64) {
        switch UnixSocket.write(rest, to: descriptor) {
        case .ended: end()
        case .notNow: break
        case .moved(let count) where count < rest.count: state = .writing(rest.dropFirst(count))
        case .moved:
            shutdown(descriptor, Int32(SHUT_WR))
            state = .lingering
            deadline = now + Self.lingerNanoseconds
        }
    }
}
