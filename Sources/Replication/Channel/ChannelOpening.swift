import Crypto

/// The handshake of a channel: three messages without payloads, each of a fixed length.
enum ChannelOpening: Sendable {
    /// The initiator waits for message 2.
    case called(NoiseHandshake, ChannelKeyName, expecting: [UInt8]?)
    /// The responder waits for message 1, which tells under which key.
    case listening([ChannelKey], own: Secret, ephemeral: Secret)
    /// The responder waits for message 3.
    case answered(NoiseHandshake, ChannelKeyName)

    /// What both sides hash first, so that other protocols' bytes fit nowhere.
    static let prologue = Array("tillmesh/1".utf8)

    private static let pattern = NoisePattern.named("XX")?.withPreSharedKeys(at: [0])

    /// A step's outcome: bytes for the peer, and the next state or the open channel.
    enum Outcome {
        case goesOn(ChannelOpening, answer: [UInt8])
        case opened(NoiseTransport, ChannelKeyName, answer: [UInt8])
    }

    /// The number and the length in bytes of the message that it waits for.
    var awaited: (message: Int, bytes: Int) {
        switch self {
        case .listening: (1, 48)
        case .called: (2, 96)
        case .answered: (3, 64)
        }
    }

    static func handshake(
        _ side: NoiseSide, own: Secret, ephemeral: Secret, key: Secret
    ) throws(NoiseFault) -> NoiseHandshake {
        guard let pattern else { preconditionFailure("the specification has XXpsk0") }
        return try NoiseHandshake(
            pattern, side, prologue: prologue,
            keys: NoiseKeys(ephemeral: ephemeral, own: own, preShared: [key]))
    }

    /// Takes the message that ``awaited`` announces.
    consuming func step(_ message: ArraySlice<UInt8>) throws(ChannelFault) -> Outcome {
        switch self {
        case .listening(let keys, let own, let ephemeral):
            return try Self.answer(message, keys, own: own, ephemeral: ephemeral)
        case .called(let handshake, let name, let expected):
            return try Self.confirm(message, handshake, name, expected)
        case .answered(var handshake, let name):
            _ = try Self.attempt(message: 3) { () throws(NoiseFault) in
                try handshake.read(message)
            }
            return try Self.opened(handshake, name, answer: [])
        }
    }

    /// Tries each key on message 1; a key that doesn't fit costs no agreement.
    private static func answer(
        _ message: ArraySlice<UInt8>, _ keys: [ChannelKey], own: Secret, ephemeral: Secret
    ) throws(ChannelFault) -> Outcome {
        for key in keys {
            var handshake: NoiseHandshake
            do throws(NoiseFault) {
                handshake = try Self.handshake(
                    .responder, own: own, ephemeral: ephemeral, key: key.secret)
            } catch {
                throw .ownKeys(error)
            }
            do throws(NoiseFault) {
                _ = try handshake.read(message)
            } catch .forged {
                continue
            } catch {
                throw .handshake(message: 1, error)
            }
            let answer = try attempt(message: 2) { () throws(NoiseFault) in
                try handshake.write()
            }
            return .goesOn(.answered(handshake, key.name), answer: answer)
        }
        throw .noKeyFits
    }

    private static func confirm(
        _ message: ArraySlice<UInt8>, _ handshake: NoiseHandshake, _ name: ChannelKeyName,
        _ expected: [UInt8]?
    ) throws(ChannelFault) -> Outcome {
        var handshake = handshake
        _ = try attempt(message: 2) { () throws(NoiseFault) in try handshake.read(message) }
        // Before message 3, which would tell a wrong responder who is calling.
        guard expected == nil || expected == handshake.remoteStatic else { throw .otherPeer }
        let answer = try attempt(message: 3) { () throws(NoiseFault) in try handshake.write() }
        return try opened(handshake, name, answer: answer)
    }

    private static func opened(
        _ handshake: NoiseHandshake, _ name: ChannelKeyName, answer: [UInt8]
    ) throws(ChannelFault) -> Outcome {
        guard let transport = handshake.transport else {
            throw .handshake(message: 3, .outOfTurn)
        }
        return .opened(transport, name, answer: answer)
    }

    private static func attempt<Result>(
        message: Int, _ body: () throws(NoiseFault) -> Result
    ) throws(ChannelFault) -> Result {
        do throws(NoiseFault) {
            return try body()
        } catch {
            throw .handshake(message: message, error)
        }
    }
}
