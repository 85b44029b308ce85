import CRDT
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct FrameTests {
    /// What the golden bodies say, each connection's frames in their order.
    static func goldenFrames() throws -> [[(frame: Frame, body: [UInt8])]] {
        let parts = try GoldenParts()
        return [
            [
                (.have(.whole([parts.entry(0, 7), parts.entry(1, 1)])), GoldenFrames.haveWhole),
                (
                    .have(.changes([parts.entry(0, 8), parts.entry(1, 300)])),
                    GoldenFrames.haveChanges
                ),
                (
                    .have(.starts([.init(log: parts.logs[1], firstSeq: 5, hash: parts.hash)])),
                    GoldenFrames.haveStarts
                ),
            ],
            [
                (.want(parts.want), GoldenFrames.want),
                (
                    .want(Want([.init(log: parts.logs[0], fromSeq: 0, prevHash8: parts.zero8)])),
                    GoldenFrames.wantMore
                ),
            ],
            try parts.plain(),
        ]
    }

    @Test func `bodies are those of another program, both ways`() throws {
        var types: Set<FrameType> = [.ops, .proof]
        for connection in try Self.goldenFrames() {
            var writer = FrameWriter()
            var reader = FrameReader()
            for (frame, body) in connection {
                let written = try writer.write(frame)
                #expect(Hex.encode(written.body) == Hex.encode(body), "\(frame.type)")
                #expect(try reader.read(frame: written) == frame)
                types.insert(frame.type)
            }
        }
        #expect(types == Set(FrameType.allCases))
    }

    @Test func `a log is written out once, then by its number`() throws {
        let segment = try Segment(decoding: Golden.segment)
        var writer = FrameWriter()
        var reader = FrameReader()
        let first = try writer.write(.ops(segment))
        #expect(first.body == Golden.segment)
        let second = try writer.write(.ops(segment))
        // The name's 61 bytes become one.
        #expect(second.body.count == first.body.count - 60)
        #expect(try reader.read(frame: first) == .ops(segment))
        #expect(try reader.read(frame: second) == .ops(segment))
        var other = FrameReader()
        #expect(throws: FrameFault(offset: 2, reason: .index(0))) {
            try other.read(frame: second)
        }
        #expect(throws: FrameFault(offset: 2, reason: .range)) {
            try reader.read(frame: first)
        }
        let proof = try writer.write(.proof(segment, segment))
        #expect(proof.body == [0x82] + Golden.segment + Golden.segment)
        #expect(try reader.read(frame: proof) == .proof(segment, segment))
    }

    @Test func `a connection names at most 65,536 logs`() throws {
        let parts = try GoldenParts()
        func entries(_ numbers: Range<UInt64>) -> [Have.Entry] {
            numbers.map { number in
                let incarnation = Incarnation(Bytes8(words: [number]))
                let log = LogID(
                    scope: parts.logs[0].scope, author: parts.logs[0].author,
                    incarnation: incarnation)
                return Have.Entry(log: log, seq: 1, hash8: parts.zero8)
            }
        }
        var writer = FrameWriter()
        var reader = FrameReader()
        for start in stride(from: UInt64(0), to: 65_536, by: 32_768) {
            let frame = Frame.have(.changes(entries(start..<start + 32_768)))
            #expect(try reader.read(frame: writer.write(frame)) == frame)
        }
        let known = Frame.have(.changes(entries(5..<6)))
        #expect(try reader.read(frame: writer.write(known)) == known)
        #expect(throws: FrameFault(offset: 0, reason: .logsMax(65_536))) {
            try writer.write(.have(.changes(entries(65_536..<65_537))))
        }
        var stranger = FrameWriter()
        let unknown = try stranger.write(.have(.changes(entries(65_536..<65_537))))
        #expect(throws: FrameFault(offset: 4, reason: .logsMax(65_536))) {
            try reader.read(frame: unknown)
        }
    }

    @Test func `a greeting is short`() throws {
        var reader = FrameReader()
        let long = Array(repeating: UInt8(0), count: 16_385)
        #expect(throws: FrameFault(offset: 0, reason: .limit(16_384))) {
            try reader.read(.ping, long, stage: .greeting)
        }
    }

    @Test func `faults name the head that offends`() throws {
        var reader = FrameReader()
        func expect(
            _ type: FrameType, _ hex: String, _ offset: Int, _ reason: FrameFault.Reason
        ) {
            let envelope = ChannelFrame(type, Golden.hex(hex))
            #expect(throws: FrameFault(offset: offset, reason: reason), "\(hex)") {
                try reader.read(frame: envelope)
            }
        }
        expect(.ping, "47000000", 4, .encoding(.truncated))
        expect(.ping, "4100", 0, .encoding(.unexpected))
        expect(.bye, "820960", 1, .range)
        expect(.have, "820480", 1, .range)
        expect(.have, "82028183001801480000000000000000", 5, .encoding(.headNotShortest))
        expect(.have, "82028183000148 0000000000000000", 4, .index(0))
        expect(.want, "828000f6", 3, .encoding(.trailingBytes))
        expect(.want, "82801b0000000100000000", 2, .range)
        expect(.printed, "a101 00", 3, .missing(key: 0))
        expect(.stateRequest, "00", 0, .encoding(.unexpected))
        expect(.ops, "8600", 1, .segment(.version(0)))
        expect(.peers, "8182", 2, .encoding(.truncated))
    }

    @Test func `keys that a map has beside are ignored`() throws {
        var reader = FrameReader()
        let more = Golden.hex("a30050202122232425262728292a2b2c2d2e2f01026161f6")
        let frame = try reader.read(.printed, more, stage: .open)
        let known = ChannelFrame(.printed, GoldenFrames.printed)
        #expect(try frame == reader.read(frame: known))
    }

    @Test(arguments: UInt64(0)..<40)
    func `no mutation stops the program, and what is read is written the same`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let parts = try Self.goldenFrames().flatMap { $0 }
        let segment = try Segment(decoding: Golden.segment)
        let frames = parts.map(\.frame) + [.ops(segment), .proof(segment, segment)]
        for frame in frames {
            var writer = FrameWriter()
            let envelope = try writer.write(frame)
            for _ in 0..<20 {
                var body = envelope.body
                random.mutate(&body)
                var reader = FrameReader()
                let mutated = ChannelFrame(envelope.type, body)
                guard let read = try? reader.read(frame: mutated) else { continue }
                var again = FrameWriter()
                let written = try again.write(read)
                var second = FrameReader()
                #expect(try second.read(frame: written) == read)
            }
        }
    }
}

extension FrameReader {
    /// Reads what a writer wrote, as a channel would bring it.
    fileprivate mutating func read(frame: ChannelFrame) throws(FrameFault) -> Frame {
        try read(frame.type, frame.body, stage: .open)
    }
}

extension SplitMix64 {
    /// Flips, cuts, repeats or inserts some bytes.
    mutating func mutate(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &self)
        switch Int.random(in: 0..<4, using: &self) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
        case 1: bytes.removeLast(bytes.count - place)
        case 2: bytes.insert(contentsOf: bytes[place...], at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &self), at: place)
        }
    }
}
