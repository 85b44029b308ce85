import CRDT
import Encoding

/// Reads one connection's frames in one direction, in the order in which they came.
public struct FrameReader: Sendable {
    /// How much a connection may say, by how far it came.
    public enum Stage: Hashable, Sendable {
        /// Before `hello` is accepted: 16,384 bytes.
        case greeting
        /// On an invitation's channel: 32,768 bytes.
        case joining
        case open

        /// The longest body in bytes, decompressed.
        public var bytesMax: Int {
            switch self {
            case .greeting: 16_384
            case .joining: 32_768
            case .open: ProtocolLimit.frameBytesMax
            }
        }
    }

    private var numbering = LogNumbering()

    public init() {}

    /// The frame that a channel brought, its body decompressed.
    ///
    /// - Throws: ``FrameFault`` with the offset in the body; the link is to be closed.
    public mutating func read(
        _ type: FrameType, _ body: [UInt8], stage: Stage
    ) throws(FrameFault) -> Frame {
        guard body.count <= stage.bytesMax else {
            throw FrameFault(offset: 0, reason: .limit(stage.bytesMax))
        }
        switch type {
        case .have: return .have(try have(body))
        case .want: return .want(try want(body))
        case .ops: return .ops(try segment(body))
        case .hello, .ask, .denied, .proof, .offer, .partRequest, .part, .ping, .pong, .bye,
            .join, .welcome, .meshKey, .peers, .stateRequest, .state, .print, .printed, .keys,
            .offerRequest:
            return try Frame(type, body)
        }
    }

    // MARK: Frames that name logs by number

    private mutating func log(_ items: inout FrameItems) throws(FrameFault) -> LogID {
        let start = items.offset
        guard items.kind == .unsigned else {
            let log = try items.log()
            try note(log, at: start)
            return log
        }
        let number = try items.unsigned()
        guard let log = numbering[number] else { throw items.fault(.index(number), at: start) }
        return log
    }

    /// Gives a log that was written out its number; twice written out is no way to say it.
    private mutating func note(_ log: LogID, at offset: Int) throws(FrameFault) {
        guard numbering.number(of: log) == nil else {
            throw FrameFault(offset: offset, reason: .range)
        }
        guard numbering.add(log) else {
            throw FrameFault(offset: offset, reason: .logsMax(LogNumbering.logsMax))
        }
    }

    private mutating func have(_ body: [UInt8]) throws(FrameFault) -> Have {
        var items = try FrameItems(body)
        try items.array(of: 2)
        switch try items.unsigned(in: 0...3) {
        case 0: return .digest(try items.fixed())
        case 1: return .whole(try entries(&items))
        case 2: return .changes(try entries(&items))
        default: return .starts(try starts(&items))
        }
    }

    private mutating func entries(_ items: inout FrameItems) throws(FrameFault) -> [Have.Entry] {
        var entries: [Have.Entry] = []
        for _ in 0..<(try items.count()) {
            try items.array(of: 3)
            let log = try log(&items)
            entries.append(
                Have.Entry(log: log, seq: try items.seq(), hash8: try items.fixed()))
        }
        return entries
    }

    private mutating func starts(_ items: inout FrameItems) throws(FrameFault) -> [Have.Start] {
        var starts: [Have.Start] = []
        for _ in 0..<(try items.count()) {
            try items.array(of: 3)
            let log = try log(&items)
            starts.append(
                Have.Start(log: log, firstSeq: try items.seq(), hash: try items.fixed()))
        }
        return starts
    }

    private mutating func want(_ body: [UInt8]) throws(FrameFault) -> Want {
        var items = try FrameItems(body)
        try items.array(of: 2)
        var entries: [Want.Entry] = []
        for _ in 0..<(try items.count()) {
            let start = items.offset
            let count = try items.count()
            guard count == 3 || count == 4 else {
                throw items.fault(.encoding(.unexpected), at: start)
            }
            let log = try log(&items)
            let from = try items.unsigned(in: 0...Operation.seqMax)
            let prev = try items.fixed(Bytes8.self)
            let head = count == 4 ? try items.fixed(Bytes8.self) : nil
            entries.append(
                Want.Entry(log: log, fromSeq: from, prevHash8: prev, headHash8: head))
        }
        let credit = try items.unsigned(in: 0...UInt64(UInt32.max))
        return Want(entries, credit: UInt32(truncatingIfNeeded: credit))
    }

    private mutating func segment(_ body: [UInt8]) throws(FrameFault) -> Segment {
        let place = try place(of: body)
        let log: LogID
        switch place.log {
        case .number(let number):
            guard let known = numbering[number] else {
                throw FrameFault(offset: place.offset, reason: .index(number))
            }
            log = known
        case .name(let name):
            try note(name, at: place.offset)
            log = name
        }
        do {
            return try Self.rest(of: body, from: place.end, place.version, log)
        } catch {
            throw FrameFault(error, base: 0)
        }
    }

    private enum LogMention {
        case number(UInt64)
        case name(LogID)
    }

    /// Where a segment's log stands and how it is written.
    private func place(
        of body: [UInt8]
    ) throws(FrameFault) -> (version: UInt64, log: LogMention, offset: Int, end: Int) {
        let result = body.withUnsafeBytes { bytes in
            Result { () throws(WireFault) -> (UInt64, LogMention, Int, Int) in
                var reader = ShapeReader(bytes)
                let version = try Segment.begin(&reader)
                let offset = reader.offset
                let isNumber = offset < bytes.count && bytes[offset] >> 5 == 0
                let mention: LogMention =
                    isNumber ? .number(try reader.unsigned()) : .name(try reader.log())
                return (version, mention, offset, reader.offset)
            }
        }
        switch result {
        case .success(let place): return place
        case .failure(let fault): throw FrameFault(fault, base: 0)
        }
    }

    private static func rest(
        of body: [UInt8], from offset: Int, _ version: UInt64, _ log: LogID
    ) throws(WireFault) -> Segment {
        let result = body.withUnsafeBytes { bytes in
            Result { () throws(WireFault) -> Segment in
                var reader = ShapeReader(bytes, at: offset)
                let segment = try Segment(version, of: log, &reader)
                try reader.end()
                return segment
            }
        }
        return try result.get()
    }
}
