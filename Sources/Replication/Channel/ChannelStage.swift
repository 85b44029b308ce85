import Encoding

/// How far the peer has proven itself, and so what a frame may be.
enum ChannelStage: Hashable, Sendable {
    /// `hello` isn't accepted yet.
    case unproven
    /// The channel was made under an invitation.
    case joining
    /// `hello` was accepted; the dictionaries that the peer named in it.
    case accepted(dictionaries: [UInt32])

    /// The longest body, as sent, in bytes.
    var bodyBytesMax: Int {
        switch self {
        case .unproven: 16_384
        case .joining: 32_768
        case .accepted: ProtocolLimit.frameBytesMax
        }
    }

    var mayCompress: Bool {
        switch self {
        case .unproven, .joining: false
        case .accepted: true
        }
    }
}
