import CRDT
import Encoding
public import Retail

extension ShopReader {
    /// All settings that stand now, by name.
    public func settings() throws(StorageError) -> [(name: String, value: [UInt8])] {
        try current(
            RegisterSQL.settings, key: { row throws(StorageError) in row.text(4) },
            read: { row throws(StorageError) in (name: row.text(4), value: row.bytes(5)) })
    }

    /// All tax rules that stand now, withdrawn ones included.
    public func taxRules() throws(StorageError) -> [TaxRule] {
        try current(
            RegisterSQL.taxRules,
            key: { row throws(StorageError) in
                [row.text(4), row.text(6), "\(row.integer(5)) \(row.integer(7))"]
            },
            read: { row throws(StorageError) in
                guard let level = UInt8(exactly: row.integer(5)).flatMap(TaxRule.Level.init) else {
                    throw self.damaged("a tax rule has the level \(row.integer(5))")
                }
                return TaxRule(
                    category: row.text(4), level: level, label: row.text(6),
                    from: Instant(milliseconds: row.integer(7)),
                    until: row.integerOrNil(8).map(Instant.init(milliseconds:)),
                    rate: row.integerOrNil(9).map(Rate.init(millionths:)))
            })
    }

    /// The greatest version of any setting, tax rule or person.
    public func registerVersion(_ register: VersionedRegister) throws(StorageError) -> UInt64 {
        let version = try first(register.sql) { row throws(StorageError) in row.integer(0) }
        return UInt64(max(0, version ?? 0))
    }

    /// The highest authority of those who wrote tax rules; 0 where nobody did.
    public func authorityOverTaxes() throws(StorageError) -> UInt8 {
        try authority(RegisterSQL.taxAuthority)
    }

    /// The highest authority of those who wrote a setting; 0 where nobody did.
    public func authority(overSetting name: String) throws(StorageError) -> UInt8 {
        try authority(RegisterSQL.settingAuthority) { $0.bind(2, name) }
    }

    /// The highest authority of those who wrote a person; 0 where nobody did.
    public func authority(over person: PersonID) throws(StorageError) -> UInt8 {
        try authority(RegisterSQL.personAuthority) { $0.bind(2, person.id) }
    }

    /// Everyone who works here or did, by number.
    public func people() throws(StorageError) -> [StaffMember] {
        try current(
            RegisterSQL.people, key: { row throws(StorageError) in row.bytes(4) },
            read: { row throws(StorageError) in try self.member(row) }
        ).sorted { ($0.number, $0.person) < ($1.number, $1.person) }
    }

    /// Who a PIN's tag belongs to now; more than one only after lanes merged.
    public func people(withTag tag: [UInt8]) throws(StorageError) -> [StaffMember] {
        let persons = try each(RegisterSQL.peopleByTag, bind: { $0.bind(2, tag) }) {
            row throws(StorageError) in PersonID(try row.fixed(0))
        }
        return try currentMembers(persons).filter { $0.pin?.tag == tag }
    }

    public func people(withNumber number: UInt32) throws(StorageError) -> [StaffMember] {
        let persons = try each(RegisterSQL.peopleByNumber, bind: { $0.bind(2, Int64(number)) }) {
            row throws(StorageError) in PersonID(try row.fixed(0))
        }
        return try currentMembers(persons).filter { $0.number == number }
    }

    public func person(_ id: PersonID) throws(StorageError) -> StaffMember? {
        try current(
            RegisterSQL.person, bind: { $0.bind(2, id.id) },
            key: { _ throws(StorageError) in true },
            read: { row throws(StorageError) in try self.member(row) }, until: { _ in true }
        ).first
    }

    private func currentMembers(_ ids: [PersonID]) throws(StorageError) -> [StaffMember] {
        var members: [StaffMember] = []
        for id in ids { if let member = try person(id) { members.append(member) } }
        return members
    }

