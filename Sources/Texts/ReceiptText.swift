/// What stands on receipts and gift receipts beside names and figures.
public enum ReceiptText: Hashable, Sendable, Translatable {
    case refund
    case exchange
    case giftReceipt
    case copy(UInt32)
    case training
    case store(String)
    case lane(String)
    case cashier(UInt32)
    case receiptNumber
    case businessDate
    case subtotal
    case discount
    case tax(label: String, rate: String, base: String)
    case taxIncluded(label: String, rate: String, base: String)
    case taxExempt
    case total
    case refundTotal
    case rounding
    case change
    case paidOut(String)
    case reference(String)
    case returned
    case customer
    case note(String)
    case itemCount(String)
    case wasPrice(String)

    public var translation: Translation {
        switch self {
        case .refund: Translation("REFUND", "DEVOLUCIÓN")
        case .exchange: Translation("EXCHANGE", "CAMBIO DE ARTÍCULOS")
        case .giftReceipt: Translation("GIFT RECEIPT", "TICKET REGALO")
        case .copy(let count): Translation("COPY \(count)", "COPIA \(count)")
        case .training: Translation("TRAINING", "PRÁCTICA")
        case .store(let store): Translation("Store \(store)", "Tienda \(store)")
        case .lane(let lane): Translation("Lane \(lane)", "Caja \(lane)")
        case .cashier(let number): Translation("Cashier \(number)", "Cajero \(number)")
        case .receiptNumber: Translation("Receipt", "Ticket")
        case .businessDate: Translation("Business date", "Fecha contable")
        case .subtotal: Translation("Subtotal", "Subtotal")
        case .discount: Translation("Discount", "Descuento")
        case .tax(let label, let rate, let base):
            Translation("\(label) \(rate) on \(base)", "\(label) \(rate) sobre \(base)")
        case .taxIncluded(let label, let rate, let base):
            Translation(
                "Includes \(label) \(rate) on \(base)", "Incluye \(label) \(rate) sobre \(base)")
        case .taxExempt: Translation("TAX EXEMPT", "EXENTO DE IMPUESTOS")
        case .total: Translation("TOTAL", "TOTAL")
        case .refundTotal: Translation("TO REFUND", "A DEVOLVER")
        case .rounding: Translation("Cash rounding", "Redondeo")
        case .change: Translation("CHANGE", "CAMBIO")
        case .paidOut(let tender): Translation("\(tender) paid out", "Devuelto: \(tender)")
        case .reference(let reference): Translation("Ref. \(reference)", "Ref. \(reference)")
        case .returned: Translation("RETURNED", "DEVUELTO")
        case .customer: Translation("Customer", "Cliente")
        case .note(let note): Translation("Note: \(note)", "Nota: \(note)")
        case .itemCount(let count): Translation("Items: \(count)", "Artículos: \(count)")
        case .wasPrice(let price): Translation("was \(price)", "antes \(price)")
        }
    }
}
