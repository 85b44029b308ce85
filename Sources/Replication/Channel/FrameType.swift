/// The frames of the mesh that this program knows (protocol.md §5).
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
    case offerRequest = 23
}

/// One frame to send: its type and its body, not compressed.
public struct ChannelFrame: Hashable, Sendable {
    public let type: FrameType
    public let body: [UInt8]

    public init(_ type: FrameType, _ body: [UInt8]) {
        self.type = type
        self.body = body
    }
}

/// One frame that arrived whole, its body decompressed.
public struct ReceivedFrame: Hashable, Sendable {
    public let type: FrameType
    public let body: [UInt8]
    /// The body's length as it was sent, which is what credit counts.
    public let bodyBytesAsSent: Int

    public init(type: FrameType, body: [UInt8], bodyBytesAsSent: Int) {
        self.type = type
        self.body = body
        self.bodyBytesAsSent = bodyBytesAsSent
    }
}
