import Encoding
import Texts

extension Stationery {
    /// The slip of a voided receipt.
    public func slip(
        _ void: ReceiptVoid, cashier: UInt32, approver: UInt32?, isTraining: Bool = false
    ) -> Document {
        let opens = void.tenders.contains { settings.tender($0.tender)?.opensDrawer ?? false }
        var elements: [Document.Element] = opens ? [.openDrawer] : []
        elements += header() + [.text(say(.voidSlip), .title)]
        elements += place(cashier: cashier, time: void.time, businessDate: void.businessDate)
        elements.append(.pair(say(.originalReceipt), void.number.description, .plain))
        elements.append(.pair(say(.amount), numbers.textWithSymbol(void.total), .strong))
        for tender in void.tenders {
            let name = tenderName(tender.tender)
            let label = tender.amount > .zero ? say(.paidOut(name)) : name
            elements.append(.pair(label, write(tender.amount.magnitude), .plain))
        }
        elements += why(void.reason == 0 ? nil : void.reason, .void, approver)
        return finished(elements + signatures() + [.cut], isTraining: isTraining)
    }

    /// The slip of a held basket, with the barcode that recalls it.
    public func slip(
        held record: BasketRecord, cashier: UInt32, isTraining: Bool = false
    ) -> Document {
        var elements = header() + [.text(say(.heldSlip), .title)]
        elements += place(cashier: cashier, time: record.time, businessDate: record.businessDate)
        if let label = record.label { elements.append(.text(label, .strong)) }
        elements.append(.text(say(.itemCount(String(record.lines.count))), .plain))
        elements.append(.pair(say(.total), numbers.textWithSymbol(record.total), .strong))
        elements.append(.text(say(.recallHint), .centred))
        elements.append(.barcode(Document.Barcode(.code128, record.slipCode)))
        return finished(elements + [.cut], isTraining: isTraining)
    }

    /// The slip of a drop, paid-in, paid-out or no-sale; it opens the drawer.
    public func slip(
        _ movement: DrawerMovement, cashier: UInt32, approver: UInt32?, isTraining: Bool = false
    ) -> Document {
        var elements: [Document.Element] = [.openDrawer] + header()
        elements.append(.text(say(title(movement.kind)), .title))
        elements += place(
            cashier: cashier, time: movement.time, businessDate: movement.businessDate)
        if movement.kind != .noSale {
            elements.append(.pair(say(.amount), numbers.textWithSymbol(movement.amount), .strong))
        }
        if let use = movement.kind.reasonUse { elements += why(movement.reason, use, approver) }
        if let text = movement.text { elements.append(.text(text, .plain)) }
        if movement.kind != .noSale { elements += signatures() }
        return finished(elements + [.cut], isTraining: isTraining)
    }

    /// A page that shows what a printer can do: letters, styles, barcodes, the knife.
    public func testPage() -> Document {
        let styles: [(String, Document.Style)] = [
            ("ABCDEFGHIJKLM nopqrstuvwxyz 0123456789", .plain),
            ("áéíóúñü ÁÉÍÓÚÑÜ ¿¡ £€$ äöß çêè łśź", .plain), ("STRONG", .strong),
            ("WIDE", Document.Style(size: .wide)), ("TALL", Document.Style(size: .tall)),
            ("RIGHT", Document.Style(.right)),
        ]
        var elements = header() + [.text(say(.testPage), .title)]
        elements.append(.text(say(.lane(lane)), .centred))
        elements += styles.map { .text($0.0, $0.1) }
        elements += [
            .rule, .pair(say(.amount), numbers.textWithSymbol(Money(123_456)), .plain),
            .barcode(Document.Barcode(.ean13, "4006381333931")),
            .barcode(Document.Barcode(.code128, "TILLMESH-01")), .qr("TILLMESH"),
            .text(say(.testLine), .centred), .cut,
        ]
        return finished(elements)
    }

    private func title(_ kind: DrawerMovement.Kind) -> ReportText {
        switch kind {
        case .drop: .dropSlip
        case .paidIn: .paidInSlip
        case .paidOut: .paidOutSlip
        case .noSale: .noSaleSlip
        }
    }

    private func why(
        _ reason: UInt8?, _ use: ReasonUse, _ approver: UInt32?
    ) -> [Document.Element] {
        var elements: [Document.Element] = []
        if let reason { elements.append(.pair(say(.reason), reasonName(reason, use), .plain)) }
        if let approver { elements.append(.text(say(.approvedBy(approver)), .plain)) }
        return elements
    }
}

extension BasketRecord {
    /// What the slip's barcode says: `H` and the first 16 digits of the hold's content id, which
    /// fit on paper 58 mm wide.
    public var slipCode: String { "H\(content.id.hex.prefix(16).uppercased())" }
}
