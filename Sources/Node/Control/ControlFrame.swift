/// A message on the control socket: its length as four bytes big endian, then one CBOR item.
enum ControlFrame {
    /// What a request may have; 64 commands of the usual size stay below a tenth of it.
    static let requestBytesMax = 4 << 20
    /// 64 receipts of the greatest size that a log takes.
    static let answerBytesMax = 20 << 20
    static let headerBytes = 4

    static func make(_ body: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(clamping: body.count).bigEndian) { Array($0) } + body
    }

    /// The body's length, from the first four bytes.
    static func length(_ header: ArraySlice<UInt8>) -> Int {
        header.prefix(headerBytes).reduce(0) { $0 << 8 | Int($1) }
    }
}

/// Puts a frame together from what arrives; never holds more than one.
struct FrameReader {
    let bytesMax: Int
    private var bytes: [UInt8] = []

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    var isEmpty: Bool { bytes.isEmpty }

    /// How many bytes to ask for next; 0 when the frame is whole.
    var wanted: Int { target - bytes.count }

    private var target: Int {
        guard bytes.count >= ControlFrame.headerBytes else { return ControlFrame.headerBytes }
        return ControlFrame.headerBytes + ControlFrame.length(bytes[...])
    }

    /// Takes at most ``wanted`` bytes.
    ///
    /// - Returns: the body, when it is whole.
    mutating func take(_ chunk: ArraySlice<UInt8>) throws(ControlError) -> [UInt8]? {
        bytes += chunk
        let size = target - ControlFrame.headerBytes
        guard size <= bytesMax else { throw .tooLarge(bytes: size, bytesMax: bytesMax) }
        guard bytes.count > ControlFrame.headerBytes, wanted == 0 else { return nil }
        defer { bytes = [] }
        return Array(bytes[ControlFrame.headerBytes...])
    }
}
