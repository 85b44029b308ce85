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
        path: ["settings", "set"], summary: "Change one of the store's settings, or several.",
        details: """
            VALUE is JSON as `tillmesh settings list` shows it; a plain text needs no quotes.
            docs/settings.md says what each means, and amounts are in the smallest unit of money:
            `tillmesh settings set cashRounding 5`. The store's number and currency stay as they
            were made. A lane that is open follows with its next sale. Several settings, NAME VALUE
            NAME VALUE, hold together or not at all; what a steward of the store set, such as the
            lane that `init` made, a steward alone changes.
            """,
        operands: [
            Operand(name: "NAME", help: "Which setting."),
            Operand(name: "VALUE", help: "Its new value."),
            Operand(
                name: "MORE", help: "Further names and values.", isRequired: false,
                isRepeated: true),
        ],
        options: [
            CommonOption.data, CommonOption.person,
            .value(
                "from", "TIME",
                "When it holds: 2026-12-01 or '2026-12-01 06:00'; else at once."),
            CommonOption.json,
        ]
    ) { arguments in
        let changes = try pairs(arguments.operands)
        return try Errand.run(arguments) { errand in
            let moment = try errand.moment("from", of: arguments)
            let values = try SettingChanging(errand).set(changes, from: moment)
            for (change, value) in zip(changes, values) {
                Output.line(
                    arguments.has("json")
                        ? JSON.object([("name", .string(change.name.rawValue)), ("value", value)])
                            .text
                        : "\(change.name.rawValue)  \(value.text)")
            }
            return .success
        }
    }

    /// `NAME VALUE NAME VALUE …`, each name once.
    private static func pairs(
        _ operands: [String]
    ) throws(Failure) -> [(name: SettingName, text: String)] {
        guard operands.count.isMultiple(of: 2) else {
            throw Failure(.usage, "settings set: each NAME needs a VALUE")
        }
        var pairs: [(name: SettingName, text: String)] = []
        for index in stride(from: 0, to: operands.count, by: 2) {
            let name = try SettingChanging.name(operands[index])
            guard !pairs.contains(where: { $0.name == name }) else {
                throw Failure(.usage, "settings set: \(name.rawValue) stands here twice")
            }
            pairs.append((name, operands[index + 1]))
        }
        return pairs
    }
}

/// Changes settings that make sense and leave somebody who can change them again.
private struct SettingChanging {
    private let errand: Errand

    init(_ errand: Errand) { self.errand = errand }

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

    /// Records the values, as one publication where they are several or are to hold later.
    ///
    /// - Returns: the values as they stand then.
    func set(
        _ changes: [(name: SettingName, text: String)], from moment: Instant?
    ) throws -> [JSON] {
        var settings = errand.shop.terms.settings
        for change in changes { try set(change.name, change.text, &settings) }
        var actions = changes.map { change in
            Command.Action.changeSetting(
                name: change.name.rawValue, value: settings.value(of: change.name))
        }
        if changes.count > 1 || moment != nil {
            actions.append(.publish(from: moment ?? errand.now))
            try errand.perform(actions, in: PublicationID(SystemRandom().bytes16()))
        } else {
            try errand.perform(actions)
        }
        return try changes.map { try Self.json($0.name, of: settings) }
    }

    private func set(
        _ name: SettingName, _ text: String, _ settings: inout StoreSettings
    ) throws(Failure) {
        // Receipts are numbered by the one, and every amount is in the other.
        guard name != .storeNumber, name != .currency else {
            throw Failure(.usage, "\(name.rawValue) is given once, by `tillmesh init`")
        }
        settings = try changed(name, text, settings)
        guard name != .zone || LaneTerms.zone(named: settings.zone) != nil else {
            throw Failure(
                .usage, "zone takes a name of the IANA database, such as Europe/London")
        }
        try checkRights(name, settings)
    }

    private func changed(
        _ name: SettingName, _ text: String, _ before: StoreSettings
    ) throws(Failure) -> StoreSettings {
        var refusal = SettingError.badValue(name)
        for value in SettingText.readings(of: text) {
            var settings = before
            do throws(SettingError) {
                try settings.apply(name: name.rawValue, value: value.encoded)
                return settings
            } catch {
                if case .badTemplate = error { refusal = error }
            }
        }
        throw failure(name, refusal, text)
    }

    private func failure(
        _ name: SettingName, _ error: SettingError, _ text: String
    ) -> Failure {
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
    private func checkRights(
        _ name: SettingName, _ settings: StoreSettings
    ) throws(Failure) {
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
