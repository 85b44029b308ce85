/// P: the printer; N: the network; D: this machine; T: the practice till.
public enum MachineMessage: Hashable, Sendable, MessageText {
    case paperLow
    case noPaper
    case coverOpen
    case cutterJammed
    case paperJammed
    case printerOffline
    case printerUnreachable
    case printerBroken
    case printerRecovering
    case tryingPrinter
    case printed
    case copyFollows
    case printerWorks
    case noNeighbour
    case neighbourAsked(String)
    case neighbourPrinted
    case neighbourDidNot
    case nothingWaits
    case alone(sales: UInt32)
    case revoked
    case retired
    case diskFull
    case readOnly
    case damaged
    case failed(String)
    case lostBasket
    case lostSignOnState
    case lostPrintJob(String)
    case unknownZone(String)
    case settingLeftOut(String)
    case dayNotAcknowledged(String)
    case lostTransactions(Int)
    case scannerGone
    case stewardsOnly(String)
    case notInTraining
    case training
    case realAgain

    public static let samples: [MachineMessage] = [
        .paperLow, .noPaper, .coverOpen, .cutterJammed, .paperJammed, .printerOffline,
        .printerUnreachable, .printerBroken, .printerRecovering, .tryingPrinter, .printed,
        .copyFollows, .printerWorks, .noNeighbour, .neighbourAsked("LANE"), .neighbourPrinted,
        .neighbourDidNot, .nothingWaits, .alone(sales: 7), .revoked, .retired,
        .diskFull, .readOnly, .damaged,
        .failed("DETAILS"),
        .lostBasket, .lostSignOnState, .lostPrintJob("KEY"), .unknownZone("ZONE"),
        .settingLeftOut("DETAILS"), .dayNotAcknowledged("DETAILS"), .lostTransactions(7),
        .scannerGone, .stewardsOnly("LANE"), .notInTraining, .training,
        .realAgain,
    ]

