/// Labels, titles and key lines of the lane's screens.
public enum ScreenText: Hashable, Sendable, Translatable {
    // The header and the sale.
    case header(store: String, lane: String)
    case lampRetired, lampRevoked
    case cashier(UInt32)
    case locked, item, quantity, price, amount, taxColumn
    case customer(String)
    case held(Int)
    case tax, taxIncluded, due, toRefund, paid(String)
    case voidedLine, discountLine, returnedLine
    case quickNotes(String)
    case receipt(String)
    case tooSmall(columns: Int, rows: Int)

    // Signing on.
    case signOn, lockedBy(UInt32), pin, number, lastZ(UInt32), noZ, peopleHint

    // The drawer.
    case float, closing, pieces, sum, orAmount, zDone, signOffNext

    // Menu.
    case menu, noSale, drop, paidIn, paidOut, readX, closeDrawer, reprint, giftReceipt, training
    case clock, voidReceipt, cancelSale, openItem, note, otherLanguage, lock, signOff, leave
    case points, tare, giftCard
    case card, cash, voucher, other

    // Dialogs.
    case help, approval(String), reason, age(UInt8), bornBefore(String), ageAnswer
    case weigh(String), weight, priceCheck, scanOrType, stockHere(String), stockAt(String, String)
    case newCustomer, name, phone, newHint, unlockPerson, office
    case printElsewhere
    case find, more, customers, removeHint, holds, takenBy(String), voidScan, voidHint
    case discount, linePercent, lineAmount, salePercent, saleAmount, newPrice, noLine
    case reference(String), tenders, department, receiptNumber, lastHint, noReceiptHint
    case searchHint, receipts(String), voidedReceipt, lines(Int)
    case returnLines(String), left(String), returnItem, pricePaid(String)
    case cancelQuestion, takeBackQuestion(String), exemptQuestion, closeQuestion, leaveQuestion
    case ringCopyQuestion(String), lane(UInt8)
    case printQuestion(String), printChoices
    case clockIn, clockOut, breakStart, breakEnd

