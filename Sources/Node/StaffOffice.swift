import Crypto
import Encoding
import Replica
public import Retail
public import Storage

/// Makes new versions of people out of what a file or a form says, for whoever may read the
/// identity file: PINs are hashed and names sealed before anything leaves the process.
public struct StaffOffice {
    private let reader: ShopReader
    private let pinKey: Secret
    /// People as this office's own changes leave them, committed or not yet.
    private var drafted: [PersonID: StaffMember] = [:]

    /// What an entry of a file comes to.
    public enum Answer: Hashable, Sendable {
        /// All of it is so already.
        case unchanged
        case change(PersonChange, [SubjectKey])
        /// Somebody else who works here has this PIN.
        case pinIsTaken
        /// Nobody would be left who may change people.
        case isLastAdmin
    }

    /// Reads the organisation's PIN key.
    public init(
        _ directory: DataDirectory, reader: ShopReader
    ) throws(IdentityFile.Failure) {
        self.reader = reader
        pinKey = try IdentityFile.read(directory).pinKey
    }

    /// The version that makes the stored person say what was asked for.
    ///
    /// - Parameters:
    ///   - person: as typed, found again by number; without a PIN the current one stays.
    ///   - roles: what roles permit, as the store has it now.
    /// - Returns: the change with a new person's key, or why there is none.
    /// - Throws: ``PerformError``.
    public mutating func answer(
        _ person: NewPerson, roles: [Role]
    ) throws(PerformError) -> Answer {
        var writer = StaffWriter(pinKey: pinKey)
        let everybody = try people()
        let current = everybody.first { $0.number == person.number }
        let key = try current.flatMap { member throws(PerformError) in try self.key(of: member) }
        let tag = person.pin.map { writer.tag(of: $0) }
        let isTaken = everybody.contains {
            $0.isActive && $0.person != current?.person && tag != nil && $0.pin?.tag == tag
        }
        if isTaken { return .pinIsTaken }
        if let current, isSame(person, current, key: key, tag: tag) { return .unchanged }
        if let current, Self.isLastAdmin(current, among: everybody, becoming: person, roles) {
            return .isLastAdmin
        }
        do {
            let change = try writer.change(person, current: current.map { ($0, key) })
            drafted[change.person] = StaffMember(change)
            return .change(change, writer.keys)
        } catch let failure as PasswordHash.Failure {
            throw .pin(failure)
        } catch {
            throw .log("\(error)")
        }
    }

    /// The name that is sealed in a member's row; nil where the key is gone.
    public func name(of member: StaffMember) throws(PerformError) -> String? {
        Subjects.open(
            member.sealedName, subject: member.person.id, field: Subjects.Field.staffName.rawValue,
            key: try key(of: member))
    }

    /// Everybody by number, as the changes so far leave them.
    private func people() throws(PerformError) -> [StaffMember] {
        let stored = try reading { reader throws(StorageError) in try reader.people() }
        let known = Set(stored.map(\.person))
        let added = drafted.values.filter { !known.contains($0.person) }
        return (stored.map { drafted[$0.person] ?? $0 } + added).sorted {
            ($0.number, $0.person) < ($1.number, $1.person)
        }
    }

    /// Whether nothing of it is new; a PIN is told by its tag, without the slow hash.
    private func isSame(
        _ person: NewPerson, _ current: StaffMember, key: Secret?, tag: [UInt8]?
    ) -> Bool {
        let name = Subjects.open(
            current.sealedName, subject: current.person.id,
            field: Subjects.Field.staffName.rawValue, key: key)
        return name == person.name && current.roles == person.roles
            && current.language == person.language && current.isActive == person.isActive
            && (tag == nil || tag == current.pin?.tag)
    }

    private static func isLastAdmin(
        _ current: StaffMember, among everybody: [StaffMember], becoming person: NewPerson,
        _ roles: [Role]
    ) -> Bool {
        let edits = { (names: [String]) in Rights(of: names, among: roles).allows(.editPeople) }
        guard current.isActive, edits(current.roles), !person.isActive || !edits(person.roles)
        else { return false }
        return !everybody.contains {
            $0.isActive && $0.person != current.person && edits($0.roles)
        }
    }

    private func key(of member: StaffMember) throws(PerformError) -> Secret? {
        try reading { reader throws(StorageError) in
            try reader.local(.subjectKey, key: member.person.id.bytes).map { Secret($0) }
        }
    }

    private func reading<Found>(
        _ work: (ShopReader) throws(StorageError) -> Found
    ) throws(PerformError) -> Found {
        do { return try work(reader) } catch { throw .storage(error) }
    }
}

extension StaffMember {
    /// The person as a change leaves them.
    fileprivate init(_ change: PersonChange) {
        self.init(
            person: change.person, number: change.number, roles: change.roles, pin: change.pin,
            language: change.language, isActive: change.isActive, sealedName: change.sealedName,
            version: change.version)
    }
}