    private func member(_ row: Statement) throws(StorageError) -> StaffMember {
        var pin: PINRecord?
        if let tag = row.bytesOrNil(7), let salt = row.bytesOrNil(8),
            let verifier = row.bytesOrNil(9)
        {
            pin = PINRecord(tag: tag, salt: salt, verifier: verifier)
        }
        return StaffMember(
            person: PersonID(try row.fixed(4)), number: UInt32(clamping: row.integer(5)),
            roles: row.text(6).split(separator: " ").map(String.init), pin: pin,
            language: row.textOrNil(10), isActive: row.integer(11) != 0, sealedName: row.bytes(12),
            version: UInt64(max(0, row.integer(13))))
    }

    func damaged(_ detail: String) -> StorageError {
        .damaged(path: database.path, detail: detail)
    }
}

/// A person as the lane knows them; the name is still sealed.
public struct StaffMember: Hashable, Sendable {
    public var person: PersonID
    public var number: UInt32
    public var roles: [String]
    public var pin: PINRecord?
    public var language: String?
    public var isActive: Bool
    public var sealedName: [UInt8]
    public var version: UInt64

    public init(
        person: PersonID, number: UInt32, roles: [String], pin: PINRecord?, language: String?,
        isActive: Bool, sealedName: [UInt8], version: UInt64
    ) {
        self.person = person
        self.number = number
        self.roles = roles
        self.pin = pin
        self.language = language
        self.isActive = isActive
        self.sealedName = sealedName
        self.version = version
    }
}

/// Registers whose versions one publisher counts together.
public enum VersionedRegister: Hashable, Sendable {
    case settings
    case taxRules

    var sql: String {
        switch self {
        case .settings: RegisterSQL.settingVersion
        case .taxRules: RegisterSQL.taxVersion
        }
    }
}

enum RegisterSQL {
    static let settings = """
        SELECT \(CandidateSQL.rankColumns), name, value
        FROM   setting r
        WHERE  scope = :scope AND \(PublicationSQL.visibleCondition)
        ORDER  BY name DESC, authority DESC, version DESC, hlc DESC
        LIMIT  100000
        """

    static let taxRules = """
        SELECT \(CandidateSQL.rankColumns), category, level, label, from_time, until_time, rate
        FROM   tax_rule r
        WHERE  scope = :scope AND \(PublicationSQL.visibleCondition)
        ORDER  BY category DESC, level DESC, label DESC, from_time DESC, authority DESC,
                  version DESC, hlc DESC
        LIMIT  100000
        """

    static let settingVersion = """
        SELECT max(version)
        FROM   setting
        WHERE  scope = :scope
        """

    static let taxVersion = """
        SELECT max(version)
        FROM   tax_rule
        WHERE  scope = :scope
        """

    static let taxAuthority = """
        SELECT max(authority)
        FROM   tax_rule
        WHERE  scope = :scope
        """

    static let settingAuthority = """
        SELECT max(authority)
        FROM   setting
        WHERE  scope = :scope AND name = :name
        """

    static let personAuthority = """
        SELECT max(authority)
        FROM   person
        WHERE  scope = :scope AND person = :person
        """

    private static let memberColumns = """
        person, number, roles, pin_tag, pin_salt, pin_verifier, language, is_active, sealed_name,
        version
        """

    static let people = """
        SELECT \(CandidateSQL.rankColumns), \(memberColumns)
        FROM   person r
        WHERE  scope = :scope AND \(PublicationSQL.visibleCondition)
        ORDER  BY person DESC, authority DESC, version DESC, hlc DESC
        LIMIT  100000
        """

    static let person = """
        SELECT \(CandidateSQL.rankColumns), \(memberColumns)
        FROM   person r
        WHERE  scope = :scope AND person = :person AND \(PublicationSQL.visibleCondition)
        ORDER  BY authority DESC, version DESC, hlc DESC
        LIMIT  1000
        """

    static let peopleByTag = """
        SELECT DISTINCT person
        FROM   person
        WHERE  scope = :scope AND pin_tag = :tag
        ORDER  BY person
        LIMIT  20
        """

    static let peopleByNumber = """
        SELECT DISTINCT person
        FROM   person
        WHERE  scope = :scope AND number = :number
        ORDER  BY person
        LIMIT  20
        """
}
