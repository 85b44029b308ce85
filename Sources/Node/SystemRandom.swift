import CPosix
public import Encoding
import Glibc

/// The kernel's random source, handed to the pure modules as bytes.
public struct SystemRandom: RandomNumberGenerator, Sendable {
    public init() {}

    public func next() -> UInt64 {
        var value: UInt64 = 0
        withUnsafeMutableBytes(of: &value) { fill($0) }
        return value
    }

    /// `count` random bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            fill(UnsafeMutableRawBufferPointer(buffer))
            filled = count
        }
    }

    /// A fresh content id, scope or person.
    public func bytes16() -> Bytes16 {
        var words: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &words) { fill($0) }
        return Bytes16(words: [words.0, words.1])
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        var done = 0
        while done < buffer.count {
            let got = getrandom(buffer.baseAddress?.advanced(by: done), buffer.count - done, 0)
            if got > 0 {
                done += got
            } else {
                // Flags 0 blocks until the pool is ready; only a signal may come between.
                precondition(errno == EINTR, "getrandom failed with errno \(errno)")
            }
        }
    }
}
