import Encoding

extension Command {
    static let codingVersion: UInt64 = 2

    /// `[version, person, approver or null, action, subject keys, publication or null]` as
    /// deterministic CBOR.
    public func encode() -> [UInt8] { coded.encoded }

    /// Reads what ``encode()`` wrote, and nothing else.
    public init(decoding bytes: [UInt8]) throws(CommandCodingError) {
        self = try CBOR.exact(
            bytes,
            { item throws(CommandCodingError) in
                try Command(item)
            }, \.coded)
    }

    private var coded: CBOR {
        .coded(
            Int(Self.codingVersion), .fixed(person.id), .optional(approver) { .fixed($0.id) },
            action.coded,
            .array(subjectKeys.map { .coded(0, .fixed($0.subject), .fixed($0.key)) }),
            .optional(publication) { .fixed($0.id) })
    }

    private init(_ item: CBOR) throws(CommandCodingError) {
        let parts = try CodedCase(item)
        guard parts.number == Self.codingVersion else { throw .unknownVersion(parts.number) }
        let person = try parts.value(1) { $0.asFixed(Bytes16.self).map(PersonID.init) }
        let approver = try parts.optional(2) { $0.asFixed(Bytes16.self).map(PersonID.init) }
        let keys = try parts.list(4) { key throws(CommandCodingError) in
            SubjectKey(
                subject: try key.value(1) { $0.asFixed(Bytes16.self) },
                key: try key.value(2) { $0.asFixed(Bytes32.self) })
        }
        self.init(
            try Action(try CodedCase(try parts.item(3))), by: person, approvedBy: approver,
            subjectKeys: keys)
        publication = try parts.optional(5) { $0.asFixed(Bytes16.self).map(PublicationID.init) }
    }
}

extension Command.Action {
    fileprivate var coded: CBOR {
        switch self {
        case .sign(let kind): .coded(0, .named(kind))
        case .clock(let kind): .coded(1, .named(kind))
        case .openDrawer(let float): .coded(2, .money(float))
        case .moveCash(let move):
            .coded(
                3, .named(move.kind), .money(move.amount), .optional(move.reason) { .number($0) },
                .optional(move.text) { .text($0) })
        case .takeX: .coded(4)
        case .closeDrawer(let denominations, let counted):
            .coded(
                5, .array(denominations.map { [.money($0.value), .number($0.count)] }),
                .money(counted))
        case .complete(let basket): .coded(6, .bytes(basket.encode()))
        case .hold(let basket, let label):
            .coded(7, .bytes(basket.encode()), .optional(label) { .text($0) })
        case .recall(let hold): .coded(8, .content(hold))
        case .cancel(let basket, let reason):
            .coded(9, .bytes(basket.encode()), .optional(reason) { .number($0) })
        case .voidReceipt(let receipt, let reason): .coded(10, .content(receipt), .number(reason))
        case .reprint(let receipt, let kind): .coded(11, .content(receipt), .named(kind))
        case .moveStock(let request): request.coded
        case .adjustMoney(let amount, let reason, let reference):
            .coded(13, .money(amount), .text(reason), .optional(reference) { .text($0) })
        case .changeItems(let changes):
            .coded(14, .array(changes.map { .fact(.itemChanged($0)) }))
        case .changeTaxes(let rules): .coded(15, .fact(.taxChanged(Self.carrier(of: rules))))
        case .changePerson(let change): .coded(16, .fact(.personChanged(change)))
        case .changeCustomer(let change): .coded(17, .fact(.customerChanged(change)))
        case .changeSetting(let name, let value): .coded(18, .text(name), .bytes(value))
        case .recordImport(let record): .coded(19, .fact(.imported(record)))
        case .ringCopy(let hold, let copy): .coded(20, .content(hold), .content(copy))
        case .publish(let moment): .coded(21, .integer(moment.milliseconds))
        }
    }

    /// Rules travel as a fact does; its id and version are given when it is decided.
    private static func carrier(of rules: [TaxRule]) -> TaxChange {
        TaxChange(content: ContentID(Bytes16(words: [0, 0])), version: 0, rules: rules)
    }

