/// The latest contents of short `ops` frames in one direction of a channel, oldest first.
///
/// A lane's sales repeat its cashier, its drawer and its goods: beside the last of them the next
/// one is half as long. Both ends keep the same (protocol.md §5).
struct FrameHistory: Sendable {
    /// What this program keeps and names in `hello`; the smaller number of both sides counts.
    static let bytesMax = 4_096
    /// Longer frames are runs of a log, which repeat themselves enough.
    static let bodyBytesMax = 2_048

    private(set) var bytes: [UInt8] = []

    /// Takes a frame that was sent or received, as it was before it was packed.
    mutating func note(_ type: FrameType, _ body: [UInt8], keeping most: Int) {
        guard type == .ops, body.count <= Self.bodyBytesMax, most > 0 else { return }
        bytes += body
        bytes.removeFirst(max(0, bytes.count - most))
    }
}
