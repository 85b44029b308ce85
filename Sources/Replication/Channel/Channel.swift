public import CRDT
public import Crypto
import Encoding

/// The channel between two lanes: bytes in, frames out, and frames in, bytes out (protocol.md §5).
///
/// The caller gives it what the wire brought with ``receive(_:)``, then takes directives from
/// ``next(using:)`` until there are none, and only then gives more: so it holds one unfinished
/// message, one unfinished frame, and what was given at once. A fault ends the channel and every
/// later call repeats it. A copy may be looked at but must not send: it would use the same numbers
/// under the same key. Nothing is answered to a peer that has none of our keys. Time is the
/// caller's: handshake and `hello` within 5 s, 15 s of silence.
public struct Channel: Sendable {
    /// What the caller must do next.
    public enum Directive: Hashable, Sendable {
        /// Send these bytes of the handshake.
        case send([UInt8])
        /// The handshake is over: the initiator now sends `hello`, or `join`.
        case opened(ChannelPeer)
        case frame(ReceivedFrame)
        /// A frame of a type that this program doesn't know; its body's length as sent.
        case skipped(type: UInt8, bodyBytesAsSent: Int)
    }

    private enum State: Sendable {
        case opening(ChannelOpening)
        case open(OpenChannel)
        case ended(ChannelFault)
    }

    /// Each direction changes its key after so many messages.
    public static let messagesPerKey: UInt64 = 1 << 20

    private var state: State
    private var input = ChannelInput()
    /// Directives that wait to be taken; two at most.
    private var waiting: [Directive] = []
    private let identity: Identity
    private let messagesPerKey: UInt64

    /// The message 1 that opened here; it stays after a fault.
    public private(set) var call: ChannelCall?
    /// Whether a message 2 came; without one the next connection tries an older key.
    public private(set) var wasAnswered = false

    /// Begins as the initiator; the first directive is message 1.
    ///
    /// - Parameters:
    ///   - key: the mesh key that ``ChannelKeyTrial`` names, or an invitation's.
    ///   - identity: ours.
    ///   - ephemeral: 32 fresh random bytes, used for nothing else.
    ///   - expected: the only node that may answer; a joiner expects its inviter.
    /// - Throws: ``ChannelFault/ownKeys(_:)``, or ``ChannelFault/otherPeer`` for an expected node
    ///   whose key no channel can have.
    public init(
        calling key: ChannelKey, as identity: Identity, ephemeral: Secret,
        expecting expected: NodeID? = nil
    ) throws(ChannelFault) {
        try self.init(
            calling: key, as: identity, ephemeral: ephemeral, expecting: expected,
            messagesPerKey: Self.messagesPerKey)
    }

    /// Begins as the responder.
    ///
    /// - Parameters:
    ///   - keys: the current mesh key, the earlier ones that count, then open invitations.
    ///   - identity: ours.
    ///   - ephemeral: 32 fresh random bytes, used for nothing else.
    public init(answering keys: [ChannelKey], as identity: Identity, ephemeral: Secret) {
        self.init(
            answering: keys, as: identity, ephemeral: ephemeral,
            messagesPerKey: Self.messagesPerKey)
    }

    package init(
        calling key: ChannelKey, as identity: Identity, ephemeral: Secret,
        expecting expected: NodeID?, messagesPerKey: UInt64
    ) throws(ChannelFault) {
        let form = try expected.map { (node) throws(ChannelFault) in
            guard let form = ChannelPeer.form(of: node) else { throw .otherPeer }
            return form.bytes
        }
        let first: [UInt8]
        do throws(NoiseFault) {
            var handshake = try ChannelOpening.handshake(
                .initiator, own: identity.agreementKey, ephemeral: ephemeral, key: key.secret)
            first = try handshake.write()
            state = .opening(.called(handshake, key.name, expecting: form))
        } catch {
            throw .ownKeys(error)
        }
        self.identity = identity
        self.messagesPerKey = messagesPerKey
        waiting = [.send(Self.framed(first))]
    }

    package init(
        answering keys: [ChannelKey], as identity: Identity, ephemeral: Secret,
        messagesPerKey: UInt64
    ) {
        state = .opening(
            .listening(keys, own: identity.agreementKey, ephemeral: ephemeral))
        self.identity = identity
        self.messagesPerKey = messagesPerKey
    }

