import CRDT
import Encoding

/// The places and numbers of a body that has been checked, still lying where it was read.
struct BodyFields {
    let start: Int
    let seq: UInt64
    let prevPlace: Int
    let hlc: UInt64
    let kind: UInt16
    let payload: Range<Int>

    /// Where the log's elements begin: behind the heads of array and version.
    var logPlace: Int { start + 2 }

    /// Reads a body at the reader's place.
    init(_ reader: inout ShapeReader) throws(WireFault) {
        start = reader.offset
        try reader.array(of: 9)
        try Self.version(&reader)
        _ = try reader.fixed(16)
        _ = try reader.fixed(32)
        _ = try reader.fixed(8)
        let seqPlace = reader.offset
        seq = try reader.unsigned()
        guard (1...Operation.seqMax).contains(seq) else {
            throw reader.fault(at: seqPlace, .seq(seq))
        }
        prevPlace = try reader.fixed(32)
        guard (seq == 1) == Self.isZero(reader, prevPlace) else {
            throw reader.fault(at: prevPlace - 2, .prev)
        }
        hlc = try reader.unsigned()
        kind = try Self.kind(&reader)
        payload = try reader.byteString(limit: Operation.bodyBytesMax)
        guard payload.upperBound - start <= Operation.bodyBytesMax else {
            throw reader.fault(at: start, .limit(Operation.bodyBytesMax))
        }
    }

    private static func version(_ reader: inout ShapeReader) throws(WireFault) {
        let place = reader.offset
        let version = try reader.unsigned()
        guard version == 1 else { throw reader.fault(at: place, .version(version)) }
    }

    private static func kind(_ reader: inout ShapeReader) throws(WireFault) -> UInt16 {
        let place = reader.offset
        let kind = try reader.unsigned()
        guard kind >= 1, let short = UInt16(exactly: kind) else {
            throw reader.fault(at: place, .kind(kind))
        }
        return short
    }

    private static func isZero(_ reader: ShapeReader, _ place: Int) -> Bool {
        reader.word(at: place) | reader.word(at: place + 8) | reader.word(at: place + 16)
            | reader.word(at: place + 24) == 0
    }

    /// The operation as a value.
    func operation(in bytes: UnsafeRawBufferPointer) throws(WireFault) -> Operation {
        var reader = ShapeReader(bytes, at: logPlace)
        let log = try reader.logElements()
        return Operation(
            log: log, seq: seq, prev: reader.bytes32(at: prevPlace), hlc: HLC(raw: hlc),
            kind: kind, payload: Array(bytes[payload]))
    }
}
