/// M: payments and the drawer.
public enum MoneyMessage: Hashable, Sendable, MessageText {
    case noSuchTender(String)
    case amountOutOfRange
    case moreThanDue(String)
    case needsReference(String)
    case referenceTooLong(most: Int)
    case stillDue(String)
    case alreadyPaid
    case chooseTender
    case drawerClosed
    case drawerOpen
    case amountNotPositive
    case moreThanDrawerHolds(String)
    case countsDiffer
    case moved(String)
    case noSale
    case tenderTakenBack(String)
    case partPaid(String)
    case drawerOpened(String)
    case drawerClosedElsewhere(UInt32)
    case drawerOpenedElsewhere
    case dropDue(String)

    public static let samples: [MoneyMessage] = [
        .noSuchTender("TENDER"), .amountOutOfRange, .moreThanDue("AMOUNT"),
        .needsReference("TENDER"), .referenceTooLong(most: 12), .stillDue("AMOUNT"),
        .alreadyPaid, .chooseTender, .drawerClosed, .drawerOpen, .amountNotPositive,
        .moreThanDrawerHolds("AMOUNT"), .countsDiffer, .moved("AMOUNT"), .noSale,
        .tenderTakenBack("AMOUNT"), .partPaid("AMOUNT"), .drawerOpened("AMOUNT"),
        .drawerClosedElsewhere(7), .drawerOpenedElsewhere,
        .dropDue("AMOUNT"),
    ]

    public var wording: Wording {
        switch self {
        case .noSuchTender(let tender):
            Wording(
                "M01", "\(tender) is not taken here.", "\(tender) no se acepta aquí.",
                next: "F10 shows all ways to pay.", "F10 muestra las formas de pago.")
        case .amountOutOfRange:
            Wording(
                "M02", "That amount can't be.", "Ese importe no puede ser.",
                next: "Type it again.", "Escriba otra vez.")
        case .moreThanDue(let due):
            Wording(
                "M03", "Only \(due) is due, and this gives no change.",
                "Solo se deben \(due) y esto no da cambio.",
                next: "Type at most that.", "Escriba como máximo eso.")
        case .needsReference(let tender):
            Wording(
                "M04", "\(tender) needs the slip's reference.",
                "\(tender) necesita la referencia del comprobante.",
                next: "Type it, then Enter.", "Escríbala e Intro.")
        case .referenceTooLong(let most):
            Wording(
                "M05", "A reference has at most \(most) characters.",
                "Una referencia tiene como máximo \(most) caracteres.",
                next: "Type the slip's short number.", "Escriba el número corto.")
        case .stillDue(let due):
            Wording(
                "M06", "\(due) is still due.", "Faltan \(due).",
                next: "F12 cash, F11 card, F10 others.", "F12 efectivo, F11 tarjeta, F10 otros.")
        case .alreadyPaid:
            Wording(
                "M07", "This sale is paid.", "Esta venta está pagada.",
                next: "Enter ends it.", "Intro la termina.")
        case .chooseTender:
            Wording(
                "M08", "How is it paid?", "¿Cómo se paga?",
                next: "F12 cash, F11 card, F10 others.", "F12 efectivo, F11 tarjeta, F10 otros.")
        case .drawerClosed:
            Wording(
                "M09", "The drawer is not open for the day.", "El cajón no está abierto hoy.",
                next: "Sign on again and enter the float.", "Entre otra vez y ponga el fondo.")
        case .drawerOpen:
            Wording("M10", "The drawer is open already.", "El cajón ya está abierto.")
        case .amountNotPositive:
            Wording(
                "M11", "The amount must be more than 0.", "El importe debe ser mayor que 0.",
                next: "Type it again.", "Escriba otra vez.")
        case .moreThanDrawerHolds(let most):
            Wording(
                "M12", "The drawer should hold only \(most).",
                "El cajón debería tener solo \(most).",
                next: "Type at most that.", "Escriba como máximo eso.")
        case .countsDiffer:
            Wording(
                "M13", "Counts and sum differ.", "El recuento y la suma difieren.",
                next: "Count again.", "Cuente otra vez.")
        case .moved(let amount):
            Wording(
                "M14", "\(amount) recorded.", "\(amount) registrado.",
                next: "Sign the slip.", "Firme el comprobante.")
        case .noSale: Wording("M15", "Drawer opened; logged.", "Cajón abierto; registrado.")
        case .tenderTakenBack(let amount):
            Wording(
                "M16", "\(amount) taken back.", "\(amount) devuelto.",
                next: "Give it back to the customer.", "Devuélvalo al cliente.")
        case .partPaid(let due):
            Wording(
                "M17", "Taken. \(due) is still due.", "Cobrado. Faltan \(due).",
                next: "F12 cash, F11 card, F10 others.", "F12 efectivo, F11 tarjeta, F10 otros.")
        case .drawerOpened(let float):
            Wording("M18", "Open with a float of \(float).", "Abierto con un fondo de \(float).")
        case .drawerClosedElsewhere(let number):
            Wording(
                "M19", "Z \(number) was taken from outside this lane.",
                "El Z \(number) se hizo desde fuera de esta caja.",
                next: "Enter a float to go on selling.", "Ponga un fondo para seguir vendiendo.")
        case .drawerOpenedElsewhere:
            Wording(
                "M20", "The drawer was opened from outside this lane.",
                "El cajón se abrió desde fuera de esta caja.")
        case .dropDue(let limit):
            Wording(
                "M21", "More than \(limit) lies in the drawer.",
                "Hay más de \(limit) en el cajón.",
                next: "F10 2 takes a drop to the safe.", "F10 2 hace una retirada.")
        }
    }
}
