import CSodium

/// Bytes that nobody may see: never printed, compared in constant time, zeroed when released.
///
/// Immutable, so it may be shared between threads.
public final class Secret: @unchecked Sendable {
    // Unchecked: the memory is written in `init` and `deinit` only.
    let start: UnsafeMutablePointer<UInt8>

    /// The length in bytes.
    public let count: Int

    /// Copies the bytes; the caller's copy stays the caller's to forget.
    public convenience init(_ bytes: [UInt8]) {
        self.init(count: bytes.count) { start in
            for (offset, byte) in bytes.enumerated() { start[offset] = byte }
        }
    }

    /// Makes `count` bytes and lets `fill` write them in place.
    init(count: Int, fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        self.count = count
        start = .allocate(capacity: count)
        start.initialize(repeating: 0, count: count)
        fill(start)
    }

    deinit {
        sodium_memzero(start, count)
        start.deallocate()
    }

    /// Lends the bytes; they must not leave the closure.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// A plain copy, for the one place that writes a secret to its file or its sealed channel.
    public func reveal() -> [UInt8] { withBytes { Array($0) } }
}

extension Secret: Equatable {
    /// Takes the same time wherever the first difference lies; the length is no secret.
    public static func == (a: Secret, b: Secret) -> Bool {
        a.withBytes { first in b.withBytes { ConstantTime.equal(first, $0) } }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Secret(\(count) bytes)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
