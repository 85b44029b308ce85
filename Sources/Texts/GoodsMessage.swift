/// S: goods and the lines of a sale; T05: their prices.
public enum GoodsMessage: Hashable, Sendable, MessageText {
    case notFound(String)
    case didYouMean(String)
    case unreadable(String)
    case noPrice(String)
    case inactive(String)
    case tooYoung(years: UInt8)
    case noSuchLine
    case lineIsVoided
    case quantityOutOfRange
    case quantityNotWhole
    case lineIsFixed
    case notByPiece(String)
    case notWeighed(String)
    case nothingToRepeat
    case priceOutOfRange
    case discountOutOfRange
    case tooManyLines(most: Int)
    case tooManyNotes(most: Int)
    case textTooLong(most: Int)
    case looksLikeCard
    case nothingRung
    case somethingPaid
    case cancelled
    case voided(String)
    case needsReason
    case unknownReason(UInt8)
    case exemptionExpired
    case noCertificate
    case nothingMatches(String)
    case customerAttached(String)
    case customerRemoved
    case customerUnfit
    case noted
    case discounted
    case priceChanged(String)
    case exempted
    case labelUnsure(String)
    case noDepartments
    case pricesOld(hours: UInt32)
    case expired(String, day: String)

    public static let samples: [GoodsMessage] = [
        .notFound("CODE"), .didYouMean("CODE"), .unreadable("CODE"), .noPrice("ITEM"),
        .inactive("ITEM"), .tooYoung(years: 18), .noSuchLine, .lineIsVoided, .quantityOutOfRange,
        .quantityNotWhole, .lineIsFixed, .notByPiece("ITEM"), .notWeighed("ITEM"),
        .nothingToRepeat, .priceOutOfRange, .discountOutOfRange, .tooManyLines(most: 4000),
        .tooManyNotes(most: 10), .textTooLong(most: 64), .looksLikeCard, .nothingRung,
        .somethingPaid, .cancelled, .voided("ITEM"), .needsReason, .unknownReason(9),
        .exemptionExpired, .noCertificate, .nothingMatches("TEXT"), .customerAttached("NAME"),
        .customerRemoved, .customerUnfit, .noted, .discounted, .priceChanged("ITEM"), .exempted,
        .labelUnsure("CODE"), .noDepartments, .pricesOld(hours: 2),
        .expired("ITEM", day: "21-11-2026"),
    ]

