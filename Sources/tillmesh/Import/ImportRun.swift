import Node
import Retail
import Storage

/// Takes a file's good rows into the shop, 64 facts a transaction, all as one publication: the
/// lanes show all of it or nothing.
///
/// A lane that is no steward publishes nothing. What goods it has that no steward set it takes in
/// row by row, each at once.
final class ImportRun {
    static let factsMax = 64
    /// Of a lane's own word (protocol.md §4); a steward's is above it.
    private static let laneAuthority: UInt8 = 1

    let errand: Errand
    let file: ImportFile
    let isDryRun: Bool
    /// From when on it is visible.
    private let moment: Instant
    private var publication: PublicationID? = PublicationID(SystemRandom().bytes16())
    /// The stewards' lanes, once it is known that this one is none.
    private var stewards: [UInt8] = []
    private let isDated: Bool
    /// What stands at that moment, as far as it was published by now.
    private let reader: ShopReader
    private let terms: LaneTerms

    /// - Parameters:
    ///   - errand: where, and for whom.
    ///   - file: what is read.
    ///   - isDryRun: nothing is written then.
    ///   - moment: from when on the lanes show it; nil: at once.
    /// - Throws: ``StorageError``.
    init(
        errand: Errand, file: ImportFile, isDryRun: Bool, from moment: Instant?
    ) throws(StorageError) {
        self.errand = errand
        self.file = file
        self.isDryRun = isDryRun
        self.moment = moment ?? errand.now
        isDated = moment != nil
        guard let moment, moment > errand.now else {
            (reader, terms) = (errand.shop.reader, errand.shop.terms)
            return
        }
        let reader = try ShopReader(
            path: errand.shop.directory.database, scope: errand.shop.reader.scope
        ) { moment }
        self.reader = reader
        terms = LaneTerms(changes: try reader.settings(), taxRules: try reader.taxRules())
    }

    /// Performs pending actions; nothing of them is visible before ``close(_:_:)``.
    private func flush(
        _ actions: [Command.Action], keys: [SubjectKey] = [], _ outcome: inout ImportOutcome,
        rows: Int
    ) throws {
        guard !actions.isEmpty else { return }
        if !isDryRun {
            do {
                try errand.perform(actions, keys: keys, in: publication)
            } catch {
                throw failure(error)
            }
        }
        outcome.taken += rows
    }

    private func failure(_ error: any Error) -> Failure {
        let failure = Failure(wrapping: error)
        let rest = publication == nil ? "" : "; no lane shows anything of it"
        return Failure(failure.code, "\(file.path): \(failure.message)\(rest)")
    }

    /// Asks whether this lane publishes, before anything is read: an end of a publication without
    /// parts writes nothing.
    ///
    /// - Parameter mayGoOnAlone: whether what no steward set is taken in without a publication.
    /// - Throws: ``Failure`` where it may not import at all.
    private func askToPublish(mayGoOnAlone: Bool = false) throws(Failure) {
        do {
            try errand.perform([.publish(from: moment)], in: publication)
        } catch ShopError.refused(.stewardsOnly(let lanes)) where mayGoOnAlone {
            (publication, stewards) = (nil, lanes)
        } catch {
            throw failure(error)
        }
    }

    // MARK: Items

    func items() throws -> ImportOutcome {
        try errand.need(.importFiles, .editCatalogue)
        try askToPublish(mayGoOnAlone: !isDated)
        var rows = ItemImport(currency: terms.settings.currency, zone: terms.zone)
        var outcome = ImportOutcome()
        var pending: [(line: Int, change: ItemChange)] = []
        var added: [(line: Int, code: LookupCode)] = []
        try file.read(&rows, into: &outcome) { row, outcome in
            let current = try entry(row.code)
            let content = Errand.newContent()
            guard
                let change = ItemImport.change(
                    row, current: current, content: content, now: moment)
            else { return outcome.unchanged += 1 }
            pending.append((row.line, change))
            added += change.codes.filter(\.isPresent).map { (row.line, $0.code) }
            guard pending.count == Self.factsMax else { return }
            try flush(pending, &outcome)
            pending.removeAll()
        }
        try flush(pending, &outcome)
        try close(.items, outcome)
        try warnOfSharedCodes(added)
        outcome.vanished = try vanished(rows)
        return outcome
    }

    private func flush(
        _ pending: [(line: Int, change: ItemChange)], _ outcome: inout ImportOutcome
    ) throws {
        guard !pending.isEmpty else { return }
        let changes = try ownChanges(pending, &outcome)
        guard !changes.isEmpty else { return }
        try flush([.changeItems(changes)], &outcome, rows: changes.count)
    }

    /// What this lane may change: all as a steward, else what no steward set; the rest is refused.
    private func ownChanges(
        _ pending: [(line: Int, change: ItemChange)], _ outcome: inout ImportOutcome
    ) throws -> [ItemChange] {
        guard publication == nil else { return pending.map(\.change) }
        var own: [ItemChange] = []
        for (line, change) in pending {
            if try reader.authority(over: change.code) <= Self.laneAuthority {
                own.append(change)
            } else {
                let fault = ImportFault(
                    line: line, column: ItemColumn.code.rawValue, value: change.code.text,
                    reason: .stewardSet(lanes: stewards))
                outcome.refuse(fault, of: file.path)
            }
        }
        return own
    }

