/// What a finished handshake leaves: a key for each direction, and who the other side is.
public struct NoiseTransport: Sendable {
    /// Nil for the responder of a one-way pattern.
    public var sending: NoiseCipher?
    /// Nil for the initiator of a one-way pattern.
    public var receiving: NoiseCipher?
    /// 64 bytes that name this channel and no other (§11.2).
    public let handshakeHash: [UInt8]
    /// The other side's static public key, where the pattern has one.
    public let remoteStatic: [UInt8]?
}
