/// K: keys and what was typed.
public enum EntryMessage: Hashable, Sendable, MessageText {
    case keyDoesNothing
    case scanIgnored
    case notSetUp(String)
    case notWhilePaying
    case nothingTyped
    case noNumber(String)
    case tooFine(digits: Int)
    case tooLarge
    case nothingToClear
    case inputLost
    case closeThisFirst
    case working
    case yesOrNo
    case noSuchChoice(String)
    case noDate(String)
    case fieldFull(most: Int)

    public static let samples: [EntryMessage] = [
        .keyDoesNothing, .scanIgnored, .notSetUp("FEATURE"), .notWhilePaying, .nothingTyped,
        .noNumber("TEXT"), .tooFine(digits: 2), .tooLarge, .nothingToClear, .inputLost,
        .closeThisFirst, .working, .yesOrNo, .noSuchChoice("TEXT"), .noDate("TEXT"),
        .fieldFull(most: 64),
    ]

    public var wording: Wording {
        switch self {
        case .keyDoesNothing:
            Wording(
                "K01", "This key does nothing here.", "Esta tecla no hace nada aquí.",
                next: "F1 shows the keys.", "F1 muestra las teclas.")
        case .scanIgnored:
            Wording(
                "K02", "Scan ignored: a question is open.",
                "Escaneo ignorado: hay una pregunta abierta.",
                next: "Answer it or press Esc, then scan again.",
                "Responda o pulse Esc y escanee otra vez.")
        case .notSetUp(let feature):
            Wording(
                "K03", "\(feature): not set up here.", "\(feature): no está configurado aquí.",
                next: "Use another way.", "Use otra manera.")
        case .notWhilePaying:
            Wording(
                "K04", "Not while the customer pays.", "No mientras el cliente paga.",
                next: "Esc goes back to the goods.", "Esc vuelve a los artículos.")
        case .nothingTyped:
            Wording(
                "K05", "Nothing is typed.", "No ha escrito nada.",
                next: "Type it, then press Enter.", "Escriba y pulse Intro.")
        case .noNumber(let text):
            Wording(
                "K06", "\(text) is no number.", "\(text) no es un número.",
                next: "Digits and one point or comma.", "Dígitos y un punto o una coma.")
        case .tooFine(let digits):
            Wording(
                "K07", "At most \(digits) digits after the point.",
                "Como máximo \(digits) decimales.",
                next: "Type it again.", "Escriba otra vez.")
        case .tooLarge:
            Wording(
                "K08", "That number is too large.", "Ese número es demasiado grande.",
                next: "Type it again.", "Escriba otra vez.")
        case .nothingToClear:
            Wording(
                "K09", "There is nothing to clear.", "No hay nada que borrar.",
                next: "F10 C cancels the sale.", "F10 C cancela la venta.")
        case .inputLost:
            Wording(
                "K10", "Too much at once: some input was lost.",
                "Demasiado a la vez: se perdió alguna entrada.",
                next: "Check the lines and scan what is missing.",
                "Revise las líneas y escanee lo que falta.")
        case .closeThisFirst:
            Wording(
                "K11", "Not while this question is open.",
                "No mientras esta pregunta está abierta.",
                next: "Answer it or press Esc.", "Responda o pulse Esc.")
        case .working:
            Wording("K12", "One moment…", "Un momento…")
        case .yesOrNo:
            Wording(
                "K13", "Yes or no?", "¿Sí o no?", next: "Y = yes, N = no.", "S = sí, N = no.")
        case .noSuchChoice(let text):
            Wording(
                "K14", "\(text) is not in the list.", "\(text) no está en la lista.",
                next: "Choose one of those shown.", "Elija uno de los mostrados.")
        case .noDate(let text):
            Wording(
                "K15", "\(text) is no date.", "\(text) no es una fecha.",
                next: "Day, month, year: 21112005.", "Día, mes, año: 21112005.")
        case .fieldFull(let most):
            Wording(
                "K16", "No more than \(most) characters fit.",
                "No caben más de \(most) caracteres.",
                next: "Press Enter, or shorten it.", "Pulse Intro o acórtelo.")
        }
    }
}
