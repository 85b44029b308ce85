/// The tabs of the manager's pages, and what they say where there is nothing.
public enum OfficeText: Hashable, Sendable, Translatable {
    case machines, drawers, conflicts, shortages, quarantine, forks, shifts
    case loading, nothing(String), ofMany(Int, Int), day
    case item, shelf, count(String), open, closedZ(UInt32), receipts(UInt32), person(UInt32)
    case drawerOf(String, String)

    public var translation: Translation {
        switch self {
        case .machines: Translation("Lanes", "Cajas")
        case .drawers: Translation("Drawers", "Cajones")
        case .conflicts: Translation("Conflicts", "Conflictos")
        case .shortages: Translation("Recounts", "Recuentos")
        case .quarantine: Translation("Not counted", "No cuentan")
        case .forks: Translation("Forks", "Ramas")
        case .shifts: Translation("Shifts", "Turnos")
        case .loading: Translation("Reading …", "Leyendo …")
        case .nothing(let page): Translation("\(page): nothing to do.", "\(page): nada que hacer.")
        case .day: Translation("DAY", "DÍA")
        case .open: Translation("open", "abierto")
        case .closedZ(let number): Translation("Z \(number)", "Z \(number)")
        case .receipts(1): Translation("1 sale", "1 venta")
        case .receipts(let count): Translation("\(count) sales", "\(count) ventas")
        case .person(let number): Translation("person \(number)", "persona \(number)")
        case .drawerOf(let lane, let date):
            Translation("LANE \(lane)   \(date)", "CAJA \(lane)   \(date)")
        case .count(let item): Translation("COUNT: \(item)", "RECUENTO: \(item)")
        case .item: Translation("ITEM", "ARTÍCULO")
        case .shelf: Translation("STOCK", "EXISTENCIAS")
        case .ofMany(let shown, let all):
            Translation("the first \(shown) of \(all)", "los primeros \(shown) de \(all)")
        }
    }
}

/// The page of the store's machines, and the questions before one is put out.
public enum MachineText: Hashable, Sendable, Translatable {
    case lane, machine, standing, address, trip, clock, behind, heard
    case thisOne, linked, away, dormant, retired, revoked, rotated, steward, onlySteward
    case recounted
    case onlyHere(UInt64), revokeTitle(String), reasonWhy
    case revokeFirst(String), revokeSecond, revokeThird, retireFirst(String), retireSecond
    case dormantQuestion(String), wakeQuestion(String)
    case archive, archiveQuestion(String), archiveSecond, archiveOffQuestion(String)
    case booksKept(days: Int), booksForgotten(String), booksWanted(UInt64)
    case booksWantedElsewhere
    case outOfReach(UInt64), unfinished(String, Int, String)