    public var wording: Wording {
        switch self {
        case .notFound(let code):
            Wording(
                "S01", "\(code) not found; nothing was added.",
                "\(code) no encontrado; no se añadió nada.",
                next: "F3 finds it by name, F10 O sells it by department.",
                "F3 lo busca por nombre, F10 O lo vende por departamento.")
        case .didYouMean(let code):
            Wording(
                "S02", "Check digit wrong, did you mean \(code)?",
                "Dígito de control erróneo, ¿quiso decir \(code)?",
                next: "Enter takes it; Esc clears.", "Intro lo acepta; Esc borra.")
        case .unreadable(let code):
            Wording(
                "S03", "\(code) can't be read as a code.", "\(code) no se puede leer como código.",
                next: "Scan again, or F3 finds it by name.",
                "Escanee otra vez, o F3 lo busca por nombre.")
        case .noPrice(let item):
            Wording(
                "S04", "\(item) has no price today.", "\(item) no tiene precio hoy.",
                next: "Ask a manager; F10 O sells it by department.",
                "Pregunte al encargado; F10 O lo vende por departamento.")
        case .inactive(let item):
            Wording(
                "S05", "\(item) is no longer sold.", "\(item) ya no se vende.",
                next: "Ask a manager.", "Pregunte al encargado.")
        case .tooYoung(let years):
            Wording(
                "S06", "Refused: buyer under \(years). It is on record.",
                "Rechazado: menor de \(years). Queda registrado.",
                next: "Put the item aside.", "Aparte el artículo.")
        case .noSuchLine:
            Wording(
                "S07", "There is no such line.", "No existe esa línea.",
                next: "Choose a line with the arrows.", "Elija una línea con las flechas.")
        case .lineIsVoided:
            Wording(
                "S08", "That line is voided already.", "Esa línea ya está anulada.",
                next: "Scan the item again to sell it.", "Escanee otra vez para venderlo.")
        case .quantityOutOfRange:
            Wording(
                "S09", "That quantity can't be.", "Esa cantidad no puede ser.",
                next: "Type it again.", "Escriba otra vez.")
        case .quantityNotWhole:
            Wording(
                "S10", "This is sold in whole pieces.", "Se vende por piezas enteras.",
                next: "Type a whole number.", "Escriba un número entero.")
        case .lineIsFixed:
            Wording(
                "S11", "Its label or receipt fixes this line.",
                "Su etiqueta o su ticket fija esta línea.",
                next: "F7 voids it.", "F7 la anula.")
        case .notByPiece(let item):
            Wording(
                "S12", "\(item) is sold by weight.", "\(item) se vende por peso.",
                next: "Type the weight: 0.745.", "Escriba el peso: 0,745.")
        case .notWeighed(let item):
            Wording(
                "S13", "\(item) is sold by the piece.", "\(item) se vende por unidad.",
                next: "Type how many: 3*.", "Escriba cuántos: 3*.")
        case .nothingToRepeat:
            Wording(
                "S14", "There is nothing to repeat.", "No hay nada que repetir.",
                next: "Scan the item.", "Escanee el artículo.")
        case .priceOutOfRange:
            Wording(
                "S15", "That price can't be.", "Ese precio no puede ser.",
                next: "Type it again.", "Escriba otra vez.")
        case .discountOutOfRange:
            Wording(
                "S16", "That discount can't be.", "Ese descuento no puede ser.",
                next: "More than 0, at most 100 %.", "Más de 0 y como máximo 100 %.")
        case .tooManyLines(let most):
            Wording(
                "S17", "A sale has at most \(most) lines.",
                "Una venta tiene como máximo \(most) líneas.",
                next: "Take the money, then begin another.", "Cobre y empiece otra.")
        case .tooManyNotes(let most):
            Wording(
                "S18", "A sale has at most \(most) notes.",
                "Una venta tiene como máximo \(most) notas.")
        case .textTooLong(let most):
            Wording(
                "S19", "At most \(most) characters.", "Como máximo \(most) caracteres.",
                next: "Make it shorter.", "Hágalo más corto.")
        case .looksLikeCard:
            Wording(
                "S20", "That looks like a card number; it is kept nowhere.",
                "Parece un número de tarjeta; no se guarda.",
                next: "Type the slip's reference.", "Escriba la referencia del comprobante.")
        case .nothingRung:
            Wording(
                "S22", "Nothing is rung yet.", "Todavía no hay nada en la venta.",
                next: "Scan an item.", "Escanee un artículo.")
        case .somethingPaid:
            Wording(
                "S23", "Something is paid already; the goods stay.",
                "Ya hay algo pagado; los artículos se quedan.",
                next: "Esc takes a payment back.", "Esc devuelve un pago.")
        case .cancelled: Wording("S24", "Sale cancelled.", "Venta cancelada.")
        case .voided(let item):
            Wording("S25", "\(item): line voided.", "\(item): línea anulada.")
        case .needsReason:
            Wording(
                "S26", "This needs a reason.", "Hace falta un motivo.",
                next: "Choose one by its number.", "Elija uno por su número.")
        case .unknownReason(let number):
            Wording(
                "S27", "There is no reason \(number).", "No hay motivo \(number).",
                next: "Choose one of those shown.", "Elija uno de los mostrados.")
        case .exemptionExpired:
            Wording(
                "S28", "The exemption certificate has expired.",
                "El certificado de exención ha caducado.",
                next: "The sale goes on with tax.", "La venta sigue con impuestos.")
        case .noCertificate:
            Wording(
                "S29", "No exemption certificate is on file.",
                "No hay certificado de exención archivado.",
                next: "The sale goes on with tax.", "La venta sigue con impuestos.")
        case .nothingMatches(let text):
            Wording(
                "S30", "Nothing matches \(text).", "Nada coincide con \(text).",
                next: "Try a shorter word.", "Pruebe una palabra más corta.")
        case .customerAttached(let name):
            Wording("S31", "Customer: \(name).", "Cliente: \(name).")
        case .customerRemoved: Wording("S32", "Customer removed.", "Cliente quitado.")
        case .noted: Wording("S33", "Noted for the receipt.", "Anotado para el ticket.")
        case .discounted: Wording("S34", "Discount taken off.", "Descuento aplicado.")
        case .priceChanged(let item):
            Wording("S35", "\(item): price changed.", "\(item): precio cambiado.")
        case .exempted:
            Wording("S36", "Tax taken off by certificate.", "Sin impuestos por certificado.")
        case .labelUnsure(let code):
            Wording(
                "S37", "The label \(code) can't be trusted.", "La etiqueta \(code) no es fiable.",
                next: "Weigh it again, or type the PLU.", "Péselo otra vez o escriba el PLU.")
        case .noDepartments:
            Wording(
                "S38", "The catalogue has no departments.", "El catálogo no tiene departamentos.",
                next: "Ask a manager to import items.", "Pida al encargado importar artículos.")
        case .customerUnfit:
            Wording(
                "S39", "That name or telephone can't be kept.",
                "Ese nombre o teléfono no se puede guardar.",
                next: "Type all digits of the telephone; no card number.",
                "Escriba el teléfono entero; ningún número de tarjeta.")
        case .expired(let item, let day):
            Wording(
                "S40", "\(item): the last day was \(day).", "\(item): el último día fue \(day).",
                next: "Put it aside, or a supervisor allows it.",
                "Apártelo, o un supervisor lo autoriza.")
        case .pricesOld(let hours):
            Wording(
                "T05", "Prices are \(hours) h old.", "Los precios tienen \(hours) h.",
                next: "Go on selling; tell a manager.", "Siga vendiendo; avise al encargado.")
        }
    }
}
