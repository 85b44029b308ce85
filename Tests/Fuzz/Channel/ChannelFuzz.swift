// Built by Tests/Fuzz/run with libFuzzer; the package builds it too, so that it stays true.
import Crypto
import Encoding
import Replication

/// What holds for any bytes from any peer, a stranger as well as one that has the key.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzChannel(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard bytes.count > 2 else { return 0 }
    let (mode, cut, rest) = (bytes[0], Int(bytes[1]), Array(bytes[2...]))
    let ends = Ends.honest
    switch mode % 7 {
    case 0: stranger(ends.listening, rest, cut)
    case 1: stranger(ends.calling, rest, cut)
    case 2: stranger(ends.answered, rest, cut)
    case 3: stranger(ends.open, rest, cut)
    case 4: insider(ends, rest, cut, accepted: false)
    default: insider(ends, rest, cut, accepted: true)
    }
    return 0
}

/// What a channel did with all that it was given.
private struct Outcome: Equatable {
    var sent: [[UInt8]] = []
    var frames: [ReceivedFrame] = []
    var skippedBytes: [Int] = []
    var isOpened = false
    var fault: ChannelFault?
    var pending = 0

    /// Gives the bytes in pieces; 0 for all at once.
    init(_ channel: Channel, _ bytes: [UInt8], piece: Int, _ compression: FrameCompression) {
        var channel = channel
        let step = piece == 0 ? max(bytes.count, 1) : piece
        do throws(ChannelFault) {
            for start in stride(from: 0, to: bytes.count, by: step) {
                channel.receive(Array(bytes[start...].prefix(step)))
                while let directive = try channel.next(using: compression) { note(directive) }
            }
        } catch {
            fault = error
            precondition(repeats(error, &channel, compression), "another fault after \(error)")
        }
        pending = channel.pendingBytes
        precondition((0...bytes.count).contains(pending), "\(pending) bytes are kept")
    }

    private mutating func note(_ directive: Channel.Directive) {
        switch directive {
        case .send(let bytes): sent.append(bytes)
        case .opened: isOpened = true
        case .frame(let frame): frames.append(frame)
        case .skipped(_, let bytes): skippedBytes.append(bytes)
        }
    }

    private func repeats(
        _ fault: ChannelFault, _ channel: inout Channel, _ compression: FrameCompression
    ) -> Bool {
        channel.receive([0, 48])
        do throws(ChannelFault) {
            _ = try channel.next(using: compression)
            return false
        } catch {
            return error == fault && channel.pendingBytes == 0
        }
    }
}

/// Without the key nothing opens, nothing is answered and no frame comes out.
private func stranger(_ channel: Channel, _ bytes: [UInt8], _ cut: Int) {
    let compression = Ends.compression
    let outcome = Outcome(channel, bytes, piece: 0, compression)
    precondition(outcome == Outcome(channel, bytes, piece: cut, compression), "cut at \(cut)")
    precondition(!outcome.isOpened && outcome.sent.isEmpty, "a stranger was answered")
    precondition(outcome.frames.isEmpty && outcome.skippedBytes.isEmpty, "a stranger was heard")
}

/// With the key any plain bytes may come: each is part of one frame, or the channel ends.
private func insider(_ ends: Ends, _ plain: [UInt8], _ cut: Int, accepted: Bool) {
    var channel = ends.open
    if accepted { channel.accept(dictionaries: []) }
    let messages = ends.messages(plain, each: 1 + cut)
    let outcome = Outcome(channel, messages, piece: 0, Ends.compression)
    let slowly = Outcome(channel, messages, piece: 1 + cut / 2, Ends.compression)
    precondition(outcome == slowly, "cut at \(cut)")
    let bodies = outcome.frames.map(\.bodyBytesAsSent) + outcome.skippedBytes
    let taken = bodies.reduce(0) { $0 + 6 + $1 }
    precondition(taken <= plain.count, "\(taken) of \(plain.count) bytes")
    if outcome.fault == nil {
        precondition(taken + outcome.pending == plain.count, "\(taken) and \(outcome.pending)")
    }
    let limit = accepted ? 4_194_304 : 16_384
    precondition(outcome.frames.allSatisfy { $0.body.count <= limit }, "longer than \(limit)")
}

