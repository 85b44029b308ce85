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
