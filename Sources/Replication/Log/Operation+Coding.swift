public import CRDT
public import Encoding

extension Operation {
    /// The longest body in bytes, inclusive.
    public static let bodyBytesMax = 262_144

    /// The greatest sequence: below 2^63.
    public static let seqMax = UInt64(Int64.max)

    /// What kind it is, by name.
    public var named: Kind { Kind(rawValue: kind) }

    /// Whether the body is of a version that this program doesn't know.
    public var isUnread: Bool { named == .unread }

    /// The body's version.
    var bodyVersion: UInt64 {
        guard isUnread else { return Self.version }
        let read = payload.withUnsafeBytes { bytes in
            Result { () throws(WireFault) -> UInt64 in
                var reader = ShapeReader(bytes)
                _ = try reader.head(4, .array)
                return try reader.unsigned()
            }
        }
        guard case .success(let version) = read else {
            preconditionFailure("a body that was read before has no version")
        }
        return version
    }

    /// The body's bytes: the array that is hashed, of nine elements in version 1.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 140)
        appendBody(to: &bytes)
        return bytes
    }

    /// Appends the body's bytes.
    func appendBody(to bytes: inout [UInt8]) {
        guard !isUnread else { return bytes += payload }
        bytes.appendArray(of: 9)
        bytes.appendUnsigned(Self.version)
        bytes.appendLogElements(log)
        bytes.appendUnsigned(seq)
        bytes.appendByteString(prev)
        bytes.appendUnsigned(hlc.raw)
        bytes.appendUnsigned(UInt64(kind))
        bytes.appendByteString(payload)
    }

    /// Reads exactly one body, strictly.
    ///
    /// - Throws: ``WireFault`` with the offset of the head that offends.
    public init(decoding body: [UInt8]) throws(WireFault) {
        self = try Self.decode(body)
    }

    private static func decode(_ body: [UInt8]) throws(WireFault) -> Operation {
        let result = body.withUnsafeBytes { bytes in
            Result { () throws(WireFault) in
                guard bytes.count <= bodyBytesMax else {
                    throw WireFault(offset: 0, reason: .limit(bodyBytesMax))
                }
                var reader = ShapeReader(bytes)
                let fields = try BodyFields(&reader)
                try reader.end()
                return try fields.operation(in: bytes)
            }
        }
        return try result.get()
    }

    /// The operation with its hash, without a signature.
    public func unsigned() -> SignedOperation {
        SignedOperation(operation: self, hash: OperationHash.of(encoded()), signature: nil)
    }
}

extension SignedOperation {
    /// The point in its log that this operation is.
    public var head: LogHead {
        LogHead(seq: operation.seq, hash: hash, hlc: operation.hlc)
    }

    /// Whether it carries a signature that libsodium accepts as its author's.
    public var isSignedByAuthor: Bool {
        guard let signature else { return false }
        return OperationHash.isSigned(hash, by: operation.log.author.key, with: signature)
    }
}

/// Where a log, or a branch of it, stands.
public struct LogHead: Hashable, Sendable {
    public let seq: UInt64
    public let hash: Bytes32
    /// The stamp that the next operation must exceed.
    public let hlc: HLC

    public init(seq: UInt64, hash: Bytes32, hlc: HLC) {
        self.seq = seq
        self.hash = hash
        self.hlc = hlc
    }
}
