/// What stands on drawer reports and slips.
public enum ReportText: Hashable, Sendable, Translatable {
    case xReport
    case zReport(UInt32)
    case series
    case receipts(first: String, last: String)
    case noReceipts
    case sales(UInt32)
    case returns(UInt32)
    case voids(UInt32)
    case voidedLines(UInt32)
    case discounts(UInt32)
    case overrides(UInt32)
    case cancelled(UInt32)
    case noSales
    case reprints
    case training(UInt32)
    case rounding
    case taxes
    case tenders
    case tally(name: String, count: UInt32)
    case drawer
    case float
    case drops(UInt32)
    case paidIn(UInt32)
    case paidOut(UInt32)
    case expectedCash
    case countedCash
    case over
    case short
    case difference
    case grandTotal
    case logHead(UInt64)
    case openedAt
    case voidSlip
    case originalReceipt
    case heldSlip
    case recallHint
    case dropSlip
    case paidInSlip
    case paidOutSlip
    case noSaleSlip
    case reason
    case amount
    case approvedBy(UInt32)
    case signatureCashier
    case signatureManager
    case testPage
    case testLine

    public var translation: Translation {
        switch self {
        case .xReport: Translation("X REPORT", "INFORME X")
        case .zReport(let number): Translation("Z REPORT \(number)", "INFORME Z \(number)")
        case .series: Translation("Series", "Serie")
        case .receipts(let first, let last):
            Translation("Receipts \(first) to \(last)", "Tickets \(first) a \(last)")
        case .noReceipts: Translation("No receipts", "Sin tickets")
        case .sales(let count): Translation("Sales (\(count))", "Ventas (\(count))")
        case .returns(let count): Translation("Returns (\(count))", "Devoluciones (\(count))")
        case .voids(let count): Translation("Voids (\(count))", "Anulaciones (\(count))")
        case .voidedLines(let count):
            Translation("Voided lines (\(count))", "Líneas anuladas (\(count))")
        case .discounts(let count): Translation("Discounts (\(count))", "Descuentos (\(count))")
        case .overrides(let count):
            Translation("Price overrides (\(count))", "Cambios de precio (\(count))")
        case .cancelled(let count):
            Translation("Cancelled baskets (\(count))", "Cestas canceladas (\(count))")
        case .noSales: Translation("No-sales", "Aperturas sin venta")
        case .reprints: Translation("Reprints", "Reimpresiones")
        case .training(let count): Translation("Training (\(count))", "Práctica (\(count))")
        case .rounding: Translation("Cash rounding", "Redondeo")
        case .taxes: Translation("TAXES", "IMPUESTOS")
        case .tenders: Translation("TENDERS", "FORMAS DE PAGO")
        case .tally(let name, let count): Translation("\(name) (\(count))", "\(name) (\(count))")
        case .drawer: Translation("DRAWER", "CAJÓN")
        case .float: Translation("Float", "Fondo inicial")
        case .drops(let count): Translation("Drops (\(count))", "Retiradas (\(count))")
        case .paidIn(let count): Translation("Paid in (\(count))", "Entradas (\(count))")
        case .paidOut(let count): Translation("Paid out (\(count))", "Salidas (\(count))")
        case .expectedCash: Translation("Expected cash", "Efectivo esperado")
        case .countedCash: Translation("Counted cash", "Efectivo contado")
        case .over: Translation("OVER", "SOBRA")
        case .short: Translation("SHORT", "FALTA")
        case .difference: Translation("Difference", "Diferencia")
        case .grandTotal: Translation("Grand total", "Gran total")
        case .logHead(let sequence): Translation("Log head \(sequence)", "Registro \(sequence)")
        case .openedAt: Translation("Opened", "Apertura")
        case .voidSlip: Translation("RECEIPT VOIDED", "TICKET ANULADO")
        case .originalReceipt: Translation("Original receipt", "Ticket original")
        case .heldSlip: Translation("SALE HELD", "VENTA APARCADA")
        case .recallHint:
            Translation("Scan to recall on any lane", "Escanee para recuperar en cualquier caja")
        case .dropSlip: Translation("CASH DROP", "RETIRADA DE EFECTIVO")
        case .paidInSlip: Translation("PAID IN", "ENTRADA DE EFECTIVO")
        case .paidOutSlip: Translation("PAID OUT", "SALIDA DE EFECTIVO")
        case .noSaleSlip: Translation("NO SALE", "APERTURA SIN VENTA")
        case .reason: Translation("Reason", "Motivo")
        case .amount: Translation("Amount", "Importe")
        case .approvedBy(let number):
            Translation("Approved by \(number)", "Autorizado por \(number)")
        case .signatureCashier: Translation("Cashier signature", "Firma del cajero")
        case .signatureManager: Translation("Manager signature", "Firma del encargado")
        case .testPage: Translation("TEST PAGE", "PÁGINA DE PRUEBA")
        case .testLine:
            Translation("Paper, knife and letters work.", "Papel, corte y letras funcionan.")
        }
    }
}
