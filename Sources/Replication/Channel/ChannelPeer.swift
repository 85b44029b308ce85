public import CRDT
import Crypto
public import Encoding

/// Whom a finished handshake proved to be at the other end; not yet that it is a member.
public struct ChannelPeer: Hashable, Sendable {
    /// The X25519 form of the peer's identity.
    public let remoteStatic: Bytes32
    /// Under which key the channel was made.
    public let key: ChannelKeyName
    /// The peer has our own key: ourselves, or a clone.
    public let isOurself: Bool
    /// 64 bytes that name this channel and no other, equal on both sides.
    public let handshakeHash: Bytes64

    /// Whether a node's key is the one that made this channel.
    public func isNode(_ node: NodeID) -> Bool { Self.form(of: node) == remoteStatic }

    /// The X25519 form of a node's key; nil for a key that has none.
    public static func form(of node: NodeID) -> Bytes32? {
        do throws(X25519.AgreementError) {
            return Bytes32(try X25519.publicKey(ofNode: node.key.bytes))
        } catch {
            return nil
        }
    }
}

/// A message 1 that opened under one of the responder's keys.
///
/// Five calls with different ephemeral keys under an invitation, none of which came to a
/// `welcome`, end the invitation (protocol.md §4).
public struct ChannelCall: Hashable, Sendable {
    public let key: ChannelKeyName
    public let ephemeral: Bytes32
}

/// Bytes for the wire, and what each frame's body counts against credit.
public struct ChannelOutput: Hashable, Sendable {
    public let bytes: [UInt8]
    /// In the order of the frames.
    public let bodyBytesAsSent: [Int]
}
