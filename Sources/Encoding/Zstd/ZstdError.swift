/// Why bytes couldn't be compressed or decompressed.
public enum ZstdError: Error, Hashable, Sendable {
    /// Not one whole frame: another format, a skippable frame, a cut one, or bytes after it.
    case notOneFrame
    /// The frame doesn't say how long its content is.
    case contentSizeMissing
    /// The content is longer than the reader allows, in bytes; nothing was allocated for it.
    case tooLong(declared: UInt64, limit: Int)
    /// The frame wants more memory to look back than the reader allows, in bytes.
    case windowTooLarge(declared: UInt64, limit: UInt64)
    /// The frame was made with another dictionary, or with one that wasn't given.
    case dictionaryDiffers
    /// The content is damaged; the library's error number.
    case damaged(code: Int32)
    /// The library got no memory.
    case outOfMemory
}
