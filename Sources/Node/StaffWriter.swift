import Crypto
import Encoding
import Replica
import Retail
import Storage

/// Turns people as they were typed into what may be stored of them.
struct StaffWriter {
    private let desk: PINDesk
    private let random = SystemRandom()
    /// Keys made on the way; they go beside the facts, never in them.
    private(set) var keys: [SubjectKey] = []

    init(pinKey: Secret) { desk = PINDesk(key: pinKey) }

    /// A new version of a person.
    ///
    /// - Parameters:
    ///   - person: as typed; without a PIN the current one stays.
    ///   - current: the person as stored, with the key that seals the name; an erased person has
    ///     none and gets a new one.
    /// - Returns: the fact to commit.
    /// - Throws: what the key or the password hash refuses.
    mutating func change(
        _ person: NewPerson, current: (member: StaffMember, key: Secret?)?
    ) throws -> PersonChange {
        let id = current?.member.person ?? PersonID(random.bytes16())
        let key = current?.key ?? newKey(of: id)
        let sealed = try Subjects.seal(
            person.name, subject: id.id, field: Subjects.Field.staffName.rawValue, key: key,
            nonce: random.bytes(24))
        let pin = try person.pin.map { try desk.record(of: $0, salt: random.bytes(16)) }
        return PersonChange(
            content: ContentID(random.bytes16()), person: id,
            version: (current?.member.version ?? 0) + 1, number: person.number,
            roles: person.roles, pin: pin ?? current?.member.pin, language: person.language,
            isActive: person.isActive, sealedName: sealed)
    }

    private mutating func newKey(of person: PersonID) -> Secret {
        let bytes = Bytes32(words: (0..<4).map { _ in random.next() })
        keys.append(SubjectKey(subject: person.id, key: bytes))
        return Secret(bytes.bytes)
    }

    /// The tag under which a PIN is found, to see whether it is taken.
    func tag(of pin: String) -> [UInt8] { desk.tag(of: pin) }
}
