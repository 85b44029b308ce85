/// One connection, as the shell numbers them; never used twice while a process runs.
public struct LinkID: Hashable, Comparable, Sendable {
    public let number: UInt64

    public init(_ number: UInt64) { self.number = number }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

/// What time it is, twice: spans are measured by the first, and the second is only told.
public struct MeshTime: Hashable, Sendable {
    /// Milliseconds of a clock that never goes back.
    public let milliseconds: UInt64
    /// Wall time, milliseconds since 1970; may be wrong by days.
    public let wall: UInt64

    public init(milliseconds: UInt64, wall: UInt64) {
        self.milliseconds = milliseconds
        self.wall = wall
    }

    /// Milliseconds since a moment before.
    func since(_ moment: UInt64) -> UInt64 {
        milliseconds >= moment ? milliseconds - moment : 0
    }
}
