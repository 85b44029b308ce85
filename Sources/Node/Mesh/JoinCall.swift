import CPosix
import CRDT
import Crypto
import Encoding
import Glibc
import Replication

/// One call under an invitation: a handshake, a `join`, a `welcome`.
struct JoinCall {
    /// Handshake and answer together, milliseconds.
    private static let patience: Int64 = 10_000

    let invitation: Invitation
    let identity: Identity
    let label: String

    /// Calls the invitation's addresses, one after the other, until one answers.
    func welcome() throws(JoinError) -> Welcome {
        var said: [String] = []
        for address in invitation.addresses {
            let places = TCPAddress(address)?.resolved(numericOnly: false) ?? []
            if places.isEmpty { said.append("\(address): no such host") }
            for place in places {
                switch try call(place) {
                case .success(let welcome): return welcome
                case .failure(let reason): said.append("\(address): \(reason.text)")
                }
            }
        }
        throw .unreachable(said)
    }

    private struct Silence: Error {
        let text: String
    }

    private func call(_ place: SocketAddress) throws(JoinError) -> Result<Welcome, Silence> {
        guard let descriptor = TCPSocket.connect(to: place) else {
            return .failure(Silence(text: String(cString: strerror(errno))))
        }
        defer { close(descriptor) }
        let until = SystemClock.monotonicNanoseconds() / 1_000_000 + Self.patience
        guard Self.wait(descriptor, POLLOUT, until), TCPSocket.isConnected(descriptor) else {
            return .failure(Silence(text: "no connection"))
        }
        do throws(ChannelFault) {
            return try talk(descriptor, until)
        } catch {
            throw .channel(error)
        }
    }

    private func talk(
        _ descriptor: Int32, _ until: Int64
    ) throws(ChannelFault) -> Result<Welcome, Silence> {
        var channel = try Channel(
            calling: invitation.channelKey(number: 0), as: identity,
            ephemeral: Secret(SystemRandom().bytes(32)), expecting: invitation.inviter)
        guard let compression = try? FrameCompression() else {
            return .failure(Silence(text: "no memory"))
        }
        var queue = SendQueue()
        var buffer = [UInt8](repeating: 0, count: 1 << 15)
        while true {
            while let next = try channel.next(using: compression) {
                switch next {
                case .send(let bytes): queue.append(bytes)
                case .opened: queue.append(try join(&channel, compression))
                case .frame(let frame):
                    var reader = Replication.FrameReader()
                    if case .welcome(let welcome)? = try? reader.read(
                        frame.type, frame.body, stage: .joining)
                    {
                        return .success(welcome)
                    }
                case .skipped: break
                }
            }
            guard queue.flush(to: descriptor) != nil else { break }
            let awaited = queue.count > 0 ? POLLIN | POLLOUT : POLLIN
            guard Self.wait(descriptor, awaited, until) else {
                return .failure(Silence(text: "no answer"))
            }
            switch UnixSocket.read(descriptor, into: &buffer, atMost: buffer.count) {
            case .moved(let count): channel.receive(Array(buffer[..<count]))
            case .notNow: continue
            case .ended:
                return .failure(Silence(text: channel.wasAnswered ? "refused" : "no answer"))
            }
        }
        return .failure(Silence(text: "the connection broke"))
    }

    private func join(
        _ channel: inout Channel, _ compression: FrameCompression
    ) throws(ChannelFault) -> [UInt8] {
        guard let key = Bytes32(identity.publicKey) else { return [] }
        var writer = FrameWriter()
        let request = JoinRequest(node: NodeID(key), label: label)
        guard let frame = try? writer.write(.join(request)) else { return [] }
        return try channel.send([frame], using: compression).bytes
    }

    private static func wait(_ descriptor: Int32, _ events: Int32, _ until: Int64) -> Bool {
        let left = until - SystemClock.monotonicNanoseconds() / 1_000_000
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return left > 0 && poll(&entry, 1, Int32(clamping: left)) > 0
    }
}
