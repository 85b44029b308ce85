extension UnsafeRawBufferPointer {
    /// The first byte as libsodium takes it; nil for an empty buffer, which it accepts.
    var start: UnsafePointer<UInt8>? { baseAddress?.assumingMemoryBound(to: UInt8.self) }
}
