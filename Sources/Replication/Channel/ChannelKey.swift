public import Crypto

/// Under which pre-shared key a channel was made.
public enum ChannelKeyName: Hashable, Sendable {
    case mesh(MeshKeyID)
    /// An open invitation, by the number that the caller gave it; never sent.
    case invitation(UInt64)

    /// Whether the channel is for joining: a `join`, a `welcome` and nothing else.
    public var isForJoining: Bool {
        switch self {
        case .mesh: false
        case .invitation: true
        }
    }
}

/// A pre-shared key of 32 bytes with its name.
public struct ChannelKey: Equatable, Sendable {
    public let name: ChannelKeyName
    public let secret: Secret

    public init(_ name: ChannelKeyName, _ secret: Secret) {
        self.name = name
        self.secret = secret
    }
}

/// Which key an initiator tries next: the epochs that it still accepts, newest first.
///
/// A responder that has none of them sends nothing, so a connection that ended without an answer
/// to message 1 is the only sign; the next connection tries the next older key.
public struct ChannelKeyTrial: Sendable {
    private let keys: [ChannelKey]
    private var index = 0

    /// - Parameter keys: newest first.
    public init(_ keys: [ChannelKey]) { self.keys = keys }

    /// The key for the next connection; nil when there is none at all.
    public var current: ChannelKey? { index < keys.count ? keys[index] : nil }

    /// Takes note how a connection under ``current`` ended.
    ///
    /// - Returns: true when an older key is worth a connection at once; false when the connection
    ///   was answered, or all keys were tried: then back off and begin with the newest again.
    public mutating func ended(wasAnswered: Bool) -> Bool {
        if wasAnswered { return false }
        index += 1
        if index < keys.count { return true }
        index = 0
        return false
    }
}
