import CRDT
import Crypto
import Encoding
import Glibc
import Ledger
import Replica
import Retail
import Storage
import Texts

extension DataDirectory {
    /// Makes a store and its first lane in this folder, and a practice till below it.
    ///
    /// A marker file lies there from the first step to the last: what a crash left behind it is
    /// thrown away by the next try, and nothing else ever is.
    ///
    /// - Parameters:
    ///   - founding: what the store begins with.
    ///   - practice: the same for the practice till; nil: none.
    /// - Returns: the recovery sheet, to be printed and kept in a safe.
    /// - Throws: ``FoundingError``.
    public func found(
        _ founding: Founding, practice: Founding? = nil
    ) throws(FoundingError) -> String {
        do {
            guard !isInitialised else { throw FoundingError.alreadyThere(path: path) }
            try FileSystem.makeFolder(path)
            try check()
            let lock = try DirectoryLock(self.lock)
            defer { _ = consume lock }
            try clear()
            try FileSystem.makePrivate(path)
            try FileSystem.replace(unfinished, with: [], mode: 0o600)
            let sheet = try make(founding)
            if let practice { _ = try training.found(practice) }
            try FileSystem.remove(unfinished)
            return sheet
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

    /// What a founding writes, with the drafts of files that are written beside and renamed.
    private var foundedFiles: [String] {
        let replaced = [identity, sealedRoot, signOnHints, meshSettings, unfinished]
        return replaced + replaced.map(FileSystem.draft)
            + [database, database + "-wal", database + "-shm", lock]
    }

    /// Refuses a folder that holds anything which an unfinished founding can't have left.
    private func check() throws {
        let isUnfinished = FileSystem.exists(unfinished)
        guard isUnfinished || !FileSystem.exists(database) else {
            throw FoundingError.booksWithoutIdentity(path: path)
        }
        let ours = isUnfinished ? foundedFiles + [training.path] : [lock]
        let names = ours.map { $0.dropFirst(path.count + 1) } + ["lost+found"]
        let foreign = try FileSystem.names(in: path).first { !names.contains($0[...]) }
        if let foreign { throw FoundingError.notEmpty(path: path, file: foreign) }
    }

    /// Removes what an unfinished founding left; the lock stays with who holds it.
    private func clear() throws(FileError) {
        guard FileSystem.exists(unfinished) else { return }
        for folder in [training, self] where FileSystem.exists(folder.path) {
            for file in folder.foundedFiles where file != lock { try FileSystem.remove(file) }
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
        if !founding.signOnHints.isEmpty {
            let text = founding.signOnHints.map { $0 + "\n" }.joined()
            try FileSystem.replace(signOnHints, with: Array(text.utf8), mode: 0o600)
        }
        if let mesh = founding.mesh {
            try mesh.write(self)
        }
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
        let now = SystemClock.wall()
        let facts = try founding.facts(&staff, at: now)
        let language = Language(rawValue: founding.settings.language) ?? .english
        let label = text(ScreenText.lane(founding.lane), in: language)
        let member = Genesis.Member(lane: founding.lane, label: label)
        _ = try Genesis.makeStore(
            seed, member: member, facts: facts, now: UInt64(max(0, now.milliseconds)),
            store: store)
        var keys = Transaction()
        keys.local = staff.keys.map {
            LocalWrite(.subjectKey, key: $0.subject.bytes, value: $0.key.bytes)
        }
        try store.apply(keys)
    }
}

extension Founding {
    /// A line of stock is some 30 bytes: a movement of these fits any operation.
    private static let stockLinesMax = 256

    /// All that the store begins with.
    fileprivate func facts(_ staff: inout StaffWriter, at now: Instant) throws -> [Fact] {
        var facts = settings.changes(version: 1)
        if !taxRules.isEmpty {
            facts.append(
                .taxChanged(
                    TaxChange(
                        content: ContentID(SystemRandom().bytes16()), version: 1,
                        rules: taxRules)))
        }
        var changes: [PersonChange] = []
        for person in people { changes.append(try staff.change(person, current: nil)) }
        facts += changes.map(Fact.personChanged) + items.map(Fact.itemChanged)
        guard let first = changes.first else { return facts }
        return facts + movements(by: first.person, at: now)
    }

    private func movements(by person: PersonID, at now: Instant) -> [Fact] {
        let zone = LaneTerms.zone(named: settings.zone) ?? .utc
        let calendar = BusinessCalendar(zone: zone, cutoffHour: settings.cutoffHour)
        return stride(from: 0, to: stock.count, by: Self.stockLinesMax).map { start in
            let lines = stock[start..<min(start + Self.stockLinesMax, stock.count)]
            return .stockMoved(
                StockMovement(
                    content: ContentID(SystemRandom().bytes16()), kind: .received,
                    time: zone.local(now), businessDate: calendar.businessDate(at: now),
                    person: person, reason: "opening stock",
                    lines: lines.map {
                        StockMovement.Line(item: $0.item, change: $0.quantity, cost: $0.cost)
                    }))
        }
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