    /// A scan of a code that two items have can't know which is meant.
    private func warnOfSharedCodes(_ added: [(line: Int, code: LookupCode)]) throws {
        for (line, code) in added {
            let items = try reader.items(behind: code)
            guard items.count > 1 else { continue }
            let names = items.map(\.text.shown).sorted().joined(separator: ", ")
            Output.error(
                "\(file.path): line \(line): the code \(code.digits) now belongs to \(names); "
                    + "take it off all but one")
        }
    }

    private func entry(_ code: ItemCode) throws -> CatalogueEntry? {
        guard let item = try reader.item(code) else { return nil }
        return CatalogueEntry(
            item: item, codes: try reader.codes(of: code),
            prices: PriceList(try reader.prices(of: code)),
            version: try reader.itemVersion(code))
    }

    /// Items that are still sold and that no row names.
    private func vanished(_ rows: ItemImport) throws -> [ItemCode] {
        let page = 1000
        var vanished: [ItemCode] = []
        var codes = try reader.itemCodes(after: nil, limit: page)
        while let last = codes.last {
            for code in rows.vanished(from: codes) where try reader.item(code)?.isActive ?? false {
                vanished.append(code)
            }
            codes = try reader.itemCodes(after: last, limit: page)
        }
        return vanished
    }

    // MARK: People

    func people() throws -> ImportOutcome {
        try errand.need(.importFiles, .editPeople)
        try askToPublish()
        var rows = PeopleImport(roles: terms.settings.roles)
        var office = try StaffOffice(errand.shop.directory, reader: reader)
        var outcome = ImportOutcome()
        var pending: [(change: PersonChange, keys: [SubjectKey])] = []
        try file.read(&rows, into: &outcome) { row, outcome in
            let answer = try office.answer(NewPerson(row), roles: terms.settings.roles)
            switch answer {
            case .unchanged: outcome.unchanged += 1
            case .change(let change, let keys): pending.append((change, keys))
            case .pinIsTaken: refuse(row, .pin, .taken, &outcome)
            case .isLastAdmin: refuse(row, .roles, .lastAdmin, &outcome)
            }
            guard pending.count == Self.factsMax else { return }
            try flush(pending, &outcome)
            pending.removeAll()
        }
        try flush(pending, &outcome)
        try close(.people, outcome)
        return outcome
    }

    private func flush(
        _ pending: [(change: PersonChange, keys: [SubjectKey])], _ outcome: inout ImportOutcome
    ) throws {
        try flush(
            pending.map { .changePerson($0.change) }, keys: pending.flatMap(\.keys), &outcome,
            rows: pending.count)
    }

    /// The value stays out: it may be a PIN.
    private func refuse(
        _ row: PersonRow, _ column: PersonColumn, _ reason: ImportFault.Reason,
        _ outcome: inout ImportOutcome
    ) {
        outcome.refuse(
            ImportFault(line: row.line, column: column.rawValue, reason: reason), of: file.path)
    }

    // MARK: Taxes

    func taxes() throws -> ImportOutcome {
        try errand.need(.importFiles, .editTaxes)
        try askToPublish()
        var rows = TaxImport(currency: terms.settings.currency, zone: terms.zone)
        var outcome = ImportOutcome()
        var good: [TaxRow] = []
        try file.read(&rows, into: &outcome) { row, _ in good.append(row) }
        let rules = TaxImport.changes(good, current: terms.taxRules)
        outcome.unchanged = good.count - rules.count
        for start in stride(from: 0, to: rules.count, by: Self.factsMax) {
            let some = Array(rules[start..<min(start + Self.factsMax, rules.count)])
            try flush([.changeTaxes(some)], &outcome, rows: some.count)
        }
        try close(.taxes, outcome)
        return outcome
    }

    /// Makes all of it visible; a file that changed nothing leaves no trace.
    private func close(_ kind: ImportRecord.Kind, _ outcome: ImportOutcome) throws {
        guard !isDryRun, outcome.taken > 0 else { return }
        let record = errand.record(of: file, kind, outcome)
        guard let publication else {
            try errand.perform([record])
            return
        }
        try errand.perform([record, .publish(from: moment)], in: publication)
    }
}

extension Errand {
    /// That a file was imported, for the log.
    func record(
        of file: ImportFile, _ kind: ImportRecord.Kind, _ outcome: ImportOutcome
    ) -> Command.Action {
        .recordImport(
            ImportRecord(
                content: Self.newContent(), kind: kind, source: file.source,
                time: shop.terms.zone.local(now), person: member.person,
                taken: UInt32(clamping: outcome.taken),
                unchanged: UInt32(clamping: outcome.unchanged),
                refused: UInt32(clamping: outcome.refused)))
    }
}

extension NewPerson {
    fileprivate init(_ row: PersonRow) {
        self.init(
            number: row.number, name: row.name, roles: row.roles, pin: row.pin,
            language: row.language, isActive: row.isActive)
    }
}
