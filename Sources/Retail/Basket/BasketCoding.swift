import Encoding

/// Why bytes are no basket; a row or a hold from elsewhere is refused, never half read.
public enum BasketCodingError: Error, Hashable, Sendable {
    /// Not the CBOR that a basket is, with the offset.
    case malformed(offset: Int)
    /// Written by a later version.
    case unknownVersion(UInt64)
    /// Well-formed, but no verbs lead to it.
    case unsound(BasketFault)
}

/// What makes a basket one that no verbs lead to.
public enum BasketFault: Hashable, Sendable {
    case digits
    case line(Int)
    case event(Int)
    case lastLine
    case discount
    case notes
    case tender(Int)
}

extension Basket {
    static let codingVersion: UInt64 = 1
    static let codingFields = 13

    /// The whole basket as deterministic CBOR: the open basket's row, and a hold's content.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 128 + 96 * (lines.count + events.count))
        encoder.array(Self.codingFields)
        encoder.unsigned(Self.codingVersion)
        encoder.fixed(id.id)
        encoder.integer(Int64(digits))
        encoder.list(lines) { $0.encode(&$1) }
        encoder.optional(discount) { $0.encode(&$1) }
        encoder.optional(customer) { $1.fixed($0.id) }
        encoder.optional(exemption) { $0.encode(&$1) }
        encoder.list(notes) { $1.text($0) }
        encoder.list(events) { $0.encode(&$1) }
        encoder.unsigned(UInt64(acceptedAge))
        stage.encode(&encoder)
        encoder.list(originalTenders) { $0.encode(&$1) }
        encoder.optional(lastLine) { $1.integer(Int64($0)) }
        return encoder.finish()
    }

    /// Reads what ``encode()`` wrote.
    public init(decoding bytes: [UInt8]) throws(BasketCodingError) {
        let version: UInt64
        let known: Basket?
        do throws(CBORError) {
            var reader = try BasketReader(bytes)
            version = try reader.version()
            known = version == Self.codingVersion ? try reader.basket() : nil
        } catch {
            throw .malformed(offset: error.offset)
        }
        guard let known else { throw .unknownVersion(version) }
        self = known
        if let fault { throw .unsound(fault) }
    }
}

extension Basket {
    /// Stops where the basket is one that no verbs lead to.
    public func checkInvariants() {
        precondition(fault == nil, "basket \(id.id.hex): \(String(describing: fault))")
    }

    /// The first thing about it that no verbs lead to.
    public var fault: BasketFault? {
        guard (0...4).contains(digits) else { return .digits }
        guard lines.count <= Limit.lines else { return .line(Limit.lines) }
        if let line = lines.firstIndex(where: { !$0.isSound }) { return .line(line) }
        let count = lines.count
        if let event = events.firstIndex(where: { $0.line.map { $0 >= count } ?? false }) {
            return .event(event)
        }
        if let line = lines.indices.first(where: isHiding) { return .line(line) }
        guard lastLine.map(lines.indices.contains) ?? true else { return .lastLine }
        guard discount.map({ $0.isInRange && hasEvent(.basketDiscounted, of: nil) }) ?? true
        else { return .discount }
        guard notes.count <= Limit.notes else { return .notes }
        let references = stage.tenders.map { $0.reference ?? "" }
        if let tender = references.firstIndex(where: { !ReceiptTender.isAllowed(reference: $0) }) {
            return .tender(tender)
        }
        return nil
    }

    /// Whether a line shows the mark of an act that no event tells of.
    private func isHiding(_ index: Int) -> Bool {
        let line = lines[index]
        if line.discount != nil, !hasEvent(.lineDiscounted, of: index) { return true }
        guard line.basis == .price else { return false }
        if line.quantity < .zero { return !hasEvent(.returnedWithoutReceipt, of: index) }
        if line.item == nil, !hasEvent(.openItem, of: index) { return true }
        return line.price != line.listPrice && !hasEvent(.priceOverridden, of: index)
    }

    private func hasEvent(_ kind: BasketEvent.Kind, of line: Int?) -> Bool {
        events.contains { $0.kind == kind && $0.line.map { Int($0) } == line }
    }
}

extension BasketLine {
    /// Whether its figures are within what verbs let in.
    fileprivate var isSound: Bool {
        let magnitude = max(quantity, -quantity)
        guard magnitude > .zero, magnitude <= Basket.Limit.quantity,
            price >= .zero, price <= Basket.Limit.price,
            listPrice >= .zero, listPrice <= Basket.Limit.price,
            discount?.isInRange ?? true, unit == .weight || magnitude.isWhole
        else { return false }
        switch basis {
        case .price: return true
        case .label(let amount): return amount >= .zero && quantity > .zero
        case .returned(let goods):
            return quantity < .zero && goods.cameBack >= .zero && -quantity <= goods.returnable
        }
    }
}

extension ReceiptTender {
    /// Whether a reference may be kept: short, and no card's number.
    static func isAllowed(reference: String) -> Bool {
        reference.count <= referenceCharactersMax && !CardNumber.isPossible(in: reference)
    }
}
