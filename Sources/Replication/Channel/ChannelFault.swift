public import Crypto
public import Encoding

/// Why a channel ended, or a frame wasn't sent; nothing that a peer sends does more than this.
public enum ChannelFault: Error, Hashable, Sendable {
    /// A handshake message has another length than its pattern gives it.
    case handshakeLength(message: Int, bytes: Int)
    /// Message 1 opens under none of our keys: a stranger, who is told nothing.
    case noKeyFits
    /// Message 2 or 3 was refused.
    case handshake(message: Int, NoiseFault)
    /// The responder isn't the node that was expected; it wasn't told who we are.
    case otherPeer
    /// A transport message has fewer than 17 bytes.
    case messageLength(Int)
    /// A transport message was refused.
    case message(NoiseFault)
    /// A frame declares more bytes than may stand in it now; nothing was kept for it.
    case frameTooLong(type: UInt8, bytes: UInt64, limit: Int)
    /// A frame's flags have bits that mean nothing, or bit 1 without bit 0.
    case flags(type: UInt8, flags: UInt8)
    /// A compressed frame before `hello` was accepted, or on a channel for joining.
    case compressedTooEarly(type: UInt8)
    /// A compressed body that isn't one bounded zstd frame with its content's size.
    case compression(type: UInt8, ZstdError)
    /// A body made with a dictionary that we didn't name, or that its flags deny.
    case dictionary(type: UInt8, id: UInt32)
    /// A frame was to be sent before the handshake was over.
    case notOpen
    /// Our own key, or random bytes for one, aren't 32 bytes.
    case ownKeys(NoiseFault)
}
