import Crypto
import Encoding

/// A channel after its handshake: a key for each direction and what they carry.
struct OpenChannel: Sendable {
    /// A tag and at least one byte.
    static let messageBytesMin = 17

    private var sending: NoiseCipher
    private var receiving: NoiseCipher
    private var reader = FrameCutter()
    private var sent = FrameHistory()
    private var received = FrameHistory()
    private let messagesPerKey: UInt64
    var stage: ChannelStage

    init(
        sending: NoiseCipher, receiving: NoiseCipher, stage: ChannelStage, messagesPerKey: UInt64
    ) {
        self.sending = sending
        self.receiving = receiving
        self.stage = stage
        self.messagesPerKey = messagesPerKey
    }

    /// Bytes that wait for the rest of their frame.
    var pending: Int { reader.pending }

    /// The next whole frame, from as many messages as it takes; nil when more must come.
    mutating func next(
        from input: inout ChannelInput, using compression: FrameCompression
    ) throws(ChannelFault) -> Channel.Directive? {
        while true {
            if let (header, body) = try reader.next(stage) {
                return try directive(header, body, compression)
            }
            if let declared = input.declared, declared < Self.messageBytesMin {
                throw .messageLength(declared)
            }
            guard let message = input.next() else { return nil }
            try open(message)
        }
    }

    private mutating func open(_ message: ArraySlice<UInt8>) throws(ChannelFault) {
        do throws(NoiseFault) {
            try reader.append { (bytes) throws(NoiseFault) in
                try receiving.open(message, to: &bytes)
            }
        } catch {
            throw .message(error)
        }
        if receiving.counter.isMultiple(of: messagesPerKey) { receiving.rekey() }
    }

    private mutating func directive(
        _ header: FrameCutter.Header, _ body: [UInt8], _ compression: FrameCompression
    ) throws(ChannelFault) -> Channel.Directive {
        guard let type = FrameType(rawValue: header.type) else {
            return .skipped(type: header.type, bodyBytesAsSent: body.count)
        }
        let content =
            header.flags == .plain
            ? body
            : try compression.unpack(
                body, of: header.type, flags: header.flags, beside: received.bytes)
        received.note(type, content, keeping: stage.historyBytes)
        return .frame(ReceivedFrame(type: type, body: content, bodyBytesAsSent: body.count))
    }

    /// The messages of some frames, which share them.
    ///
    /// - Throws: ``ChannelFault`` for a frame that may not be sent; then none of them is.
    mutating func send(
        _ frames: [ChannelFrame], using compression: FrameCompression
    ) throws(ChannelFault) -> ChannelOutput {
        var plain: [UInt8] = []
        var bodyBytes: [Int] = []
        let before = sent
        do throws(ChannelFault) {
            for frame in frames {
                bodyBytes.append(try append(frame, to: &plain, using: compression))
            }
        } catch {
            sent = before
            throw error
        }
        return ChannelOutput(bytes: try seal(plain), bodyBytesAsSent: bodyBytes)
    }

    /// Appends one frame and returns its body's length as sent.
    private mutating func append(
        _ frame: ChannelFrame, to plain: inout [UInt8], using compression: FrameCompression
    ) throws(ChannelFault) -> Int {
        // The peer reads our hello before it can have accepted it.
        let stage = frame.type == .hello ? .unproven : stage
        guard frame.body.count <= stage.bodyBytesMax else {
            throw .frameTooLong(
                type: frame.type.rawValue, bytes: UInt64(frame.body.count),
                limit: stage.bodyBytesMax)
        }
        let (flags, body) = try pack(frame, stage, compression)
        plain += [frame.type.rawValue, flags.rawValue]
        for shift in stride(from: 24, through: 0, by: -8) {
            plain.append(UInt8(truncatingIfNeeded: body.count >> shift))
        }
        plain += body
        sent.note(frame.type, frame.body, keeping: stage.historyBytes)
        return body.count
    }

    private func pack(
        _ frame: ChannelFrame, _ stage: ChannelStage, _ compression: FrameCompression
    ) throws(ChannelFault) -> (FrameFlags, [UInt8]) {
        guard case .accepted(let dictionaries, let historyBytes) = stage else {
            return (.plain, frame.body)
        }
        let isRepetitive = frame.type == .ops && frame.body.count <= FrameHistory.bodyBytesMax
        do throws(ZstdError) {
            return try compression.pack(
                frame.body, peerKnows: dictionaries,
                beside: isRepetitive && historyBytes > 0 ? sent.bytes : [])
        } catch {
            throw .compression(type: frame.type.rawValue, error)
        }
    }

    private mutating func seal(_ plain: [UInt8]) throws(ChannelFault) -> [UInt8] {
        var out: [UInt8] = []
        let messages = plain.count / NoiseCipher.plainBytesMax + 1
        out.reserveCapacity(plain.count + messages * (2 + AEAD.tagBytes))
        for start in stride(from: 0, to: plain.count, by: NoiseCipher.plainBytesMax) {
            let end = min(start + NoiseCipher.plainBytesMax, plain.count)
            let bytes = end - start + AEAD.tagBytes
            out += [UInt8(bytes >> 8), UInt8(bytes & 0xff)]
            do throws(NoiseFault) {
                try sending.seal(plain[start..<end], to: &out)
            } catch {
                throw .message(error)
            }
            if sending.counter.isMultiple(of: messagesPerKey) { sending.rekey() }
        }
        return out
    }
}