    fileprivate init(_ parts: CodedCase) throws(CommandCodingError) {
        switch parts.number {
        case 0: self = .sign(try parts.named(1))
        case 1: self = .clock(try parts.named(1))
        case 2: self = .openDrawer(float: try parts.money(1))
        case 3:
            self = .moveCash(
                CashMove(
                    try parts.named(1), amount: try parts.money(2),
                    reason: try parts.numberIfAny(3), text: try parts.textIfAny(4)))
        case 4: self = .takeX
        case 5: self = try Self.closing(parts)
        case 6: self = .complete(try parts.basket(1))
        case 7: self = .hold(try parts.basket(1), label: try parts.textIfAny(2))
        case 8: self = .recall(hold: try parts.content(1))
        case 20:
            self = .ringCopy(hold: try parts.content(1), copy: try parts.content(2))
        case 9: self = .cancel(try parts.basket(1), reason: try parts.numberIfAny(2))
        case 10: self = .voidReceipt(try parts.content(1), reason: try parts.number(2))
        case 11: self = .reprint(try parts.content(1), try parts.named(2))
        case 21:
            self = .publish(
                from: try parts.value(1) { $0.asInt64.map(Instant.init(milliseconds:)) })
        case 12...19: self = try Self.backOffice(parts)
        default: throw parts.unknown
        }
    }

    private static func closing(_ parts: CodedCase) throws(CommandCodingError) -> Self {
        let denominations = try parts.value(1) { list in
            list.asArray.flatMap { Self.denominations($0) }
        }
        return .closeDrawer(denominations: denominations, counted: try parts.money(2))
    }

    private static func denominations(_ items: [CBOR]) -> [DenominationCount]? {
        var counts: [DenominationCount] = []
        for item in items {
            guard let pair = item.asArray, pair.count == 2, let value = pair[0].asInt64,
                let count = pair[1].asUnsigned.flatMap({ UInt32(exactly: $0) })
            else { return nil }
            counts.append(DenominationCount(value: Money(value), count: count))
        }
        return counts
    }

    private static func backOffice(_ parts: CodedCase) throws(CommandCodingError) -> Self {
        switch parts.number {
        case 12: return .moveStock(try StockRequest(parts))
        case 13:
            return .adjustMoney(
                amount: try parts.money(1), reason: try parts.text(2),
                reference: try parts.textIfAny(3))
        case 14: return .changeItems(try itemChanges(parts))
        case 15:
            guard case .taxChanged(let change) = try parts.fact(1, kind: 80) else { break }
            return .changeTaxes(change.rules)
        case 16:
            guard case .personChanged(let change) = try parts.fact(1, kind: 81) else { break }
            return .changePerson(change)
        case 17:
            guard case .customerChanged(let change) = try parts.fact(1, kind: 82) else { break }
            return .changeCustomer(change)
        case 18: return .changeSetting(name: try parts.text(1), value: try parts.bytes(2))
        case 19:
            guard case .imported(let record) = try parts.fact(1, kind: 84) else { break }
            return .recordImport(record)
        default: break
        }
        throw parts.unknown
    }

    private static func itemChanges(
        _ parts: CodedCase
    ) throws(CommandCodingError) -> [ItemChange] {
        var changes: [ItemChange] = []
        for item in try parts.value(1, { $0.asArray }) {
            let carrier = try CodedCase([0, item])
            guard case .itemChanged(let change) = try carrier.fact(1, kind: 79) else {
                throw .value(1)
            }
            changes.append(change)
        }
        return changes
    }
}

extension StockRequest {
    fileprivate var coded: CBOR {
        .coded(
            12, .named(kind), .text(place.name), .text(reason),
            .array(
                lines.map { line in
                    .coded(
                        0, .text(line.item.text), .integer(line.quantity.thousandths),
                        .optional(line.cost) { .integer($0.tenThousandths) },
                        .optional(line.reason) { .text($0) })
                }))
    }

    fileprivate init(_ parts: CodedCase) throws(CommandCodingError) {
        let lines = try parts.list(4) { line throws(CommandCodingError) in
            Line(
                item: ItemCode(try line.text(1)),
                quantity: Quantity(thousandths: try line.number(2)),
                cost: try line.numberIfAny(3).map { UnitPrice(tenThousandths: $0) },
                reason: try line.textIfAny(4))
        }
        self.init(
            kind: try parts.named(1), place: Place(try parts.text(2)), reason: try parts.text(3),
            lines: lines)
    }
}
