import CRDT
import Encoding

/// Writes one connection's frames in one direction, in the order in which they are sent.
///
/// Log indices are given as frames are written: what was written must be sent, and in this
/// order. The bodies are deterministic CBOR (protocol.md §1 and §5).
public struct FrameWriter: Sendable {
    private var numbering = LogNumbering()

    public init() {}

    /// The frame as a channel takes it.
    ///
    /// - Throws: ``FrameFault/Reason/logsMax(_:)`` once a connection would name too many logs;
    ///   a new connection begins anew.
    public mutating func write(_ frame: Frame) throws(FrameFault) -> ChannelFrame {
        ChannelFrame(frame.type, try body(frame))
    }

    private mutating func body(_ frame: Frame) throws(FrameFault) -> [UInt8] {
        switch frame {
        case .have(let have): return try body(have)
        case .want(let want): return try body(want)
        case .ops(let segment):
            var bytes: [UInt8] = []
            segment.append(to: &bytes, number: try number(segment.log))
            return bytes
        case .hello, .ask, .denied, .proof, .offer, .partRequest, .part, .ping, .pong, .bye,
            .join, .welcome, .meshKey, .peers, .stateRequest, .state, .print, .printed, .keys,
            .offerRequest:
            var encoder = CBOREncoder()
            frame.encodeBody(into: &encoder)
            return encoder.finish()
        }
    }

    /// The number of a log that this connection knows; nil where its name is to be written now.
    private mutating func number(_ log: LogID) throws(FrameFault) -> Int? {
        if let number = numbering.number(of: log) { return number }
        guard numbering.add(log) else {
            throw FrameFault(offset: 0, reason: .logsMax(LogNumbering.logsMax))
        }
        return nil
    }

    private mutating func write(
        _ log: LogID, into encoder: inout CBOREncoder
    ) throws(FrameFault) {
        if let number = try number(log) {
            encoder.unsigned(UInt64(number))
        } else {
            log.encode(into: &encoder)
        }
    }

    private mutating func body(_ have: Have) throws(FrameFault) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(2)
        switch have {
        case .digest(let digest):
            encoder.unsigned(0)
            encoder.fixed(digest)
        case .whole(let entries):
            encoder.unsigned(1)
            try write(entries, into: &encoder)
        case .changes(let entries):
            encoder.unsigned(2)
            try write(entries, into: &encoder)
        case .starts(let starts):
            encoder.unsigned(3)
            encoder.array(starts.count)
            for start in starts {
                encoder.array(3)
                try write(start.log, into: &encoder)
                encoder.unsigned(start.firstSeq)
                encoder.fixed(start.hash)
            }
        }
        return encoder.finish()
    }

    private mutating func write(
        _ entries: [Have.Entry], into encoder: inout CBOREncoder
    ) throws(FrameFault) {
        encoder.array(entries.count)
        for entry in entries {
            encoder.array(3)
            try write(entry.log, into: &encoder)
            encoder.unsigned(entry.seq)
            encoder.fixed(entry.hash8)
        }
    }

    private mutating func body(_ want: Want) throws(FrameFault) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(2)
        encoder.array(want.entries.count)
        for entry in want.entries {
            encoder.array(entry.headHash8 == nil ? 3 : 4)
            try write(entry.log, into: &encoder)
            encoder.unsigned(entry.fromSeq)
            encoder.fixed(entry.prevHash8)
            if let head = entry.headHash8 { encoder.fixed(head) }
        }
        encoder.unsigned(UInt64(want.credit))
        return encoder.finish()
    }
}
