import CRDT
import Crypto
import Encoding
import Glibc
import Ledger
import Replica
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
    /// At least one may do everything.
    public var people: [NewPerson]

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
    case file(FileError)
    case storage(StorageError)
    case root(RootSeal.Failure)
    case key(String)

    public var description: String {
        switch self {
        case .alreadyThere(let path):
            "\(path) holds a till already; choose another folder with --data"
        case .file(let error): "\(error)"
        case .storage(let error): "\(error)"
        case .root(let error): "\(error)"
        case .key(let text): text
        }
    }
}

extension DataDirectory {
    /// Makes a store and its first lane in this folder.
    ///
    /// The identity file is written last: a folder without one was never finished, and is made
    /// anew.
    ///
    /// - Returns: the recovery sheet, to be printed and kept in a safe.
    public func found(_ founding: Founding) throws(FoundingError) -> String {
        do {
            guard !isInitialised else { throw FoundingError.alreadyThere(path: path) }
            try FileSystem.makeFolder(path)
            let lock = try DirectoryLock(self.lock)
            defer { _ = consume lock }
            try removeUnfinished()
            return try make(founding)
        } catch let error as FoundingError {
            throw error
        } catch let error as FileError {
            throw .file(error)
        } catch let error as StorageError {
            throw .storage(error)
        } catch let error as RootSeal.Failure {
            throw .root(error)
        } catch {
            throw .key("\(error)")
        }
    }

    private func removeUnfinished() throws(FileError) {
        for file in [database, database + "-wal", database + "-shm", sealedRoot] {
            guard unlink(file) == 0 || errno == ENOENT else { throw FileError(.write, file) }
        }
    }

    private func make(_ founding: Founding) throws -> String {
        let random = SystemRandom()
        let root = try Identity(seed: random.bytes(32))
        let node = try Identity(seed: random.bytes(32))
        let seal = try RootSeal(
            root, passphrase: founding.passphrase, salt: random.bytes(16), nonce: random.bytes(24))
        let pinKey = Secret(random.bytes(32))
        let seed = Genesis.Seed(
            scope: ScopeID(random.bytes16()), root: root, node: node,
            rootIncarnation: Incarnation(Bytes8(words: [random.next()])),
            incarnation: Incarnation(Bytes8(words: [random.next()])))
        let rootNode = NodeID(try fixed(root.publicKey))
        let file = IdentityFile(
            identity: node, store: seed.scope, root: rootNode, pinKey: pinKey,
            storeNumber: founding.storeNumber, lane: founding.lane,
            isTraining: founding.isTraining)
        try fill(founding, seed: seed, pinKey: pinKey)
        try FileSystem.replace(sealedRoot, with: seal.bytes, mode: 0o600)
        try file.write(self)
        return seal.recoverySheet(store: founding.storeNumber)
    }

    private func fixed(_ bytes: [UInt8]) throws -> Bytes32 {
        guard let fixed = Bytes32(bytes) else { throw FoundingError.key("a key is too short") }
        return fixed
    }

    private func fill(_ founding: Founding, seed: Genesis.Seed, pinKey: Secret) throws {
        let store = try SQLiteStore(
            path: database, mayCreate: true, tables: Tables.all,
            projection: Replica.projectionVersion)
        var staff = StaffWriter(pinKey: pinKey)
        var facts = founding.settings.changes(version: 1)
        if !founding.taxRules.isEmpty {
            facts.append(
                .taxChanged(
                    TaxChange(
                        content: ContentID(SystemRandom().bytes16()), version: 1,
                        rules: founding.taxRules)))
        }
        for person in founding.people {
            facts.append(.personChanged(try staff.change(person, current: nil)))
        }
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        let member = Genesis.Member(lane: founding.lane, label: "lane \(founding.lane)")
        _ = try Genesis.makeStore(
            seed, member: member, facts: facts, now: now, store: store)
        var keys = Transaction()
        keys.local = staff.keys
        try store.apply(keys)
    }
}

extension StoreSettings {
    /// Every setting as a fact.
    fileprivate func changes(version: UInt64) -> [Fact] {
        SettingName.allCases.map { name in
            .settingChanged(
                SettingChange(
                    content: ContentID(SystemRandom().bytes16()), version: version,
                    name: name.rawValue, value: value(of: name)))
        }
    }
}
