public import Encoding

/// What rights are counted of: `[what, id, …]` (protocol.md §3).
public enum Account: Hashable, Sendable {
    case stock(item: String, place: String)
    /// Gift card, store credit, points, house credit.
    case credit(Bytes16)
    /// The returnable quantity of a receipt's line, in thousandths.
    case returnable(receipt: Bytes16, line: UInt64)
    case coupon(Bytes16)
    /// A held basket; its amount is 1.
    case basket(Bytes16)
    case serial(item: String, serial: String)
    /// A promotion or an order.
    case promotion(Bytes16)

    /// Reads an account of a kind that this program knows; nil for any other shape.
    public init?(_ item: CBOR) {
        guard let parts = item.asArray, let what = parts.first?.asUnsigned else { return nil }
        func id() -> Bytes16? { parts.count == 2 ? parts[1].asFixed(Bytes16.self) : nil }
        func texts() -> (String, String)? {
            guard parts.count == 3, let first = parts[1].asText, let second = parts[2].asText
            else { return nil }
            return (first, second)
        }
        switch what {
        case 1:
            guard let (item, place) = texts() else { return nil }
            self = .stock(item: item, place: place)
        case 3:
            guard parts.count == 3, let receipt = parts[1].asFixed(Bytes16.self),
                let line = parts[2].asUnsigned
            else { return nil }
            self = .returnable(receipt: receipt, line: line)
        case 6:
            guard let (item, serial) = texts() else { return nil }
            self = .serial(item: item, serial: serial)
        case 2, 4, 5, 7:
            guard let id = id() else { return nil }
            self = Self.named(what, id)
        // A raw number, not an enum: later programs may know more.
        default: return nil
        }
    }

    private static func named(_ what: UInt64, _ id: Bytes16) -> Account {
        switch what {
        case 2: .credit(id)
        case 4: .coupon(id)
        case 5: .basket(id)
        // 7, as the caller looked at.
        default: .promotion(id)
        }
    }

    public var cbor: CBOR {
        switch self {
        case .stock(let item, let place): [.unsigned(1), .text(item), .text(place)]
        case .credit(let id): [.unsigned(2), .fixed(id)]
        case .returnable(let receipt, let line):
            [.unsigned(3), .fixed(receipt), .unsigned(line)]
        case .coupon(let id): [.unsigned(4), .fixed(id)]
        case .basket(let id): [.unsigned(5), .fixed(id)]
        case .serial(let item, let serial): [.unsigned(6), .text(item), .text(serial)]
        case .promotion(let id): [.unsigned(7), .fixed(id)]
        }
    }
}
