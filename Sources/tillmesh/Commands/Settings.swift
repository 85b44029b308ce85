import Encoding
import Node
import Retail
import Storage

extension Subcommand {
    static let settingsList = Subcommand(
        path: ["settings", "list"], summary: "List what the store sets, and how it stands.",
        details: "NAME lists one setting alone. docs/settings.md says what each means.",
        operands: [Operand(name: "NAME", help: "This setting alone.", isRequired: false)],
        options: [CommonOption.data, CommonOption.person, CommonOption.json]
    ) { arguments in
        try Errand.run(arguments) { errand in
            let names = try arguments.operands.first.map { [try SettingChanging.name($0)] }
            for name in names ?? SettingName.allCases {
                let value = try SettingChanging.json(name, of: errand.shop.terms.settings)
                Output.line(
                    arguments.has("json")
                        ? JSON.object([("name", .string(name.rawValue)), ("value", value)]).text
                        : "\(name.rawValue)  \(value.text)")
            }
            return .success
        }
    }

    static let settingsSet = Subcommand(
        path: ["settings", "set"], summary: "Change one of the store's settings.",
        details: """
            VALUE is JSON as `tillmesh settings list` shows it; a plain text needs no quotes.
            docs/settings.md says what each means, and amounts are in the smallest unit of money:
            `tillmesh settings set cashRounding 5`. The store's number and currency stay as they
            were made. A lane that is open follows with its next sale.
            """,
        operands: [
            Operand(name: "NAME", help: "Which setting."),
            Operand(name: "VALUE", help: "Its new value."),
        ],
        options: [CommonOption.data, CommonOption.person, CommonOption.json]
    ) { arguments in
        let name = try SettingChanging.name(arguments.operands[0])
        return try Errand.run(arguments) { errand in
            let change = SettingChanging(errand, name: name)
            let value = try change.set(arguments.operands[1])
            Output.line(
                arguments.has("json")
                    ? JSON.object([("name", .string(name.rawValue)), ("value", value)]).text
                    : "\(name.rawValue)  \(value.text)")
            return .success
        }
    }
}

/// Changes a setting that makes sense and leaves somebody who can change it again.
private struct SettingChanging {
    private let errand: Errand
    private let name: SettingName

    init(_ errand: Errand, name: SettingName) {
        self.errand = errand
        self.name = name
    }

    static func name(_ text: String) throws(Failure) -> SettingName {
        guard let name = SettingName(rawValue: text) else {
            let known = SettingName.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.usage, "no setting '\(text.shown)'; there are \(known)")
        }
        return name
    }

    static func json(_ name: SettingName, of settings: StoreSettings) throws(Failure) -> JSON {
        do throws(CBORError) {
            return SettingText.json(try CBOR.decode(settings.value(of: name)))
        } catch {
            throw Failure(.software, "the setting \(name.rawValue) can't be read back: \(error)")
        }
    }

    /// Records the value and returns it as it stands then.
    func set(_ text: String) throws -> JSON {
        // Receipts are numbered by the one, and every amount is in the other.
        guard name != .storeNumber, name != .currency else {
            throw Failure(.usage, "\(name.rawValue) is given once, by `tillmesh init`")
        }
        let settings = try changed(text)
        guard name != .zone || LaneTerms.zone(named: settings.zone) != nil else {
            throw Failure(
                .usage, "zone takes a name of the IANA database, such as Europe/London")
        }
        try checkRights(settings)
        try errand.perform([
            .changeSetting(name: name.rawValue, value: settings.value(of: name))
        ])
        return try Self.json(name, of: settings)
    }

    private func changed(_ text: String) throws(Failure) -> StoreSettings {
        var refusal = SettingError.badValue(name)
        for value in SettingText.readings(of: text) {
            var settings = errand.shop.terms.settings
            do throws(SettingError) {
                try settings.apply(name: name.rawValue, value: value.encoded)
                return settings
            } catch {
                if case .badTemplate = error { refusal = error }
            }
        }
        throw failure(refusal, text)
    }

    private func failure(_ error: SettingError, _ text: String) -> Failure {
        switch error {
        case .badTemplate(let pattern, _):
            Failure(
                .usage,
                "\(name.rawValue): '\(pattern)' is no template; one looks like 21IIIIIWWWWWC")
        case .unknownName, .badValue:
            Failure(
                .usage,
                "\(name.rawValue) doesn't take '\(text.shown)'; `tillmesh settings list "
                    + "\(name.rawValue)` shows its form, docs/settings.md says what it may be")
        }
    }

    /// New roles must leave whoever sets them the right to set others.
    private func checkRights(_ settings: StoreSettings) throws(Failure) {
        guard name == .roles else { return }
        let rights = settings.rights(of: errand.member.roles)
        guard rights.allows(.editSettings), rights.allows(.editPeople) else {
            throw Failure(
                .failure,
                "roles: person \(errand.member.number) could change settings and people no more; "
                    + "leave them both")
        }
    }
}
