public import Storage

/// Why nothing was decided; then nothing has changed.
public enum DecisionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// This node is no steward of the store.
    case notSteward
    /// Only the root, or a root of store, may decide so.
    case needsRoot
    /// It stands already, or there is nothing that it could be about.
    case withoutEffect
    /// The word comes of somebody whom nobody here knows, or isn't signed.
    case strangeWord
    /// A drawer is open, or a basket: the key changes between days.
    case isSelling
    /// A chain of enrolments and rotations can't be longer.
    case rotatedTooOften
    /// A practice till has no part in a store.
    case isTraining
    case storage(StorageError)
    case file(FileError)
    case other(String)

    public var description: String {
        switch self {
        case .notSteward:
            "this node is no steward of the store: decide on one that is (`tillmesh members` lists "
                + "them), or with --root and the store's passphrase"
        case .needsRoot:
            "a steward may not decide this about a steward: say --root, and type the store's "
                + "passphrase"
        case .withoutEffect: "nothing would change: it stands already, or isn't known here"
        case .strangeWord: "what was handed in isn't signed by the store's root"
        case .isSelling: "the drawer is open, or a sale: close the day first"
        case .rotatedTooOften:
            "this node has had too many keys: let it join anew, and retire the old one"
        case .isTraining: "a practice till has no part in a store"
        case .storage(let error): "\(error)"
        case .file(let error): "\(error)"
        case .other(let text): text
        }
    }

    /// Whether somebody else might do it.
    var isOfPermission: Bool {
        switch self {
        case .notSteward, .needsRoot, .strangeWord: true
        case .withoutEffect, .isSelling, .rotatedTooOften, .isTraining, .storage, .file, .other:
            false
        }
    }
}
