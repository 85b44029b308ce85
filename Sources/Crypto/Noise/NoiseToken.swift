/// What a handshake message carries or mixes in, in the words of the Noise specification, §7.
public enum NoiseToken: Hashable, Sendable {
    /// The sender's ephemeral public key.
    case e
    /// The sender's static public key, encrypted where a key was agreed before.
    case s
    /// Both ephemeral keys agree.
    case ee
    /// The initiator's ephemeral and the responder's static key agree.
    case es
    /// The initiator's static and the responder's ephemeral key agree.
    case se
    /// Both static keys agree.
    case ss
    /// A key that both sides have already.
    case psk
}

/// Who writes the first message of a handshake, and who answers.
public enum NoiseSide: Hashable, Sendable {
    case initiator
    case responder
}
