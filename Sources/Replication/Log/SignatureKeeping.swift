/// Which signatures stay once a later one of the same log vouches for their operations too.
///
/// One signature covers the chain (protocol.md §3), so a node may forget the others. What it keeps
/// decides where runs can be cut, and so how long the shortest one is that it can send.
public enum SignatureKeeping {
    /// One operation in so many keeps its own.
    public static let interval: UInt64 = 64
    /// So that a run between two that are kept stays far below what a segment may hold:
    /// 64 × 16 KiB of 4 MiB.
    public static let payloadBytesMax = 16_384

    /// Whether an operation's own signature stays.
    ///
    /// What decides about members is shown by itself, in credentials.
    public static func mustKeep(_ operation: Operation) -> Bool {
        operation.seq.isMultiple(of: interval) || operation.payload.count > payloadBytesMax
            || !operation.named.isFact
    }
}

extension Operation {
    /// Whether credentials are made of it: it is sent with its own signature.
    public var isCredentialEntry: Bool { named == .memberEnrolled || named == .memberRotated }
}
