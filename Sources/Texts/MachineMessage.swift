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
    case failed(TroubleText)
    case lostBasket
    case lostSignOnState
    case lostPrintJob(String)
    case unknownZone(String)
    case settingLeftOut(String)
    case dayNotAcknowledged(TroubleText)
    case lostTransactions(Int)
    case scannerGone
    case stewardsOnly(String)
    /// Lines of the configuration that were left out.
    case leftOut(Int)
    case copiedDisk
    case copiedDiskElsewhere(String)
    case notCallable
    case seriesOfItsOwn
    case noSeriesOfItsOwn
    case booksNotKept(TroubleText)
    case booksDiffer(String)
    case booksMadeAgain
    case notLinked
    case notCommanded
    case notInTraining
    case training
    case realAgain

    public static let samples: [MachineMessage] = [
        .paperLow, .noPaper, .coverOpen, .cutterJammed, .paperJammed, .printerOffline,
        .printerUnreachable, .printerBroken, .printerRecovering, .tryingPrinter, .printed,
        .copyFollows, .printerWorks, .noNeighbour, .neighbourAsked("LANE"), .neighbourPrinted,
        .neighbourDidNot, .nothingWaits, .alone(sales: 7), .revoked, .retired,
        .diskFull, .readOnly, .damaged,
        .failed(.program),
        .lostBasket, .lostSignOnState, .lostPrintJob("KEY"), .unknownZone("ZONE"),
        .settingLeftOut("SETTING"), .dayNotAcknowledged(.diskFull), .lostTransactions(7),
        .scannerGone, .stewardsOnly("LANE"), .leftOut(2), .copiedDisk,
        .copiedDiskElsewhere("MACHINE"), .notCallable, .seriesOfItsOwn, .noSeriesOfItsOwn,
        .booksNotKept(.diskFull), .booksDiffer("MACHINE"), .booksMadeAgain, .notLinked,
        .notCommanded, .notInTraining, .training, .realAgain,
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
        case .alone(1):
            Wording(
                "N03", "Alone. Selling is safe. 1 sale waits for a neighbour.",
                "Solo. Vender es seguro. 1 venta espera a un vecino.",
                next: "Go on; check the network cable.", "Siga; revise el cable de red.")
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
        case .failed(let trouble):
            Wording(
                "D04", "Not done: \(trouble.translation.english).",
                "No se hizo: \(trouble.translation.spanish).",
                next: "Try again; else call support, node.log has more.",
                "Pruebe otra vez; si no, llame a soporte, hay más en node.log.")
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
        case .settingLeftOut(let setting):
            Wording(
                "D09", "A setting is left out: \(setting).", "Se omite un ajuste: \(setting).",
                next: "Set it anew; else call support.",
                "Ajústelo de nuevo; si no, llame a soporte.")
        case .dayNotAcknowledged(let trouble):
            Wording(
                "D10", "Saved, but other lanes aren't told: \(trouble.translation.english).",
                "Guardado, sin avisar a las otras cajas: \(trouble.translation.spanish).",
                next: "The next Z tells them.", "El próximo Z se lo comunica.")
        case .lostTransactions(1):
            Wording(
                "D11", "The disk lost the last transaction.",
                "El disco perdió la última transacción.",
                next: "Compare with the paper; a copy is kept. Call support.",
                "Compare con el papel; hay una copia. Llame a soporte.")
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
        case .leftOut(1):
            Wording(
                "D14", "A line of the configuration is left out.",
                "Se omite una línea de la configuración.",
                next: "node.log says which and why.", "node.log dice cuál y por qué.")
        case .leftOut(let count):
            Wording(
                "D14", "\(count) lines of the configuration are left out.",
                "Se omiten \(count) líneas de la configuración.",
                next: "node.log says which and why.", "node.log dice cuáles y por qué.")
        case .copiedDisk:
            Wording(
                "N06", "Another machine has this lane's key: its disk was copied.",
                "Otra máquina tiene la clave de esta caja: se copió su disco.",
                next: "Stop one of the two and call support.",
                "Pare una de las dos y llame a soporte.")
        case .copiedDiskElsewhere(let machine):
            Wording(
                "N07", "Two machines have the key of \(machine): a disk was copied.",
                "Dos máquinas tienen la clave de \(machine): se copió un disco.",
                next: "Stop one of the two and call support.",
                "Pare una de las dos y llame a soporte.")
        case .notCallable:
            Wording(
                "N08", "Other lanes can't call this one. Selling is safe.",
                "Las otras cajas no pueden llamar a esta. Vender es seguro.",
                next: "Call support; node.log says why.",
                "Llame a soporte; node.log dice por qué.")
        case .seriesOfItsOwn:
            Wording(
                "N09", "This lane's receipts go on in a series of their own.",
                "Los tickets de esta caja siguen en una serie propia.",
                next: "Another machine has its key: call support.",
                "Otra máquina tiene su clave: llame a soporte.")
        case .noSeriesOfItsOwn:
            Wording(
                "N10", "Another machine has this lane's key, and sells under it.",
                "Otra máquina tiene la clave de esta caja y vende con ella.",
                next: "Stop selling here and call support.",
                "Deje de vender aquí y llame a soporte.")
        case .booksNotKept(let trouble):
            Wording(
                "N27", "Other lanes' news isn't kept: \(trouble.translation.english).",
                "No se guarda lo de otras cajas: \(trouble.translation.spanish).",
                next: "Call support; node.log has more.",
                "Llame a soporte; hay más en node.log.")
        case .booksDiffer(let machine):
            Wording(
                "N28", "The books of \(machine) aren't right.",
                "Los libros de \(machine) no cuadran.",
                next: "Call support: `tillmesh doctor --deep` on that lane.",
                "Llame a soporte: `tillmesh doctor --deep` en esa caja.")
        case .booksMadeAgain:
            Wording(
                "N29", "This lane's books are made again from the log.",
                "Los libros de esta caja se rehacen del registro.",
                next: "Go on; it takes a while.", "Siga; tarda un poco.")
        case .notLinked:
            Wording(
                "N30", "This lane isn't linked with others. Selling is safe.",
                "Esta caja no está enlazada con otras. Vender es seguro.",
                next: "Call support; node.log says why.",
                "Llame a soporte; node.log dice por qué.")
        case .notCommanded:
            Wording(
                "D15", "Other commands don't reach this lane. Selling is safe.",
                "Otras órdenes no llegan a esta caja. Vender es seguro.",
                next: "Call support; node.log says why.",
                "Llame a soporte; node.log dice por qué.")
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
