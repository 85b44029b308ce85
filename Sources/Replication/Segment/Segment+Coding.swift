import CRDT
import Encoding

extension Segment {
    /// The segment's bytes.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// Appends the segment's bytes, as they stand in a frame or a payload.
    func append(to bytes: inout [UInt8]) {
        append(to: &bytes, number: nil)
    }

    /// Appends the segment's bytes with the log's number on a connection in its name's place.
    func append(to bytes: inout [UInt8], number: Int?) {
        bytes.appendArray(of: 6)
        bytes.appendUnsigned(version)
        if let number { bytes.appendUnsigned(UInt64(number)) } else { bytes.appendLog(log) }
        bytes.appendUnsigned(firstSeq)
        bytes.appendByteString(prev)
        bytes.appendArray(of: entries.count)
        for entry in entries {
            guard version == Operation.version else {
                bytes.appendByteString(entry.payload)
                continue
            }
            bytes.appendArray(of: 3)
            bytes.appendUnsigned(entry.hlcDelta)
            bytes.appendUnsigned(UInt64(entry.kind))
            bytes.appendByteString(entry.payload)
        }
        bytes.appendByteString(signature)
    }

    /// Reads exactly one segment; its chain and signature are for ``operations()`` to check.
    ///
    /// - Throws: ``SegmentError/malformed(_:)`` with the offset of the head that offends.
    public init(decoding bytes: [UInt8]) throws(SegmentError) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(WireFault) in
                guard buffer.count <= Self.bytesMax else {
                    throw WireFault(offset: 0, reason: .limit(Self.bytesMax))
                }
                var reader = ShapeReader(buffer)
                let segment = try Segment(&reader)
                try reader.end()
                return segment
            }
        }
        switch result {
        case .success(let segment): self = segment
        case .failure(let fault): throw .malformed(fault)
        }
    }

    /// Reads a segment at the reader's place.
    init(_ reader: inout ShapeReader) throws(WireFault) {
        let version = try Self.begin(&reader)
        let log = try reader.log()
        try self.init(version, of: log, &reader)
    }

    /// Reads what stands before the log: the version.
    static func begin(_ reader: inout ShapeReader) throws(WireFault) -> UInt64 {
        try reader.array(of: 6)
        let versionPlace = reader.offset
        let version = try reader.unsigned()
        guard version >= 1 else { throw reader.fault(at: versionPlace, .version(version)) }
        return version
    }

    /// Reads what stands behind the log.
    init(_ version: UInt64, of log: LogID, _ reader: inout ShapeReader) throws(WireFault) {
        let firstSeq = try Self.firstSeq(&reader)
        let prevPlace = reader.offset
        let prev = reader.bytes32(at: try reader.fixed(32))
        guard (firstSeq == 1) == (prev == .zero) else {
            throw reader.fault(at: prevPlace, .prev)
        }
        let entries = try Self.entries(version, &reader)
        let signature = reader.bytes64(at: try reader.fixed(64))
        self.init(
            version: version, log: log, firstSeq: firstSeq, prev: prev, entries: entries,
            signature: signature)
    }

    private static func firstSeq(_ reader: inout ShapeReader) throws(WireFault) -> UInt64 {
        let place = reader.offset
        let seq = try reader.unsigned()
        guard (1...Operation.seqMax).contains(seq) else { throw reader.fault(at: place, .seq(seq)) }
        return seq
    }

    private static func entries(
        _ version: UInt64, _ reader: inout ShapeReader
    ) throws(WireFault) -> [Entry] {
        let place = reader.offset
        let count = try reader.head(4, .array)
        guard count >= 1 else { throw reader.fault(at: place, .noEntries) }
        // The smallest entry takes 4 bytes: a count that can't fit reserves nothing.
        guard count <= UInt64(reader.bytes.count - reader.offset) / 4 else {
            throw reader.truncated
        }
        var entries: [Entry] = []
        entries.reserveCapacity(Int(count))
        for index in 0..<count {
            let isKnown = version == Operation.version
            entries.append(try isKnown ? entry(&reader, isFirst: index == 0) : body(&reader))
        }
        return entries
    }

    private static func body(_ reader: inout ShapeReader) throws(WireFault) -> Entry {
        let body = try reader.byteString(limit: Operation.bodyBytesMax)
        return Entry(body: Array(reader.bytes[body]))
    }

    private static func entry(
        _ reader: inout ShapeReader, isFirst: Bool
    ) throws(WireFault) -> Entry {
        try reader.array(of: 3)
        let deltaPlace = reader.offset
        let delta = try reader.unsigned()
        guard isFirst || delta >= 1 else { throw reader.fault(at: deltaPlace, .hlc) }
        let kindPlace = reader.offset
        let kind = try reader.unsigned()
        guard kind >= 1, let short = UInt16(exactly: kind) else {
            throw reader.fault(at: kindPlace, .kind(kind))
        }
        let payload = try reader.byteString(limit: Operation.bodyBytesMax)
        return Entry(hlcDelta: delta, kind: short, payload: Array(reader.bytes[payload]))
    }
}
