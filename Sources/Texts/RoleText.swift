/// What people call the roles that every store begins with; others have the name that they got.
public enum RoleText: String, Hashable, Sendable, CaseIterable, Translatable {
    case cashier
    case supervisor
    case manager
    case admin

    public var translation: Translation {
        switch self {
        case .cashier: Translation("cashier", "cajero")
        case .supervisor: Translation("supervisor", "supervisor")
        case .manager: Translation("manager", "encargado")
        case .admin: Translation("admin", "administrador")
        }
    }

    /// A role by its name, as a language calls it.
    public static func text(of role: String, in language: Language) -> String {
        RoleText(rawValue: role)?.translation[language] ?? role
    }
}
