public import Retail

/// Ends a publication: its parts become visible together.
public struct PublicationClosing: Hashable, Sendable {
    public let id: PublicationID
    /// Store time from which on they are visible, milliseconds since 1970.
    public let effective: UInt64

    public init(_ id: PublicationID, effective: UInt64) {
        self.id = id
        self.effective = effective
    }
}
