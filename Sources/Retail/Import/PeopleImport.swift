/// The columns of a file of people.
public enum PersonColumn: String, ImportColumn {
    case number
    case name
    case roles
    case pin
    case language
    case active

    public var isRequired: Bool { self == .number || self == .name || self == .roles }
}

/// One good row of a file of people.
public struct PersonRow: Hashable, Sendable {
    public var line: Int
    public var number: UInt32
    public var name: String
    /// Role names that the store has, in the file's order.
    public var roles: [String]
    /// Nil: the PIN stays as it is.
    public var pin: String?
    /// `en`, `es`, or nil for the store's.
    public var language: String?
    public var isActive: Bool
}

/// Reads a file of people; PINs are in no fault.
public struct PeopleImport: Sendable {
    private var table = ImportTable<PersonColumn>()
    private let roleNames: [String]
    private let policy: PINPolicy
    private var lines: [UInt32: Int] = [:]
    private var pinLines: [String: Int] = [:]

    public init(roles: [Role], policy: PINPolicy = PINPolicy()) {
        roleNames = roles.map(\.name)
        self.policy = policy
    }

    /// Names in the header that mean nothing here.
    public var unknownColumns: [String] { table.unknownColumns }

    /// False once the header was refused.
    public var isUsable: Bool { table.isUsable }

    public mutating func append(
        _ bytes: some Collection<UInt8>
    ) -> [Result<PersonRow, ImportFault>] {
        table.append(bytes).map { read($0) }
    }

    public mutating func finish() -> [Result<PersonRow, ImportFault>] {
        table.finish().map { read($0) }
    }

    private mutating func read(
        _ row: Result<ImportRow<PersonColumn>, ImportFault>
    ) -> Result<PersonRow, ImportFault> {
        do throws(ImportFault) {
            let row = try row.get()
            let person = try person(row)
            if let line = lines[person.number] {
                throw row.fault(.number, .repeated(line: line))
            }
            if let pin = person.pin {
                if let line = pinLines[pin] { throw Self.pinFault(row, .repeated(line: line)) }
                pinLines[pin] = row.line
            }
            lines[person.number] = row.line
            return .success(person)
        } catch {
            return .failure(error)
        }
    }

    private func person(_ row: ImportRow<PersonColumn>) throws(ImportFault) -> PersonRow {
        guard let number = try row.whole(.number, 1...999_999) else {
            throw row.fault(.number, .missing)
        }
        return PersonRow(
            line: row.line, number: UInt32(number),
            name: try row.requiredText(.name, most: 64), roles: try roles(row),
            pin: try pin(row), language: try row.word(.language, [("en", "en"), ("es", "es")]),
            isActive: try row.flag(.active) ?? true)
    }

    private func roles(_ row: ImportRow<PersonColumn>) throws(ImportFault) -> [String] {
        let names = (row[.roles] ?? "").split(separator: "|").map { String($0).trimmed }
        guard !names.isEmpty else { throw row.fault(.roles, .missing) }
        guard names.allSatisfy(roleNames.contains) else {
            throw row.fault(.roles, .notOneOf(roleNames))
        }
        return names
    }

    private func pin(_ row: ImportRow<PersonColumn>) throws(ImportFault) -> String? {
        guard let pin = row[.pin], !pin.isEmpty else { return nil }
        do throws(PINError) { try policy.check(pin) } catch {
            switch error {
            case .wrongLength, .notDigits:
                throw Self.pinFault(
                    row,
                    .outOfRange(
                        least: "\(policy.digitsLeast) digits",
                        most: "\(policy.digitsMost) digits"))
            case .tooEasy:
                throw Self.pinFault(row, .notOneOf([]))
            }
        }
        return pin
    }

    private static func pinFault(
        _ row: ImportRow<PersonColumn>, _ reason: ImportFault.Reason
    ) -> ImportFault {
        ImportFault(line: row.line, column: PersonColumn.pin.rawValue, reason: reason)
    }
}