    public var translation: Translation {
        switch self {
        case .lane: Translation("LANE", "CAJA")
        case .machine: Translation("MACHINE", "MÁQUINA")
        case .standing: Translation("STATE", "ESTADO")
        case .address: Translation("ADDRESS", "DIRECCIÓN")
        case .trip: Translation("TRIP", "IDA Y V.")
        case .clock: Translation("CLOCK", "RELOJ")
        case .behind: Translation("BEHIND", "FALTAN")
        case .heard: Translation("LAST WORD", "ÚLTIMA VEZ")
        case .thisOne: Translation("this one", "esta")
        case .linked: Translation("linked", "enlazada")
        case .away: Translation("not linked", "sin enlace")
        case .dormant: Translation("dormant", "dormida")
        case .retired: Translation("retired", "retirada")
        case .revoked: Translation("REVOKED", "REVOCADA")
        case .rotated: Translation("new key", "otra clave")
        case .onlySteward:
            Translation(
                "The store's only steward: make another, tillmesh members promote LANE",
                "La única gestora de la tienda: haga otra, tillmesh members promote CAJA")
        case .steward: Translation("steward", "gestora")
        case .recounted: Translation("recount", "recuento")
        case .onlyHere(1): Translation("1 operation is only here", "1 operación solo aquí")
        case .onlyHere(let count):
            Translation("\(count) operations are only here", "\(count) operaciones solo aquí")
        case .revokeTitle(let name): Translation("REVOKE \(name)", "REVOCAR \(name)")
        case .reasonWhy: Translation("Why (stands in the log)", "Motivo (queda escrito)")
        case .revokeFirst(let name):
            Translation(
                "REVOKE \(name)? This can't be taken back.",
                "¿REVOCAR \(name)? No se puede deshacer.")
        case .revokeSecond:
            Translation(
                "What it did until now counts; what it signs from now on",
                "Lo hecho hasta ahora cuenta; lo que firme desde ahora,")
        case .revokeThird:
            Translation(
                "doesn't, and it is shut out of the store at once.",
                "no, y queda fuera de la tienda enseguida.")
        case .retireFirst(let name):
            Translation(
                "RETIRE \(name)? Its work is over for good.",
                "¿RETIRAR \(name)? Su trabajo termina para siempre.")
        case .retireSecond:
            Translation(
                "All it did counts; its number is free. Stolen: revoke it.",
                "Todo cuenta; su número queda libre. Si fue robada: revoque.")
        case .dormantQuestion(let name):
            Translation("Stop waiting for \(name)?", "¿Dejar de esperar a \(name)?")
        case .wakeQuestion(let name):
            Translation("Wait for \(name) again?", "¿Esperar otra vez a \(name)?")
        case .archive: Translation("archive", "archivo")
        case .archiveQuestion(let name):
            Translation("Make \(name) an archive?", "¿Hacer de \(name) un archivo?")
        case .archiveSecond:
            Translation(
                "It keeps everything; the others forget what is old.",
                "Lo guarda todo; las demás olvidan lo antiguo.")
        case .archiveOffQuestion(let name):
            Translation(
                "Is \(name) no archive any more?", "¿\(name) ya no es un archivo?")
        case .booksKept(let days):
            Translation(
                "What is older than \(days) days is kept by the archive alone.",
                "Lo de hace más de \(days) días queda solo en el archivo.")
        case .booksForgotten(let date):
            Translation("Forgotten here: up to \(date).", "Olvidado aquí: hasta \(date).")
        case .outOfReach(let logs):
            Translation(
                "\(logs) logs go on behind what is here: link an archive.",
                "\(logs) registros siguen más allá de lo que hay: enlace un archivo.")
        case .unfinished(let lane, let count, let time):
            Translation(
                "Lane \(lane) began to change \(count) entries (\(time)) and didn't end: "
                    + "do it again.",
                "La caja \(lane) empezó a cambiar \(count) datos (\(time)) sin acabar: repítalo.")
        case .booksWanted(let count):
            Translation(
                "A decision reaches into what was forgotten: \(count) come back.",
                "Una decisión alcanza lo olvidado: vuelven \(count).")
        case .booksWantedElsewhere:
            Translation(
                "Nobody who is linked has them: link an archive.",
                "Nadie enlazado los tiene: enlace un archivo.")
        }
    }
}

/// Inviting a machine, on the screen and on paper.
public enum InviteText: Hashable, Sendable, Translatable {
    case title, label, hint, good(String, minutes: Int), howTo, tooSmall(columns: Int, rows: Int)
    case onPaper, joined(String), slipTitle, slipHint

    public var translation: Translation {
        switch self {
        case .title: Translation("INVITE A MACHINE", "INVITAR UNA MÁQUINA")
        case .label: Translation("Its name", "Su nombre")
        case .hint:
            Translation("Empty: what it calls itself", "Vacío: el que ella se dé")
        case .good(let lane, let minutes):
            Translation(
                "INVITATION for lane \(lane): good for \(minutes) minutes and one machine",
                "INVITACIÓN para la caja \(lane): \(minutes) minutos y una máquina")
        case .howTo:
            Translation(
                "Whoever reads it may use it. On the new machine:",
                "Quien la lea puede usarla. En la máquina nueva:")
        case .tooSmall(let columns, let rows):
            Translation(
                "The QR code needs \(columns)x\(rows) characters on the screen.",
                "El código QR necesita \(columns)x\(rows) caracteres en la pantalla.")
        case .onPaper:
            Translation("It is on the printer's slip, too.", "También está en el papel.")
        case .joined(let lane):
            Translation("LANE \(lane) HAS JOINED", "LA CAJA \(lane) SE HA UNIDO")
        case .slipTitle: Translation("INVITATION", "INVITACIÓN")
        case .slipHint:
            Translation(
                "Destroy this slip when the machine has joined.",
                "Destruya este papel cuando la máquina se haya unido.")
        }
    }
}
