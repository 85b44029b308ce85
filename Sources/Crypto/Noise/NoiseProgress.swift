/// A handshake under way: Noise's HandshakeState.
public struct NoiseProgress: Sendable {
    private let pattern: NoisePattern
    private let side: NoiseSide
    private var symmetric: NoiseSymmetric
    private var keys: NoiseKeys
    private var remoteEphemeral: [UInt8]?
    private(set) var remoteStatic: [UInt8]?
    /// Messages written and read.
    private var messagesDone = 0

    init(
        _ pattern: NoisePattern, _ side: NoiseSide, prologue: [UInt8], keys: NoiseKeys
    ) throws(NoiseFault) {
        try keys.check(for: pattern, side)
        self.pattern = pattern
        self.side = side
        self.keys = keys
        remoteStatic = keys.remote
        symmetric = NoiseSymmetric(protocolName: pattern.protocolName)
        symmetric.mix(hash: prologue)
        for known in pattern.known {
            symmetric.mix(hash: try known == side ? publicKey(of: keys.own) : given(keys.remote))
        }
    }

    var isComplete: Bool { messagesDone == pattern.messages.count }

    mutating func step(_ event: NoiseHandshake.Event) throws(NoiseFault) -> [UInt8] {
        guard !isComplete else { throw .outOfTurn }
        let tokens = pattern.messages[messagesDone]
        let isOurTurn = messagesDone.isMultiple(of: 2) == (side == .initiator)
        messagesDone += 1
        switch event {
        case .write(let payload):
            guard isOurTurn else { throw .outOfTurn }
            return try write(tokens, payload)
        case .read(let message):
            guard !isOurTurn else { throw .outOfTurn }
            guard message.count <= NoiseCipher.messageBytesMax else {
                throw .tooLong(bytes: message.count)
            }
            var rest = message
            return try read(tokens, &rest)
        }
    }

    func transport() throws(NoiseFault) -> NoiseTransport {
        let (initiator, responder) = try symmetric.split()
        let answers: NoiseCipher? = pattern.isOneWay ? nil : responder
        return switch side {
        case .initiator:
            NoiseTransport(
                sending: initiator, receiving: answers, handshakeHash: symmetric.hash,
                remoteStatic: remoteStatic)
        case .responder:
            NoiseTransport(
                sending: answers, receiving: initiator, handshakeHash: symmetric.hash,
                remoteStatic: remoteStatic)
        }
    }

    private mutating func write(
        _ tokens: [NoiseToken], _ payload: [UInt8]
    ) throws(NoiseFault) -> [UInt8] {
        var message: [UInt8] = []
        for token in tokens {
            switch token {
            case .e:
                let key = try publicKey(of: keys.ephemeral)
                message += key
                try mix(ephemeral: key)
            case .s: message += try symmetric.encrypt(publicKey(of: keys.own))
            case .ee, .es, .se, .ss, .psk: try agree(token)
            }
        }
        let bytes = message.count + payload.count + symmetric.tagBytes
        guard bytes <= NoiseCipher.messageBytesMax else { throw .tooLong(bytes: bytes) }
        return message + (try symmetric.encrypt(payload))
    }

    private mutating func read(
        _ tokens: [NoiseToken], _ rest: inout ArraySlice<UInt8>
    ) throws(NoiseFault) -> [UInt8] {
        for token in tokens {
            switch token {
            case .e:
                let key = Array(try Self.take(32, of: &rest))
                remoteEphemeral = key
                try mix(ephemeral: key)
            case .s:
                let sealed = try Self.take(32 + symmetric.tagBytes, of: &rest)
                remoteStatic = try symmetric.decrypt(sealed)
            case .ee, .es, .se, .ss, .psk: try agree(token)
            }
        }
        guard rest.count >= symmetric.tagBytes else { throw .truncated(bytes: rest.count) }
        return try symmetric.decrypt(rest)
    }

    private static func take(
        _ count: Int, of rest: inout ArraySlice<UInt8>
    ) throws(NoiseFault) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw .truncated(bytes: rest.count) }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// With a pre-shared key an ephemeral key is mixed into the key too (§9.2).
    private mutating func mix(ephemeral key: [UInt8]) throws(NoiseFault) {
        symmetric.mix(hash: key)
        if pattern.preSharedKeys > 0 { try symmetric.mix(key: Secret(key)) }
    }

    private mutating func agree(_ token: NoiseToken) throws(NoiseFault) {
        let isInitiator = side == .initiator
        switch token {
        case .e, .s: return
        case .ee: try mix(keys.ephemeral, remoteEphemeral)
        case .es:
            try isInitiator
                ? mix(keys.ephemeral, remoteStatic) : mix(keys.own, remoteEphemeral)
        case .se:
            try isInitiator
                ? mix(keys.own, remoteEphemeral) : mix(keys.ephemeral, remoteStatic)
        case .ss: try mix(keys.own, remoteStatic)
        case .psk:
            guard !keys.preShared.isEmpty else { throw .keys }
            try symmetric.mix(preShared: keys.preShared.removeFirst())
        }
    }

    private mutating func mix(_ secret: Secret?, _ publicKey: [UInt8]?) throws(NoiseFault) {
        guard let secret, let publicKey else { throw .keys }
        let shared: Secret
        do throws(X25519.AgreementError) {
            shared = try X25519.agree(secret: secret, publicKey: publicKey)
        } catch {
            // Lengths were checked, and no node's key is converted here.
            throw .smallOrder
        }
        try symmetric.mix(key: shared)
    }

    private func given(_ key: [UInt8]?) throws(NoiseFault) -> [UInt8] {
        guard let key else { throw .keys }
        return key
    }

    private func publicKey(of secret: Secret?) throws(NoiseFault) -> [UInt8] {
        guard let secret else { throw .keys }
        do throws(X25519.AgreementError) {
            return try X25519.publicKey(of: secret)
        } catch {
            throw .keyLength(secret.count)
        }
    }
}
