import CRDT
import Encoding

/// One element of an export as it was read: an operation with its hash, or an anchor.
struct ReadItem {
    let log: LogID
    let seq: UInt64
    let hash: Bytes32
    let signature: Bytes64?
    /// Where the element begins in the file.
    let offset: Int
    /// The body's places; nil for an anchor.
    let fields: BodyFields?
    /// The hash of the operation before; zero for an anchor.
    let prev: Bytes32

    /// Reads the element at the reader's place; `known` is the log that it probably belongs to.
    init(
        _ reader: inout ShapeReader, fileOffset: Int, of known: LogName?
    ) throws(WireFault) {
        let place = reader.offset
        offset = fileOffset + place
        let count = try reader.head(4, .array)
        switch count {
        case 2:
            let fields = try BodyFields(&reader)
            let body = reader.bytes[fields.start..<reader.offset]
            log = try Self.log(fields, reader, known)
            seq = fields.seq
            hash = OperationHash.of(UnsafeRawBufferPointer(rebasing: body))
            prev = reader.bytes32(at: fields.prevPlace)
            self.fields = fields
            signature = try reader.signatureOrNull()
        case 4:
            let anchor = try ExportItem.Anchor(&reader)
            (log, seq, hash) = (anchor.log, anchor.seq, anchor.hash)
            signature = anchor.signature
            (fields, prev) = (nil, .zero)
        default:
            throw reader.fault(at: place, .length(wanted: 2, found: count))
        }
    }

    private static func log(
        _ fields: BodyFields, _ reader: ShapeReader, _ known: LogName?
    ) throws(WireFault) -> LogID {
        if let known, known.stands(at: fields.logPlace, in: reader.bytes) { return known.log }
        var elements = ShapeReader(reader.bytes, at: fields.logPlace)
        return try elements.logElements()
    }

    var isOperation: Bool { fields != nil }

    var kind: UInt16 { fields?.kind ?? 0 }

    var hlc: UInt64 { fields?.hlc ?? 0 }

    var isSignedByAuthor: Bool {
        guard let signature else { return false }
        return OperationHash.isSigned(hash, by: log.author.key, with: signature)
    }

    func fault(_ reason: ExportFault.Reason) -> ExportFault {
        ExportFault(log: log, seq: seq, offset: offset, reason: reason)
    }

    /// The operation as a value; nil for an anchor.
    func operation(in reader: ShapeReader) -> SignedOperation? {
        guard let fields else { return nil }
        let operation = Operation(
            log: log, seq: seq, prev: prev, hlc: HLC(raw: fields.hlc), kind: fields.kind,
            payload: Array(reader.bytes[fields.payload]))
        return SignedOperation(operation: operation, hash: hash, signature: signature)
    }
}
