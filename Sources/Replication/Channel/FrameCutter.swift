import Encoding

/// Cuts the plain bytes of a channel into frames; a frame's header is judged before its body.
///
/// Keeps at most one unfinished frame and the rest of the message in which it began.
struct FrameCutter: Sendable {
    /// Type, flags and length.
    static let headerBytes = 6

    /// Bytes that were decrypted; those before `start` are used up.
    private(set) var bytes: [UInt8] = []
    private var start = 0

    /// What stands in front of a body.
    struct Header {
        let type: UInt8
        let flags: FrameFlags
        let bodyBytes: Int
    }

    /// Bytes that wait for the rest of their frame.
    var pending: Int { bytes.count - start }

    /// Lends the buffer's end to whoever decrypts the next message.
    mutating func append<Failure: Error>(
        _ decrypt: (inout [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        if start == bytes.count {
            // Capacity is kept for the next message, but not that of a large frame.
            bytes.removeAll(keepingCapacity: bytes.capacity <= 131_072)
            start = 0
        } else if start > bytes.count / 2 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        try decrypt(&bytes)
    }

    /// The next frame that is here whole; nil when more must come.
    ///
    /// - Throws: ``ChannelFault`` as soon as the header is here, whatever follows it.
    mutating func next(_ stage: ChannelStage) throws(ChannelFault) -> (Header, [UInt8])? {
        guard pending >= Self.headerBytes else { return nil }
        let header = try header(stage)
        let end = start + Self.headerBytes + header.bodyBytes
        guard bytes.count >= end else { return nil }
        let body = Array(bytes[(start + Self.headerBytes)..<end])
        start = end
        return (header, body)
    }

    private func header(_ stage: ChannelStage) throws(ChannelFault) -> Header {
        let (type, raw) = (bytes[start], bytes[start + 1])
        let length = bytes[(start + 2)..<(start + Self.headerBytes)].reduce(UInt64(0)) {
            $0 << 8 | UInt64($1)
        }
        guard let flags = FrameFlags(rawValue: raw),
            flags != .besideHistory || type == FrameType.ops.rawValue
        else { throw .flags(type: type, flags: raw) }
        guard flags == .plain || stage.mayCompress else { throw .compressedTooEarly(type: type) }
        guard length <= UInt64(stage.bodyBytesMax) else {
            throw .frameTooLong(type: type, bytes: length, limit: stage.bodyBytesMax)
        }
        return Header(type: type, flags: flags, bodyBytes: Int(length))
    }
}
