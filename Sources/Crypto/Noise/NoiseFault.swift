/// Why a handshake or a message of a channel was refused; the channel ends with it.
public enum NoiseFault: Error, Hashable, Sendable {
    /// A key that the pattern needs wasn't given, or was given and isn't needed.
    case keys
    /// Every key has 32 bytes.
    case keyLength(Int)
    /// The message ends before all that its pattern wants.
    case truncated(bytes: Int)
    /// Longer than 65,535 bytes.
    case tooLong(bytes: Int)
    /// The tag doesn't fit: a wrong key, a wrong order, or altered bytes.
    case forged
    /// An agreement would be all zero: the other side sent a point of small order.
    case smallOrder
    /// The key has encrypted all the messages that it may.
    case exhausted
    /// The other side's turn, or no turn is left.
    case outOfTurn
}
