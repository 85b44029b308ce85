import Encoding

// What a node answers to a command that it performed or refused.

extension Outcome {
    /// `[number, value …]`, one item.
    public func encode() -> [UInt8] { coded.encoded }

    /// Reads what ``encode()`` wrote, and nothing else.
    public init(decoding bytes: [UInt8]) throws(CommandCodingError) {
        self = try CBOR.exact(
            bytes,
            { item throws(CommandCodingError) in
                try Outcome(try CodedCase(item))
            }, \.coded)
    }

    private var coded: CBOR {
        switch self {
        case .done: .coded(0)
        case .receipt(let receipt): .coded(1, .fact(.receiptCompleted(receipt)))
        case .recalled(let basket): .coded(2, .bytes(basket.encode()))
        case .held(let record): .coded(3, .fact(.basketHeld(record)))
        case .closed(let closing): .coded(4, .fact(.drawerClosed(closing)))
        case .report(let report): .coded(5, .bytes(report.encoded))
        case .reprinted(let receipt, let copy):
            .coded(6, .fact(.receiptCompleted(receipt)), .number(copy))
        }
    }

    private init(_ parts: CodedCase) throws(CommandCodingError) {
        switch parts.number {
        case 0: self = .done
        case 1: self = .receipt(try Self.receipt(parts))
        case 2: self = .recalled(try parts.basket(1))
        case 3:
            guard case .basketHeld(let record) = try parts.fact(1, kind: 68) else {
                throw .value(1)
            }
            self = .held(record)
        case 4:
            guard case .drawerClosed(let closing) = try parts.fact(1, kind: 72) else {
                throw .value(1)
            }
            self = .closed(closing)
        case 5: self = .report(try DrawerReport(decoding: try parts.bytes(1)))
        case 6: self = .reprinted(try Self.receipt(parts), copy: try parts.number(2))
        default: throw parts.unknown
        }
    }

    private static func receipt(_ parts: CodedCase) throws(CommandCodingError) -> Receipt {
        guard case .receiptCompleted(let receipt) = try parts.fact(1, kind: 64) else {
            throw .value(1)
        }
        return receipt
    }
}

extension DrawerReport {
    /// Reads what ``encoded`` holds.
    fileprivate init(decoding bytes: [UInt8]) throws(CommandCodingError) {
        do throws(FactError) {
            var reader = try FieldReader(kind: 72, bytes)
            try self.init(from: &reader)
            try reader.end()
        } catch {
            throw .fact(error)
        }
    }
}
