/// Why an operation is kept and doesn't count, by the numbers of docs/tables.md.
public enum QuarantineText: Int64, Hashable, Sendable, CaseIterable, Translatable {
    case unknownKind = 1
    case refusedPayload = 2
    case notPermitted = 3
    case aboveCut = 4
    case retired = 5
    case wrongScope = 6
    case forked = 7
    case notOpened = 8
    case excluded = 9
    case rotated = 10
    case unknownVersion = 11
    case incompletePublication = 12

    public var translation: Translation {
        switch self {
        case .unknownKind: Translation("a kind that this version lacks", "tipo desconocido")
        case .refusedPayload: Translation("contents that make no sense", "contenido ilegible")
        case .notPermitted: Translation("its author may not write it", "autor sin permiso")
        case .aboveCut: Translation("signed after the revocation's cut", "tras la revocación")
        case .retired: Translation("a log behind the lane's retirement", "tras la retirada")
        case .wrongScope: Translation("it stands in the wrong log", "registro equivocado")
        case .forked: Translation("a decision above a fork", "decisión tras una bifurcación")
        case .notOpened: Translation("a log that was never opened", "registro sin apertura")
        case .excluded: Translation("on a branch left out", "rama excluida")
        case .rotated: Translation("signed with a key given up", "clave abandonada")
        case .unknownVersion: Translation("of a later version", "de una versión posterior")
        case .incompletePublication:
            Translation("a publication that isn't whole", "publicación incompleta")
        }
    }

    /// What a person can do about it.
    public var advice: Translation {
        switch self {
        case .unknownKind, .unknownVersion:
            Translation("Upgrade this program.", "Actualice este programa.")
        case .refusedPayload:
            Translation(
                "Nothing here: tell who made the other lane's program.",
                "Nada aquí: avise a quien hizo el programa de la otra caja.")
        case .notPermitted, .wrongScope:
            Translation(
                "Enrol its author, if it should count.", "Dé de alta al autor, si debe contar.")
        case .aboveCut, .retired, .notOpened, .rotated:
            Translation(
                "Salvage it, if it is honest: tillmesh salvage LOG.",
                "Rescátelo, si es honesto: tillmesh salvage LOG.")
        case .incompletePublication:
            Translation(
                "Import it again where it was published.",
                "Impórtela de nuevo donde se publicó.")
        case .forked, .excluded:
            Translation(
                "Choose the branches that count: tillmesh fork exclude.",
                "Elija las ramas que cuentan: tillmesh fork exclude.")
        }
    }
}
