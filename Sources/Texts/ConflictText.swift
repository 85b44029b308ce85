/// What doesn't fit together in a store: conflicts, what doesn't count, forks.
public enum ConflictText: Hashable, Sendable, Translatable {
    case tie, content, overReturn, holdTwice, unconfirmed
    case overReturnLine(String, UInt32, String), soldReturned(String, String)
    case holdLine(String, UInt32), unconfirmedLine(String, String), withoutLabel
    case version(Int, String), stands, counts, keepQuestion(Int)
    case overReturnAdvice, holdAdvice, unconfirmedAdvice, contentAdvice, tieAdvice
    case reasonIs, whatToDo, entry, ofLaterVersion, upgrade
    case kind(String), asLane(String)
    case branch(Int), left, own(Int), excludeQuestion(Int), forkAdvice, logName

    public var translation: Translation {
        switch self {
        case .tie: Translation("two changes", "dos cambios")
        case .content: Translation("one id twice", "un id doble")
        case .overReturn: Translation("over-returned", "devuelto de más")
        case .holdTwice: Translation("hold taken twice", "aparcada doble")
        case .unconfirmed: Translation("unconfirmed", "sin confirmar")
        case .overReturnLine(let number, let line, let item):
            Translation("\(number) line \(line) \(item)", "\(number) línea \(line) \(item)")
        case .soldReturned(let sold, let returned):
            Translation("sold \(sold), back \(returned)", "vendido \(sold), devuelto \(returned)")
        case .holdLine(let label, let times):
            Translation("\(label): taken \(times) times", "\(label): tomada \(times) veces")
        case .unconfirmedLine(let number, let lane):
            Translation("\(number): \(lane) not asked", "\(number): sin preguntar a \(lane)")
        case .withoutLabel: Translation("no label", "sin nombre")
        case .version(let number, let lane):
            Translation("\(number)  on lane \(lane)", "\(number)  en la caja \(lane)")
        case .stands: Translation("stands", "vale")
        case .counts: Translation("counts", "cuenta")
        case .keepQuestion(let number):
            Translation(
                "Keep \(number) on all lanes?", "¿Mantener \(number) en todas las cajas?")
        case .tieAdvice:
            Translation(
                "Two lanes changed it at once; time alone chose. 1-9 keeps one.",
                "Dos cajas lo cambiaron a la vez; eligió la hora. 1-9 mantiene una.")
        case .contentAdvice:
            Translation(
                "One machine gave one id twice: its program or disk is at fault.",
                "Una máquina dio un id dos veces: falla su programa o su disco.")
        case .overReturnAdvice:
            Translation(
                "Lanes that couldn't ask each other both took it back. Look for it.",
                "Cajas sin enlace lo aceptaron las dos. Investíguelo.")
        case .holdAdvice:
            Translation(
                "Two lanes rang one held sale: void the receipt that wasn't paid.",
                "Dos cajas registraron una aparcada: anule el ticket no pagado.")
        case .unconfirmedAdvice:
            Translation(
                "A manager allowed it. Nothing to do unless it is over-returned.",
                "La permitió un encargado. Nada que hacer, salvo si sobra.")
        case .reasonIs: Translation("Why", "Motivo")
        case .whatToDo: Translation("What to do", "Qué hacer")
        case .entry: Translation("Operation", "Operación")
        case .ofLaterVersion: Translation("of a later version", "de una versión posterior")
        case .upgrade: Translation("Upgrade this program.", "Actualice este programa.")
        case .kind(let number): Translation("kind \(number)", "tipo \(number)")
        case .asLane(let number): Translation("lane \(number)", "la caja \(number)")
        case .branch(let number): Translation("Branch \(number)", "Rama \(number)")
        case .left: Translation("left out", "excluida")
        case .own(1): Translation("1 operation of its own", "1 operación propia")
        case .own(let count):
            Translation("\(count) operations of its own", "\(count) operaciones propias")
        case .excludeQuestion(let number):
            Translation("Leave branch \(number) out?", "¿Excluir la rama \(number)?")
        case .forkAdvice:
            Translation(
                "Two machines went on with one log; all of it counts. 1-9 leaves one out.",
                "Dos máquinas siguieron un registro; todo cuenta. 1-9 excluye una.")
        case .logName: Translation("Log", "Registro")
        }
    }
}
