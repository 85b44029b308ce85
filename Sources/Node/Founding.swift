public import Retail
public import Storage

/// What a new store begins with, as `tillmesh init` was told.
public struct Founding: Sendable {
    public var storeNumber: String
    public var lane: UInt8
    public var isTraining: Bool
    /// Seals the root key; typed again when a steward is enrolled or the store adopted.
    public var passphrase: [UInt8]
    public var settings: StoreSettings
    public var taxRules: [TaxRule]
    /// The first one owns the opening stock's facts; at least one may do everything.
    public var people: [NewPerson]
    /// What is on the shelves from the first day on.
    public var items: [ItemChange] = []
    public var stock: [StockRequest.Line] = []
    /// Shown at sign-on, in a shop of samples only.
    public var signOnHints: [String] = []
    /// Written to `mesh.conf`; nil: nothing is, and what holds without the file holds.
    public var mesh: MeshSettings?

    public init(
        storeNumber: String, lane: UInt8, isTraining: Bool = false, passphrase: [UInt8],
        settings: StoreSettings, taxRules: [TaxRule], people: [NewPerson]
    ) {
        self.storeNumber = storeNumber
        self.lane = lane
        self.isTraining = isTraining
        self.passphrase = passphrase
        self.settings = settings
        self.taxRules = taxRules
        self.people = people
    }
}

/// A person to be: the name is sealed and the PIN hashed before either is stored.
public struct NewPerson: Hashable, Sendable {
    public var number: UInt32
    public var name: String
    public var roles: [String]
    public var pin: String?
    public var language: String?
    public var isActive: Bool

    public init(
        number: UInt32, name: String, roles: [String], pin: String?, language: String? = nil,
        isActive: Bool = true
    ) {
        self.number = number
        self.name = name
        self.roles = roles
        self.pin = pin
        self.language = language
        self.isActive = isActive
    }
}

/// Why no store was made; the folder is as it was, but for files that were never finished.
public enum FoundingError: Error, Equatable, CustomStringConvertible {
    case alreadyThere(path: String)
    /// A database without the key that wrote it: the books of a lane whose identity was lost.
    case booksWithoutIdentity(path: String)
    /// A file of another program, by its name.
    case notEmpty(path: String, file: String)
    case file(FileError)
    case storage(StorageError)
    case root(RootSeal.Failure)
    case key(String)

    public var description: String {
        switch self {
        case .alreadyThere(let path):
            "\(path) holds a till already; choose another folder with --data"
        case .booksWithoutIdentity(let path):
            "\(path) holds the books of a till whose identity is gone; they are kept: "
                + "choose another folder with --data"
        case .notEmpty(let path, let file):
            "\(path) holds other files (\(file)); choose a new or empty folder with --data"
        case .file(let error): "\(error)"
        case .storage(let error): "\(error)"
        case .root(let error): "\(error)"
        case .key(let text): text
        }
    }
}
