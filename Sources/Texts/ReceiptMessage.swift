/// R: receipts and returns; H: held sales.
public enum ReceiptMessage: Hashable, Sendable, MessageText {
    case noSuchReceipt(String)
    case alreadyVoided
    case hasReturns
    case drawerOfReceiptClosed
    case moreThanSold(String)
    case lineCameBack
    case taxModeDiffers
    case receiptIsVoided
    case overCap(String)
    case receiptVoided(String)
    case copyPrinted(UInt32)
    case scanIsReceipt(String)
    case nothingLeft
    case returned(String)
    case giftPrinted
    case differsFromReceipt
    case unsound
    case held(String)
    case nothingHeld
    case takenBy(String)
    case unknownHold
    case holdIsDamaged
    case alreadyRecalled
    case saleOpen
    case recalled
    case heldOutOfReach(String)
    case copyRung

    public static let samples: [ReceiptMessage] = [
        .noSuchReceipt("NUMBER"), .alreadyVoided, .hasReturns, .drawerOfReceiptClosed,
        .moreThanSold("QUANTITY"), .lineCameBack, .taxModeDiffers, .receiptIsVoided,
        .overCap("AMOUNT"), .receiptVoided("NUMBER"), .copyPrinted(1), .scanIsReceipt("NUMBER"),
        .nothingLeft, .returned("ITEM"), .giftPrinted, .differsFromReceipt, .unsound,
        .held("LABEL"), .nothingHeld, .takenBy("LANE"), .unknownHold, .holdIsDamaged,
        .alreadyRecalled, .saleOpen, .recalled, .heldOutOfReach("LANE"), .copyRung,
    ]

    public var wording: Wording {
        switch self {
        case .noSuchReceipt(let number):
            Wording(
                "R01", "Receipt \(number) is not on file.", "El ticket \(number) no figura.",
                next: "Check the number; without receipt: a manager.",
                "Revise el número; sin ticket: un encargado.")
        case .alreadyVoided:
            Wording("R02", "That receipt is voided already.", "Ese ticket ya está anulado.")
        case .hasReturns:
            Wording(
                "R03", "Goods of it came back already.", "Ya se devolvió algo de él.",
                next: "F9 returns the rest.", "F9 devuelve el resto.")
        case .drawerOfReceiptClosed:
            Wording(
                "R04", "Its drawer is counted already.", "Su cajón ya está cerrado.",
                next: "F9 returns the goods.", "F9 devuelve los artículos.")
        case .moreThanSold(let quantity):
            Wording(
                "R05", "Only \(quantity) can still come back.",
                "Solo se puede devolver \(quantity).",
                next: "Type at most that.", "Escriba como máximo eso.")
        case .lineCameBack:
            Wording(
                "R06", "That line is itself a return.", "Esa línea ya es una devolución.",
                next: "Choose another line.", "Elija otra línea.")
        case .taxModeDiffers:
            Wording(
                "R07", "It was sold under other tax rules.",
                "Se vendió con otras reglas de impuestos.",
                next: "Return it without receipt: a manager.",
                "Devuélvalo sin ticket: un encargado.")
        case .receiptIsVoided:
            Wording(
                "R08", "That receipt was voided: nothing can come back.",
                "Ese ticket fue anulado: no hay nada que devolver.")
        case .overCap(let cap):
            Wording(
                "R09", "Without receipt at most \(cap).", "Sin ticket como máximo \(cap).",
                next: "Look for the receipt.", "Busque el ticket.")
        case .receiptVoided(let number):
            Wording(
                "R10", "Receipt \(number) is voided.", "Ticket \(number) anulado.",
                next: "Give the money back.", "Devuelva el dinero.")
        case .copyPrinted(let copy):
            Wording("R11", "COPY \(copy) prints.", "Se imprime COPIA \(copy).")
        case .scanIsReceipt(let number):
            Wording(
                "R12", "\(number) is a receipt.", "\(number) es un ticket.",
                next: "F9, then scan it, to return goods.",
                "F9 y escanéelo para devolver artículos.")
        case .nothingLeft:
            Wording(
                "R13", "All of it came back already.", "Ya se devolvió todo.",
                next: "Choose another line or receipt.", "Elija otra línea u otro ticket.")
        case .returned(let item):
            Wording(
                "R14", "\(item) comes back.", "\(item) se devuelve.",
                next: "Scan new goods for an exchange, or Enter.",
                "Escanee artículos nuevos para un cambio, o Intro.")
        case .giftPrinted: Wording("R15", "Gift receipt prints.", "Se imprime ticket regalo.")
        case .differsFromReceipt:
            Wording(
                "R16", "What comes back differs from its receipt.",
                "Lo devuelto no coincide con su ticket.",
                next: "Void the line and return it anew.", "Anule la línea y devuélvala de nuevo.")
        case .unsound:
            Wording(
                "R17", "This sale's figures don't agree.", "Las cifras de esta venta no cuadran.",
                next: "Cancel it and ring it anew.", "Cancélela y regístrela de nuevo.")
        case .held(let label):
            Wording("H01", "Sale held: \(label).", "Venta aparcada: \(label).")
        case .nothingHeld: Wording("H02", "No sale is held.", "No hay ventas aparcadas.")
        case .takenBy(let lane):
            Wording(
                "H03", "Taken by lane \(lane).", "La tomó la caja \(lane).",
                next: "Go on there.", "Siga allí.")
        case .unknownHold:
            Wording(
                "H04", "That held sale is not here yet.", "Esa venta aún no está aquí.",
                next: "Try again shortly, or scan the goods.",
                "Pruebe en un momento o escanee los artículos.")
        case .holdIsDamaged:
            Wording(
                "H05", "That held sale can't be read.", "Esa venta no se puede leer.",
                next: "Scan the goods.", "Escanee los artículos.")
        case .alreadyRecalled:
            Wording(
                "H06", "That held sale was taken already.", "Esa venta ya fue recuperada.",
                next: "Ask at the other lanes.", "Pregunte en las otras cajas.")
        case .saleOpen:
            Wording(
                "H07", "A sale is open.", "Hay una venta abierta.",
                next: "Finish or hold it first.", "Termínela o aparque primero.")
        case .recalled: Wording("H08", "The held sale goes on.", "La venta aparcada sigue.")
        case .heldOutOfReach(let lane):
            Wording(
                "H09", "Lane \(lane) holds it, not reachable.",
                "La tiene la caja \(lane), sin conexión.",
                next: "Go on there, or a manager rings a copy.",
                "Siga allí, o un encargado registra una copia.")
        case .copyRung:
            Wording(
                "H10", "A copy of the held sale goes on.", "Sigue una copia de la venta aparcada.",
                next: "Tell the lane that holds it.", "Avise a la caja que la tiene.")
        }
    }
}
