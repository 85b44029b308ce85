extension Fact {
    /// The payload of its operation: a map as `docs/facts.md` lists it.
    public func encode() -> [UInt8] {
        var writer = FieldWriter(capacity: capacity)
        writer.id(0, content.id)
        switch self {
        case .receiptCompleted(let fact): fact.encode(into: &writer)
        case .receiptVoided(let fact): fact.encode(into: &writer)
        case .receiptReprinted(let fact): fact.encode(into: &writer)
        case .basketCancelled(let fact), .basketHeld(let fact): fact.encode(into: &writer)
        case .basketRecalled(let fact): fact.encode(into: &writer)
        case .drawerOpened(let fact): fact.encode(into: &writer)
        case .drawerMoved(let fact): fact.encode(into: &writer)
        case .drawerClosed(let fact): fact.encode(into: &writer)
        case .reportTaken(let fact): fact.encode(into: &writer)
        case .signedOn(let fact): fact.encode(into: &writer)
        case .pinsFailed(let fact): fact.encode(into: &writer)
        case .clocked(let fact): fact.encode(into: &writer)
        case .stockMoved(let fact): fact.encode(into: &writer)
        case .moneyAdjusted(let fact): fact.encode(into: &writer)
        case .itemChanged(let fact): fact.encode(into: &writer)
        case .taxChanged(let fact): fact.encode(into: &writer)
        case .personChanged(let fact): fact.encode(into: &writer)
        case .customerChanged(let fact): fact.encode(into: &writer)
        case .settingChanged(let fact): fact.encode(into: &writer)
        case .imported(let fact): fact.encode(into: &writer)
        case .unlocked(let fact): fact.encode(into: &writer)
        }
        return writer.finish()
    }

    private var capacity: Int {
        guard case .receiptCompleted(let receipt) = self else { return 256 }
        return 256 + 64 * receipt.lines.count
    }

    /// Reads the payload of an operation of this kind; keys that it doesn't know don't matter.
    ///
    /// - Throws: ``FactError`` with the key and the place that offends.
    public static func decode(kind: UInt16, payload: [UInt8]) throws(FactError) -> Fact {
        var reader = try FieldReader(kind: kind, payload)
        let fact = try read(kind, &reader)
        try reader.end()
        return fact
    }

    private static func read(_ kind: UInt16, _ reader: inout FieldReader) throws(FactError) -> Fact
    {
        switch kind {
        case 64: .receiptCompleted(try Receipt(from: &reader))
        case 65: .receiptVoided(try ReceiptVoid(from: &reader))
        case 66: .receiptReprinted(try Reprint(from: &reader))
        case 67: .basketCancelled(try BasketRecord(from: &reader))
        case 68: .basketHeld(try BasketRecord(from: &reader))
        case 69: .basketRecalled(try BasketRecall(from: &reader))
        case 70: .drawerOpened(try DrawerOpening(from: &reader))
        case 71: .drawerMoved(try DrawerMovement(from: &reader))
        case 72: .drawerClosed(try DrawerClosing(from: &reader))
        case 73: .reportTaken(try ReportTaken(from: &reader))
        case 74: .signedOn(try SignOn(from: &reader))
        case 75: .pinsFailed(try FailedPINs(from: &reader))
        case 76: .clocked(try ClockEntry(from: &reader))
        case 77: .stockMoved(try StockMovement(from: &reader))
        case 78: .moneyAdjusted(try MoneyAdjustment(from: &reader))
        case 79: .itemChanged(try ItemChange(from: &reader))
        case 80: .taxChanged(try TaxChange(from: &reader))
        case 81: .personChanged(try PersonChange(from: &reader))
        case 82: .customerChanged(try CustomerChange(from: &reader))
        case 83: .settingChanged(try SettingChange(from: &reader))
        case 84: .imported(try ImportRecord(from: &reader))
        case 85: .unlocked(try Unlock(from: &reader))
        default: throw reader.unknownKind
        }
    }
}