    /// Takes what the wire brought, in pieces of any length.
    public mutating func receive(_ bytes: [UInt8]) {
        if case .ended = state { return }
        input.append(bytes)
    }

    /// The next thing to do; nil when more bytes must come first.
    public mutating func next(
        using compression: FrameCompression
    ) throws(ChannelFault) -> Directive? {
        if !waiting.isEmpty { return waiting.removeFirst() }
        do throws(ChannelFault) {
            switch takeState() {
            case .ended(let fault): throw fault
            case .opening(let opening): return try proceed(opening)
            case .open(var open):
                let directive = try open.next(from: &input, using: compression)
                state = .open(open)
                return directive
            }
        } catch {
            end(error)
            throw error
        }
    }

    /// The bytes of some frames, in order.
    ///
    /// - Throws: ``ChannelFault/notOpen``, or why one of the frames may not be sent; then nothing
    ///   is sent, and the channel goes on.
    public mutating func send(
        _ frames: [ChannelFrame], using compression: FrameCompression
    ) throws(ChannelFault) -> ChannelOutput {
        switch state {
        case .opening: throw .notOpen
        case .ended(let fault): throw fault
        case .open(var open):
            let output = try open.send(frames, using: compression)
            state = .open(open)
            return output
        }
    }

    /// The peer's `hello` was accepted: frames may be long and compressed from here on.
    ///
    /// - Parameters:
    ///   - dictionaries: the ids that the peer named in it.
    ///   - historyBytes: how many bytes of history it keeps.
    public mutating func accept(dictionaries: [UInt32], historyBytes: UInt64 = 0) {
        guard case .open(var open) = state, open.stage == .unproven else { return }
        let kept = Int(min(historyBytes, UInt64(FrameHistory.bytesMax)))
        open.stage = .accepted(dictionaries: dictionaries, historyBytes: kept)
        state = .open(open)
    }

    /// Bytes that wait for the rest of their message or frame: none where a stream may end.
    public var pendingBytes: Int {
        switch state {
        case .opening: input.pending
        case .open(let open): input.pending + open.pending
        case .ended: 0
        }
    }
}

extension Channel {
    /// Lends the state out: held twice, its buffers would be copied for each frame.
    private mutating func takeState() -> State {
        let taken = state
        state = .ended(.notOpen)
        return taken
    }

    private mutating func end(_ fault: ChannelFault) {
        state = .ended(fault)
        input = ChannelInput()
    }

    private mutating func proceed(_ opening: ChannelOpening) throws(ChannelFault) -> Directive? {
        let awaited = opening.awaited
        if let declared = input.declared, declared != awaited.bytes {
            throw .handshakeLength(message: awaited.message, bytes: declared)
        }
        guard let message = input.next() else {
            state = .opening(opening)
            return nil
        }
        if awaited.message == 2 { wasAnswered = true }
        switch try opening.step(message) {
        case .goesOn(let next, let answer):
            if case .answered(_, let name) = next, let ephemeral = Bytes32(message.prefix(32)) {
                call = ChannelCall(key: name, ephemeral: ephemeral)
            }
            state = .opening(next)
            return .send(Self.framed(answer))
        case .opened(let transport, let name, let answer):
            waiting = answer.isEmpty ? [] : [.send(Self.framed(answer))]
            waiting.append(.opened(try open(transport, name)))
            return waiting.removeFirst()
        }
    }

    private mutating func open(
        _ transport: NoiseTransport, _ name: ChannelKeyName
    ) throws(ChannelFault) -> ChannelPeer {
        guard let sending = transport.sending, let receiving = transport.receiving,
            let remote = transport.remoteStatic.flatMap({ Bytes32($0) }),
            let hash = Bytes64(transport.handshakeHash),
            let node = Bytes32(identity.publicKey)
        else { throw .handshake(message: 3, .keys) }
        state = .open(
            OpenChannel(
                sending: sending, receiving: receiving,
                stage: name.isForJoining ? .joining : .unproven, messagesPerKey: messagesPerKey))
        return ChannelPeer(
            remoteStatic: remote, key: name,
            isOurself: ChannelPeer.form(of: NodeID(node)) == remote, handshakeHash: hash)
    }

    private static func framed(_ message: [UInt8]) -> [UInt8] {
        [UInt8(message.count >> 8), UInt8(message.count & 0xff)] + message
    }
}
