import CRDT
import Encoding

/// The places and numbers of a body that has been checked, still lying where it was read.
struct BodyFields {
    let start: Int
    let seq: UInt64
    let prevPlace: Int
    let hlc: UInt64
    /// 0 for a body of a version that this program doesn't know.
    let kind: UInt16
    /// The whole body where its version isn't known.
    let payload: Range<Int>
    /// Where the log's elements begin.
    let logPlace: Int

    /// Reads a body at the reader's place.
    init(_ reader: inout ShapeReader) throws(WireFault) {
        start = reader.offset
        let isKnown = try Self.begin(&reader)
        logPlace = reader.offset
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
        guard isKnown else {
            kind = Kind.unread.rawValue
            reader.offset = try Self.end(of: start, reader)
            payload = start..<reader.offset
            return
        }
        kind = try Self.kind(&reader)
        payload = try reader.byteString(limit: Operation.bodyBytesMax)
        guard payload.upperBound - start <= Operation.bodyBytesMax else {
            throw reader.fault(at: start, .limit(Operation.bodyBytesMax))
        }
    }

    /// Reads the heads of array and version; says whether the version is known.
    private static func begin(_ reader: inout ShapeReader) throws(WireFault) -> Bool {
        let start = reader.offset
        let count = try reader.head(4, .array)
        let place = reader.offset
        let version = try reader.unsigned()
        guard version >= 1 else { throw reader.fault(at: place, .version(version)) }
        let isKnown = version == Operation.version
        // Every version keeps the first seven elements.
        guard isKnown ? count == 9 : count >= 7 else {
            throw reader.fault(at: start, .length(wanted: isKnown ? 9 : 7, found: count))
        }
        return isKnown
    }

    /// Where a body of any version ends, checked as every item is.
    private static func end(of start: Int, _ reader: ShapeReader) throws(WireFault) -> Int {
        let most = min(reader.bytes.count - start, Operation.bodyBytesMax)
        var sequence = CBORSequence(Array(reader.bytes[start..<start + most]))
        let range: Range<Int>?
        do throws(CBORError) {
            range = try sequence.nextRange()
        } catch {
            guard error.reason == .truncated else {
                throw reader.fault(at: start + error.offset, .item(error.reason))
            }
            guard start + most < reader.bytes.count else { throw reader.truncated }
            throw reader.fault(at: start, .limit(Operation.bodyBytesMax))
        }
        guard let range else { throw reader.truncated }
        return start + range.upperBound
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