/// Channels at each point of one honest handshake; values, so that every input begins anew.
private struct Ends {
    // libFuzzer calls on one thread.
    nonisolated(unsafe) static let compression = made { () throws(ZstdError) in
        try FrameCompression()
    }
    static let honest = made { () throws(ChannelFault) in try Ends() }
    private static let handshake = made { () throws(NoiseFault) in try Handshake() }

    let listening: Channel
    let calling: Channel
    let answered: Channel
    let open: Channel

    private init() throws(ChannelFault) {
        let handshake = Self.handshake
        let key = ChannelKey(.invitation(1), Handshake.secret)
        let identity = made { () throws(Identity.SeedError) in
            try Identity(seed: [UInt8](repeating: 7, count: 32))
        }
        let ephemeral = Secret([UInt8](repeating: 8, count: 32))
        let steward = made { () throws(Identity.SeedError) in
            try Identity(seed: [UInt8](repeating: 9, count: 32))
        }
        guard let mesh = MeshKey(epoch: 1, key: Handshake.secret, signedBy: steward) else {
            preconditionFailure("a key of 32 bytes")
        }
        listening = Channel(answering: [mesh.channelKey], as: identity, ephemeral: ephemeral)
        var calling = try Channel(calling: key, as: identity, ephemeral: ephemeral)
        _ = try calling.next(using: Self.compression)
        self.calling = calling
        var answered = listening
        answered.receive(handshake.first)
        _ = try answered.next(using: Self.compression)
        self.answered = answered
        answered.receive(handshake.third)
        _ = try answered.next(using: Self.compression)
        open = answered
    }

    /// Plain bytes as transport messages of so many bytes each, a length before each.
    func messages(_ plain: [UInt8], each: Int) -> [UInt8] {
        var cipher = Self.handshake.cipher
        return made { () throws(NoiseFault) in
            var out: [UInt8] = []
            for start in stride(from: 0, to: plain.count, by: each) {
                let piece = plain[start...].prefix(each)
                let bytes = piece.count + AEAD.tagBytes
                out += [UInt8(bytes >> 8), UInt8(bytes & 0xff)]
                try cipher.seal(piece, to: &out)
            }
            return out
        }
    }
}

/// The initiator's side of the handshake that ``Ends`` answers, computed once.
private struct Handshake {
    static let secret = Secret([UInt8](repeating: 1, count: 32))

    let first: [UInt8]
    let third: [UInt8]
    let cipher: NoiseCipher

    init() throws(NoiseFault) {
        let keys = NoiseKeys(
            ephemeral: Secret([UInt8](repeating: 2, count: 32)),
            own: Secret([UInt8](repeating: 3, count: 32)), preShared: [Self.secret])
        let responderKeys = NoiseKeys(
            ephemeral: Secret([UInt8](repeating: 8, count: 32)),
            own: made { () throws(Identity.SeedError) in
                try Identity(seed: [UInt8](repeating: 7, count: 32)).agreementKey
            }, preShared: [Self.secret])
        guard let pattern = NoisePattern.named("XXpsk0") else { throw .keys }
        let prologue = Array("tillmesh/1".utf8)
        var initiator = try NoiseHandshake(pattern, .initiator, prologue: prologue, keys: keys)
        var responder = try NoiseHandshake(
            pattern, .responder, prologue: prologue, keys: responderKeys)
        let message = try initiator.write()
        first = [0, 48] + message
        _ = try responder.read(message[...])
        _ = try initiator.read(responder.write()[...])
        third = [0, 64] + (try initiator.write())
        guard let cipher = initiator.transport?.sending else { throw .keys }
        self.cipher = cipher
    }
}

/// A value whose making can't fail with the constants of this file.
private func made<Value, Failure: Error>(_ make: () throws(Failure) -> Value) -> Value {
    do throws(Failure) {
        return try make()
    } catch {
        preconditionFailure("\(error)")
    }
}