    public var translation: Translation {
        switch self {
        case .lampRetired: Translation("RETIRED x", "RETIRADA x")
        case .lampRevoked: Translation("REVOKED x", "REVOCADA x")
        case .header(let store, let lane):
            Translation("STORE \(store)  LANE \(lane)", "TIENDA \(store)  CAJA \(lane)")
        case .cashier(let number): Translation("CASHIER \(number)", "CAJERO \(number)")
        case .locked: Translation("LOCKED", "BLOQUEADA")
        case .item: Translation("ITEM", "ARTÍCULO")
        case .quantity: Translation("QTY", "CANT")
        case .price: Translation("PRICE", "PRECIO")
        case .amount: Translation("AMOUNT", "IMPORTE")
        case .taxColumn: Translation("TX", "IM")
        case .customer(let name): Translation("Customer: \(name)", "Cliente: \(name)")
        case .held(let count): Translation("Held: \(count)", "Aparcadas: \(count)")
        case .tax: Translation("Tax", "Impuestos")
        case .taxIncluded: Translation("Tax included", "Impuestos incl.")
        case .due: Translation("DUE", "A PAGAR")
        case .toRefund: Translation("TO REFUND", "A DEVOLVER")
        case .paid(let tender): Translation("Paid \(tender)", "Pagado \(tender)")
        case .voidedLine: Translation("VOID", "ANULADA")
        case .discountLine: Translation("discount", "descuento")
        case .returnedLine: Translation("RETURN", "DEVOL.")
        case .quickNotes(let notes): Translation("Notes: \(notes)", "Billetes: \(notes)")
        case .receipt(let number): Translation("Receipt \(number)", "Ticket \(number)")
        case .tooSmall(let columns, let rows):
            Translation(
                "\(columns)x\(rows): enlarge to 80x24", "\(columns)x\(rows): amplíe a 80x24")
        case .signOn: Translation("SIGN ON", "ENTRAR")
        case .lockedBy(let number):
            Translation(
                "LOCKED by \(number): the sale is kept", "BLOQUEADA por \(number): la venta sigue")
        case .pin: Translation("PIN", "PIN")
        case .number: Translation("Number", "Número")
        case .lastZ(let number): Translation("Last Z: \(number)", "Último Z: \(number)")
        case .noZ: Translation("No Z yet", "Aún sin Z")
        case .peopleHint: Translation("People of this shop:", "Personas de esta tienda:")
        case .float: Translation("DRAWER FLOAT", "FONDO DEL CAJÓN")
        case .closing: Translation("COUNT THE DRAWER", "CUENTE EL CAJÓN")
        case .pieces: Translation("Pieces", "Piezas")
        case .sum: Translation("Sum", "Suma")
        case .orAmount: Translation("or amount", "o importe")
        case .zDone: Translation("Z", "Z")
        case .signOffNext: Translation("Enter = sign off", "Intro = salir")
        case .menu: Translation("MENU", "MENÚ")
        case .noSale: Translation("No sale", "Abrir cajón")
        case .drop: Translation("Cash drop", "Retirada")
        case .paidIn: Translation("Paid in", "Entrada")
        case .paidOut: Translation("Paid out", "Salida")
        case .readX: Translation("X report", "Informe X")
        case .closeDrawer: Translation("Z: close day", "Z: cerrar día")
        case .reprint: Translation("Reprint", "Reimprimir")
        case .giftReceipt: Translation("Gift receipt", "Ticket regalo")
        case .training: Translation("Training", "Práctica")
        case .clock: Translation("Clock in/out", "Fichar")
        case .voidReceipt: Translation("Void receipt", "Anular ticket")
        case .cancelSale: Translation("Cancel sale", "Cancelar venta")
        case .openItem: Translation("Open item", "Artículo libre")
        case .note: Translation("Note", "Nota")
        case .otherLanguage: Translation("Español", "English")
        case .lock: Translation("Lock", "Bloquear")
        case .signOff: Translation("Sign off", "Salir")
        case .leave: Translation("End program", "Terminar")
        case .points: Translation("Points", "Puntos")
        case .tare: Translation("Scale, tare", "Báscula, tara")
        case .giftCard: Translation("Gift card", "Tarjeta regalo")
        case .card: Translation("Card", "Tarjeta")
        case .cash: Translation("Cash", "Efectivo")
        case .voucher: Translation("Voucher", "Vale")
        case .other: Translation("Other", "Otro")
        case .help: Translation("KEYS", "TECLAS")
        case .approval(let what): Translation("SECOND PERSON: \(what)", "SEGUNDA PERSONA: \(what)")
        case .reason: Translation("REASON", "MOTIVO")
        case .age(let years): Translation("AGE \(years)", "EDAD \(years)")
        case .bornBefore(let date):
            Translation("Born on or before \(date)?", "¿Nacido el \(date) o antes?")
        case .ageAnswer: Translation("Y/N, or date of birth", "S/N, o fecha de nacimiento")
        case .weigh(let item): Translation("WEIGHT: \(item)", "PESO: \(item)")
        case .weight: Translation("kg", "kg")
        case .priceCheck: Translation("PRICE CHECK", "CONSULTAR PRECIO")
        case .scanOrType: Translation("Scan or type", "Escanee o escriba")
        case .stockHere(let count):
            Translation("Stock here: \(count)", "Existencias aquí: \(count)")
        case .stockAt(let place, let count): Translation("\(place): \(count)", "\(place): \(count)")
        case .find: Translation("FIND ITEM", "BUSCAR ARTÍCULO")
        case .more: Translation("… more: type more letters", "… hay más: escriba más letras")
        case .customers: Translation("CUSTOMER", "CLIENTE")
        case .newCustomer: Translation("NEW CUSTOMER", "CLIENTE NUEVO")
        case .name: Translation("Name", "Nombre")
        case .phone: Translation("Phone", "Teléfono")
        case .newHint: Translation("F4 again: new customer", "F4 otra vez: cliente nuevo")
        case .unlockPerson: Translation("Unlock person", "Desbloquear persona")
        case .printElsewhere:
            Translation("Print at a neighbour", "Imprimir en otra caja")
        case .office: Translation("Store", "Tienda")
        case .removeHint: Translation("Del takes the customer off", "Supr quita el cliente")
        case .holds: Translation("HELD SALES", "VENTAS APARCADAS")
        case .takenBy(let lane): Translation("taken by lane \(lane)", "la tomó la caja \(lane)")
        case .voidScan: Translation("VOID", "ANULAR")
        case .voidHint:
            Translation(
                "Scan the item; arrows choose a line; Enter = last",
                "Escanee; flechas eligen línea; Intro = última")
        case .discount: Translation("DISCOUNT / PRICE", "DESCUENTO / PRECIO")
        case .linePercent: Translation("Line, percent", "Línea, porcentaje")
        case .lineAmount: Translation("Line, amount", "Línea, importe")
        case .salePercent: Translation("Whole sale, percent", "Toda la venta, porcentaje")
        case .saleAmount: Translation("Whole sale, amount", "Toda la venta, importe")
        case .newPrice: Translation("New price of the line", "Precio nuevo de la línea")
        case .noLine: Translation("(no line)", "(sin línea)")
        case .reference(let tender): Translation("REFERENCE: \(tender)", "REFERENCIA: \(tender)")
        case .tenders: Translation("PAY BY", "PAGAR CON")
        case .department: Translation("OPEN ITEM: DEPARTMENT", "ARTÍCULO LIBRE: DEPARTAMENTO")
        case .receiptNumber: Translation("Receipt", "Ticket")
        case .lastHint:
            Translation("Scan or type; Enter = last one", "Escanee o escriba; Intro = último")
        case .searchHint:
            Translation(
                "F3 finds it by amount, time, day or item",
                "F3 lo busca: importe, hora, día, artículo")
        case .receipts(let text):
            text.isEmpty
                ? Translation("RECEIPTS", "TICKETS")
                : Translation("RECEIPTS: \(text)", "TICKETS: \(text)")
        case .voidedReceipt: Translation("void", "anulado")
        case .lines(1): Translation("1 line", "1 línea")
        case .lines(let count): Translation("\(count) lines", "\(count) líneas")
        case .noReceiptHint: Translation("F9 again: no receipt", "F9 otra vez: sin ticket")
        case .returnLines(let number): Translation("RETURN OF \(number)", "DEVOLUCIÓN DE \(number)")
        case .left(let quantity): Translation("left \(quantity)", "quedan \(quantity)")
        case .returnItem: Translation("RETURN WITHOUT RECEIPT", "DEVOLUCIÓN SIN TICKET")
        case .pricePaid(let most):
            Translation("Price each (at most \(most))", "Precio (máximo \(most))")
        case .ringCopyQuestion(let lane):
            Translation(
                "Lane \(lane) can't be asked. Ring a copy?",
                "La caja \(lane) no responde. ¿Registrar una copia?")
        case .lane(let number): Translation("lane \(number)", "caja \(number)")
        case .cancelQuestion: Translation("Cancel the whole sale?", "¿Cancelar toda la venta?")
        case .takeBackQuestion(let tender):
            Translation("Take back \(tender)?", "¿Devolver \(tender)?")
        case .exemptQuestion: Translation("Sell without tax?", "¿Vender sin impuestos?")
        case .closeQuestion: Translation("Count and close the day?", "¿Contar y cerrar el día?")
        case .leaveQuestion: Translation("End the program?", "¿Terminar el programa?")
        case .printQuestion(let title): Translation("Did \(title) come out?", "¿Salió \(title)?")
        case .printChoices: Translation("1 yes   2 print COPY", "1 sí   2 imprimir COPIA")
        case .clockIn: Translation("Clock in", "Entrada")
        case .clockOut: Translation("Clock out", "Salida")
        case .breakStart: Translation("Break begins", "Empieza descanso")
        case .breakEnd: Translation("Break ends", "Termina descanso")
        }
    }
}
