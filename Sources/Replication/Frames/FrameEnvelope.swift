/// A frame as it crosses a channel: `[type][flags][length][body]`, the body as sent.
public struct FrameEnvelope: Hashable, Sendable {
    /// The body is one zstd frame.
    public static let compressed: UInt8 = 1
    /// With ``compressed``: made with a shipped dictionary.
    public static let withDictionary: UInt8 = 2

    public let type: UInt8
    public let flags: UInt8
    public let body: [UInt8]

    public init(type: UInt8, flags: UInt8 = 0, body: [UInt8]) {
        self.type = type
        self.flags = flags
        self.body = body
    }
}

/// The frames' types (protocol.md §5); others are skipped.
public enum FrameType: UInt8, Hashable, Sendable, CaseIterable {
    case hello = 1
    case have = 2
    case want = 3
    case ops = 4
    case ask = 5
    case denied = 6
    case proof = 7
    case offer = 8
    case partRequest = 9
    case part = 10
    case ping = 11
    case pong = 12
    case bye = 13
    case join = 14
    case welcome = 15
    case meshKey = 16
    case peers = 17
    case stateRequest = 18
    case state = 19
    case print = 20
    case printed = 21
    case keys = 22
}
