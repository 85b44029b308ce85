/// N: the store's machines, and what a manager decides about them.
public enum StoreMessage: Hashable, Sendable, MessageText {
    case joined(String)
    case done
    case notSteward
    case needsRoot
    case withoutEffect
    case noMesh
    case noNumber
    case noAddress
    case gone
    case retried(before: UInt64, after: UInt64)
    case kept
    case nothingToKeep
    case counted(String)
    case ownMachine
    case notWhile(String)
    case slipPrints
    /// What to say to `tillmesh members`: `promote 4`.
    case stewardsByRoot(String)

    public static let samples: [StoreMessage] = [
        .joined("LANE"), .done, .notSteward, .needsRoot, .withoutEffect, .noMesh, .noNumber,
        .noAddress, .gone, .retried(before: 7, after: 3), .kept, .nothingToKeep,
        .counted("ITEM"), .ownMachine, .notWhile("STATE"), .slipPrints,
        .stewardsByRoot("promote LANE"),
    ]

    public var wording: Wording {
        switch self {
        case .joined(let lane):
            Wording(
                "N11", "Lane \(lane) has joined the store.",
                "La caja \(lane) se ha unido a la tienda.")
        case .done: Wording("N12", "It is decided.", "Queda decidido.")
        case .notSteward:
            Wording(
                "N13", "This lane may not decide about others.",
                "Esta caja no puede decidir sobre otras.",
                next: "Do it on the first lane, or on another steward.",
                "Hágalo en la primera caja o en otra gestora.")
        case .needsRoot:
            Wording(
                "N14", "Only the store's root may decide about a steward.",
                "Solo la raíz de la tienda decide sobre una gestora.",
                next: "In a terminal, with --root and the passphrase.",
                "En una terminal, con --root y la frase de paso.")
        case .stewardsByRoot(let words):
            Wording(
                "N31", "Only the store's root makes stewards, and ends them.",
                "Solo la raíz de la tienda hace gestoras, y las quita.",
                next: "In a terminal: tillmesh members \(words)",
                "En una terminal: tillmesh members \(words)")
        case .withoutEffect:
            Wording(
                "N15", "Nothing would change: it stands already.",
                "No cambiaría nada: ya es así.")
        case .noMesh:
            Wording(
                "N16", "This till takes no part in a store's mesh.",
                "Esta caja no participa en la red de la tienda.",
                next: "Start it again outside of practice and safe mode.",
                "Arránquela fuera de práctica y de modo seguro.")
        case .noNumber:
            Wording(
                "N17", "All 99 lane numbers are in use.", "Los 99 números de caja están en uso.",
                next: "Retire lanes that are gone.", "Retire las cajas que ya no están.")
        case .noAddress:
            Wording(
                "N18", "No other machine can call this one.",
                "Ninguna otra máquina puede llamar a esta.",
                next: "See listen in mesh.conf.", "Vea listen en mesh.conf.")
        case .gone:
            Wording(
                "N19", "It isn't there any more.", "Ya no está.",
                next: "Look at the page again.", "Mire otra vez la página.")
        case .retried(let before, let after):
            Wording(
                "N20", "\(before) didn't count; \(after) don't now.",
                "\(before) no contaban; \(after) no cuentan ahora.")
        case .kept:
            Wording("N21", "It stands on all lanes now.", "Vale ahora en todas las cajas.")
        case .nothingToKeep:
            Wording(
                "N22", "This has no versions to choose from.",
                "Aquí no hay versiones que elegir.")
        case .counted(let item):
            Wording("N23", "\(item) is counted.", "\(item): recontado.")
        case .ownMachine:
            Wording(
                "N24", "That is this machine itself.", "Es esta misma máquina.",
                next: "Decide about it on another lane.", "Decídalo en otra caja.")
        case .notWhile(let state):
            Wording("N25", "That machine is \(state).", "Esa máquina está \(state).")
        case .slipPrints:
            Wording("N26", "The invitation prints.", "Se imprime la invitación.")
        }
    }
}
