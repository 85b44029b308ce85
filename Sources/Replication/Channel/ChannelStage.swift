import Encoding

/// How far the peer has proven itself, and so what a frame may be.
enum ChannelStage: Hashable, Sendable {
    /// `hello` isn't accepted yet.
    case unproven
    /// The channel was made under an invitation.
    case joining
    /// `hello` was accepted; the dictionaries that the peer named in it, and how many bytes of
    /// history both sides keep.
    case accepted(dictionaries: [UInt32], historyBytes: Int)

    /// The longest body, as sent, in bytes.
    var bodyBytesMax: Int {
        switch self {
        case .unproven: 16_384
        case .joining: 32_768
        case .accepted: ProtocolLimit.frameBytesMax
        }
    }

    var historyBytes: Int {
        switch self {
        case .unproven, .joining: 0
        case .accepted(_, let bytes): bytes
        }
    }

    var mayCompress: Bool {
        switch self {
        case .unproven, .joining: false
        case .accepted: true
        }
    }
}
