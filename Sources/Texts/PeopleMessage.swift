/// A: people, PINs and what they may do.
public enum PeopleMessage: Hashable, Sendable, MessageText {
    case pinWrong(left: Int)
    case laneWaits(seconds: Int64)
    case personLocked(UInt32)
    case mayNotEither(UInt32, String)
    case pinShape
    case signedOn(UInt32)
    case locked
    case paidSaleStays(UInt32)
    case numberShape
    case signedOff
    case clockedIn
    case clockedOut
    case breakStarted
    case breakEnded
    case saleGoesOn
    case allowed(UInt32)
    case finishSaleFirst
    case unknownPerson
    case unlocked(UInt32)

    public static let samples: [PeopleMessage] = [
        .pinWrong(left: 3), .laneWaits(seconds: 30), .personLocked(7),
        .mayNotEither(7, "PERMISSION"), .pinShape, .signedOn(7), .locked, .paidSaleStays(7),
        .numberShape, .signedOff, .clockedIn, .clockedOut, .breakStarted, .breakEnded,
        .saleGoesOn, .allowed(7), .finishSaleFirst, .unknownPerson, .unlocked(7),
    ]

    public var wording: Wording {
        switch self {
        case .pinWrong(1):
            Wording(
                "A01", "Wrong PIN. 1 more before a wait.",
                "PIN incorrecto. Queda 1 antes de esperar.",
                next: "Type it again.", "Escriba otra vez.")
        case .pinWrong(let left):
            Wording(
                "A01", "Wrong PIN. \(left) more before a wait.",
                "PIN incorrecto. Quedan \(left) antes de esperar.",
                next: "Type it again.", "Escriba otra vez.")
        case .laneWaits(let seconds):
            Wording(
                "A02", "Too many wrong PINs: wait \(seconds) s.",
                "Demasiados PIN incorrectos: espere \(seconds) s.",
                next: "Tab: number and PIN pass at once; so does a manager.",
                "Tab: número y PIN pasan ya; un encargado también.")
        case .personLocked(let number):
            Wording(
                "A03", "Number \(number) is locked.", "El número \(number) está bloqueado.",
                next: "A manager unlocks it.", "Un encargado lo desbloquea.")
        case .mayNotEither(let number, let permission):
            Wording(
                "A04", "\(number) may not allow this: \(permission).",
                "\(number) no puede autorizarlo: \(permission).",
                next: "Someone else signs, or Esc.", "Que firme otra persona, o Esc.")
        case .pinShape:
            Wording(
                "A05", "A PIN has 4 to 8 digits.", "Un PIN tiene de 4 a 8 dígitos.",
                next: "Type it again.", "Escriba otra vez.")
        case .signedOn(let number):
            Wording("A06", "Cashier \(number) is signed on.", "Cajero \(number) ha entrado.")
        case .locked:
            Wording(
                "A07", "Locked. The sale is kept.", "Caja bloqueada. La venta se conserva.",
                next: "PIN, then Enter.", "PIN e Intro.")
        case .paidSaleStays(let number):
            Wording(
                "A08", "The sale of \(number) has payments and can't be held.",
                "La venta de \(number) tiene pagos y no se puede aparcar.",
                next: "Cashier \(number) or a manager goes on with it.",
                "Sigue el cajero \(number) o un encargado.")
        case .numberShape:
            Wording(
                "A09", "A person's number is digits only.", "El número es solo de dígitos.",
                next: "Type it again.", "Escriba otra vez.")
        case .signedOff: Wording("A10", "Signed off.", "Sesión cerrada.")
        case .clockedIn: Wording("A11", "Clocked in.", "Entrada registrada.")
        case .clockedOut: Wording("A12", "Clocked out.", "Salida registrada.")
        case .breakStarted: Wording("A13", "Break begun.", "Descanso iniciado.")
        case .breakEnded: Wording("A14", "Break ended.", "Descanso terminado.")
        case .saleGoesOn:
            Wording("A15", "Your sale goes on.", "Su venta continúa.")
        case .allowed(let number):
            Wording("A16", "Allowed by \(number).", "Autorizado por \(number).")
        case .finishSaleFirst:
            Wording(
                "A17", "Finish the sale first.", "Termine primero la venta.",
                next: "F12 cash, F5 hold, or F10 C cancel.",
                "F12 efectivo, F5 aparcar o F10 C cancelar.")
        case .unknownPerson:
            Wording(
                "A18", "This person is no longer on file.", "Esta persona ya no figura.",
                next: "Sign on again.", "Vuelva a entrar.")
        case .unlocked(let number):
            Wording(
                "A19", "Number \(number) may try again.",
                "El número \(number) puede probar otra vez.")
        }
    }
}
