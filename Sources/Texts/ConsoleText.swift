/// What the lane's terminal says around the lane itself.
public enum ConsoleText: Hashable, Sendable, Translatable {
    case previewKeys
    case cameBack
    case safeMode
    case laneCameBack(signal: Int32, isSafe: Bool)

    public var translation: Translation {
        switch self {
        case .previewKeys:
            Translation("Page keys turn, any other goes back", "Páginas: AvPág/RePág; otra, volver")
        case .cameBack:
            Translation(
                "The lane was started again. Sign on and go on: nothing is lost.",
                "La caja se ha reiniciado. Identifíquese y siga: no se pierde nada.")
        case .safeMode:
            Translation(
                "Safe mode: only what selling needs runs. Call support.",
                "Modo seguro: solo lo necesario para vender. Llame a soporte.")
        case .laneCameBack(let signal, isSafe: false):
            Translation(
                "the lane stopped (signal \(signal)) and was started again; nothing is lost",
                "la caja se paró (señal \(signal)) y se ha reiniciado; no se pierde nada")
        case .laneCameBack(let signal, isSafe: true):
            Translation(
                "the lane stopped again and again (signal \(signal)): started with only what "
                    + "selling needs",
                "la caja se paró varias veces (señal \(signal)): se inicia solo con lo "
                    + "necesario para vender")
        }
    }
}
