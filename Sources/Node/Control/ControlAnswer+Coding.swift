import Encoding
import Retail
import Storage

extension ControlAnswer {
    /// `[number, value …]`.
    func encode() -> [UInt8] { coded.encoded }

    private var coded: CBOR {
        switch self {
        case .pong(let process): [0, .integer(Int64(process))]
        case .performed(let all): [1, .array(all.map(\.coded))]
        case .refused(let refusal): [2, .bytes(refusal.encode())]
        case .failed(let cause, let text): [3, [.unsigned(cause.rawValue), .text(text)]]
        case .status(let status): [4, status.coded]
        case .testPage(let printer): [5, .text(printer)]
        case .malformed(let text): [6, .text(text)]
        case .mesh(let report): [7, report?.coded ?? .null]
        case .invitation(let line, let lane): [8, [.text(line), .unsigned(UInt64(lane))]]
        case .store(let answer): [9, answer.coded]
        case .customer(let customer): [10, .fixed(customer.id)]
        case .customerRefused(let error): [11, error.coded]
        }
    }

    /// Reads an answer.
    init(decoding bytes: [UInt8]) throws(ControlError) {
        guard let parts = try? CBOR.decode(bytes).asArray, parts.count == 2 else {
            throw .malformed("no answer")
        }
        switch parts[0].asUnsigned {
        case 0: self = .pong(process: try Self.process(parts[1]))
        case 1: self = .performed(try Self.performed(parts[1]))
        case 2: self = .refused(try Self.refusal(parts[1]))
        case 3: self = try Self.failed(parts[1])
        case 4: self = .status(try ControlStatus(parts[1]))
        case 5: self = .testPage(printer: try Self.text(parts[1]))
        case 6: self = .malformed(try Self.text(parts[1]))
        case 7: self = .mesh(parts[1].isNull ? nil : try MeshReport(parts[1]))
        case 8:
            guard let pair = parts[1].asArray, pair.count == 2,
                let lane = pair[1].asUnsigned.flatMap({ UInt8(exactly: $0) })
            else { throw .malformed("an invitation") }
            self = .invitation(try Self.text(pair[0]), lane: lane)
        case 9: self = .store(try StoreAnswer(parts[1]))
        case 10:
            guard let id = parts[1].asFixed(Bytes16.self) else { throw .malformed("a customer") }
            self = .customer(CustomerID(id))
        case 11: self = .customerRefused(try CustomerError(parts[1]))
        case _: throw .malformed("no such answer")
        }
    }

    private static func process(_ item: CBOR) throws(ControlError) -> Int32 {
        guard let process = item.asInt64.flatMap({ Int32(exactly: $0) }) else {
            throw .malformed("a process id")
        }
        return process
    }

    private static func text(_ item: CBOR) throws(ControlError) -> String {
        guard let text = item.asText else { throw .malformed("a text") }
        return text
    }

    private static func failed(_ item: CBOR) throws(ControlError) -> ControlAnswer {
        guard let parts = item.asArray, parts.count == 2,
            let cause = parts[0].asUnsigned.flatMap(StorageError.Cause.init)
        else { throw .malformed("a failure") }
        return .failed(cause, try text(parts[1]))
    }

    private static func refusal(_ item: CBOR) throws(ControlError) -> Refusal {
        guard let bytes = item.asBytes else { throw .malformed("a refusal") }
        do throws(CommandCodingError) {
            return try Refusal(decoding: bytes)
        } catch {
            throw .malformed("a refusal: \(error)")
        }
    }

    private static func performed(_ item: CBOR) throws(ControlError) -> [Performed] {
        guard let items = item.asArray else { throw .malformed("what was performed") }
        var all: [Performed] = []
        for item in items { all.append(try Performed(item)) }
        return all
    }
}

extension Performed {
    /// `[outcome, job's key or null, job's row or null, already]`.
    fileprivate var coded: CBOR {
        [
            .bytes(outcome.encode()), job.map { .bytes($0.key) } ?? .null,
            job.map { .bytes($0.value) } ?? .null, .bool(already),
        ]
    }

    fileprivate init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, parts.count == 4, let bytes = parts[0].asBytes,
            let already = parts[3].asBool
        else { throw .malformed("what was performed") }
        do throws(CommandCodingError) {
            self.init(outcome: try Outcome(decoding: bytes), already: already)
        } catch {
            throw .malformed("an outcome: \(error)")
        }
        if parts[1].isNull && parts[2].isNull { return }
        guard let key = parts[1].asBytes, let value = parts[2].asBytes,
            let job = PrintJob(key: key, value: value)
        else { throw .malformed("a print job") }
        self.job = job
    }
}

extension ControlStatus {
    fileprivate var coded: CBOR {
        [
            .integer(Int64(process)), .integer(started.milliseconds), .unsigned(performed),
            checkpointFailure.map { .text($0) } ?? .null, .array(problems.map { .text($0) }),
        ]
    }

    fileprivate init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, parts.count == 5,
            let process = parts[0].asInt64.flatMap({ Int32(exactly: $0) }),
            let started = parts[1].asInt64, let performed = parts[2].asUnsigned,
            parts[3].isNull || parts[3].asText != nil, let problems = parts[4].asArray,
            problems.allSatisfy({ $0.asText != nil })
        else { throw .malformed("a status") }
        self.init(
            process: process, started: Instant(milliseconds: started), performed: performed,
            checkpointFailure: parts[3].asText, problems: problems.compactMap(\.asText))
    }
}