    public var wording: Wording {
        switch self {
        case .paperLow:
            Wording(
                "P11", "Paper is low.", "Queda poco papel.",
                next: "Have a roll at hand.", "Tenga un rollo a mano.")
        case .noPaper:
            Wording(
                "P12", "No paper. Sale is saved.", "Sin papel. Venta guardada.",
                next: "Load paper, Enter = print.", "Ponga papel, Intro = imprimir.")
        case .coverOpen:
            Wording(
                "P13", "Printer cover is open. Sale is saved.",
                "Tapa de la impresora abierta. Venta guardada.",
                next: "Close it, Enter = print.", "Ciérrela, Intro = imprimir.")
        case .cutterJammed:
            Wording(
                "P14", "The printer's knife is stuck. Sale is saved.",
                "La cuchilla está atascada. Venta guardada.",
                next: "Clear it, Enter = print.", "Libérela, Intro = imprimir.")
        case .paperJammed:
            Wording(
                "P15", "Paper jam. Sale is saved.", "Papel atascado. Venta guardada.",
                next: "Clear it, Enter = print.", "Quítelo, Intro = imprimir.")
        case .printerOffline:
            Wording(
                "P16", "Printer is offline. Sale is saved.",
                "Impresora fuera de línea. Venta guardada.",
                next: "Press its online button, Enter = print.",
                "Pulse su botón en línea, Intro = imprimir.")
        case .printerUnreachable:
            Wording(
                "P17", "No answer from the printer. Sale is saved.",
                "La impresora no responde. Venta guardada.",
                next: "Check cable and power, Enter = print.",
                "Revise cable y corriente, Intro = imprimir.")
        case .printerBroken:
            Wording(
                "P18", "The printer reports a fault. Sale is saved.",
                "La impresora indica una avería. Venta guardada.",
                next: "Switch it off and on; else call service.",
                "Apáguela y enciéndala; si no, llame al servicio.")
        case .printerRecovering:
            Wording(
                "P19", "The printer waits a moment.", "La impresora espera un momento.",
                next: "It goes on by itself.", "Sigue por sí sola.")
        case .tryingPrinter:
            Wording("P20", "Trying the printer…", "Probando la impresora…")
        case .printed: Wording("P21", "Good: it came out.", "Bien: salió.")
        case .copyFollows: Wording("P22", "A copy prints.", "Se imprime una copia.")
        case .printerWorks:
            Wording(
                "P23", "The printer here works.", "La impresora de aquí funciona.",
                next: "Enter prints what waits.", "Intro imprime lo que espera.")
        case .noNeighbour:
            Wording(
                "P24", "No other lane is linked.", "Ninguna otra caja está enlazada.",
                next: "What waits prints here when the printer works.",
                "Lo que espera se imprime aquí cuando funcione.")
        case .neighbourAsked(let lane):
            Wording(
                "P25", "Lane \(lane) is asked to print it.",
                "Se pide a la caja \(lane) que lo imprima.")
        case .neighbourPrinted:
            Wording("P26", "It came out at the neighbour.", "Salió en la otra caja.")
        case .neighbourDidNot:
            Wording(
                "P27", "It didn't come out there: it waits here.",
                "Allí no salió: espera aquí.",
                next: "Try another lane, or load paper.", "Pruebe otra caja o ponga papel.")
        case .nothingWaits:
            Wording("P28", "Nothing waits to be printed.", "No hay nada que imprimir.")
        case .alone(let sales):
            Wording(
                "N03", "Alone. Selling is safe. \(sales) sales wait for a neighbour.",
                "Solo. Vender es seguro. \(sales) ventas esperan a un vecino.",
                next: "Go on; check the network cable.", "Siga; revise el cable de red.")
        case .revoked:
            Wording(
                "N04", "This lane was revoked: others take nothing more of it.",
                "Esta caja fue revocada: las otras no aceptan nada más de ella.",
                next: "Stop selling here and call a manager.",
                "Deje de vender aquí y llame a un encargado.")
        case .retired:
            Wording(
                "N05", "This lane was retired: new sales may not count.",
                "Esta caja fue retirada: las ventas nuevas quizá no cuenten.",
                next: "Stop selling here and call a manager.",
                "Deje de vender aquí y llame a un encargado.")
        case .diskFull:
            Wording(
                "D01", "The disk is full; nothing was recorded.",
                "El disco está lleno; no se registró nada.",
                next: "Call support; then press the key again.",
                "Llame a soporte; luego repita la tecla.")
        case .readOnly:
            Wording(
                "D02", "The disk can't be written; nothing was recorded.",
                "No se puede escribir en el disco; no se registró nada.",
                next: "Call support; then press the key again.",
                "Llame a soporte; luego repita la tecla.")
        case .damaged:
            Wording(
                "D03", "The database is damaged; nothing was recorded.",
                "La base de datos está dañada; no se registró nada.",
                next: "Stop this lane and call support.", "Pare esta caja y llame a soporte.")
        case .failed(let details):
            Wording(
                "D04", "Not done: \(details)", "No se hizo: \(details)",
                next: "Try again; else call support.", "Pruebe otra vez; si no, llame a soporte.")
        case .scannerGone:
            Wording(
                "D12", "The scanner doesn't answer.", "El escáner no responde.",
                next: "Check its cable; it is tried again. Codes can be typed.",
                "Revise el cable; se reintenta. Puede escribir los códigos.")
        case .lostBasket:
            Wording(
                "D05", "The sale that was open can't be read.",
                "No se puede leer la venta que estaba abierta.",
                next: "Ring it anew.", "Márquela de nuevo.")
        case .lostSignOnState:
            Wording(
                "D06", "Waits and locks after wrong PINs were lost.",
                "Se perdieron las esperas y bloqueos por PIN.",
                next: "Go on; watch who tries PINs.", "Siga; vigile quién prueba PIN.")
        case .lostPrintJob(let key):
            Wording(
                "D07", "A print job can't be read: \(key).",
                "No se puede leer un trabajo de impresión: \(key).",
                next: "Look whether its paper came out.", "Mire si salió su papel.")
        case .unknownZone(let zone):
            Wording(
                "D08", "No time zone \(zone) here: times are UTC's.",
                "Aquí no hay zona horaria \(zone): la hora es UTC.",
                next: "Install tzdata.", "Instale tzdata.")
        case .settingLeftOut(let details):
            Wording(
                "D09", "A setting is left out: \(details).", "Se omite un ajuste: \(details).",
                next: "Set it anew; else call support.",
                "Ajústelo de nuevo; si no, llame a soporte.")
        case .dayNotAcknowledged(let details):
            Wording(
                "D10", "Saved, but other lanes aren't told: \(details)",
                "Guardado, sin avisar a las otras cajas: \(details)",
                next: "The next Z tells them.", "El próximo Z se lo comunica.")
        case .lostTransactions(let count):
            Wording(
                "D11", "The disk lost the last \(count) transactions.",
                "El disco perdió las últimas \(count) transacciones.",
                next: "Compare with the paper; a copy is kept. Call support.",
                "Compare con el papel; hay una copia. Llame a soporte.")
        case .stewardsOnly(let lanes):
            Wording(
                "D13", "A steward's machine decides this.", "Lo decide una caja administradora.",
                next: "Do it on lane \(lanes).", "Hágalo en la caja \(lanes).")
        case .notInTraining:
            Wording(
                "T01", "Not on the practice till.", "No en la caja de práctica.",
                next: "F10 9 leaves training.", "F10 9 sale de la práctica.")
        case .training:
            Wording("T02", "Training begins.", "Empieza la práctica.")
        case .realAgain:
            Wording("T03", "Training ends.", "Termina la práctica.")
        }
    }
}
