// Stock, catalogue, people, settings: what a manager does, at the lane or from a command line.

extension Desk {
    /// The greatest quantity of one movement, in thousandths: a million units.
    private static let quantityMost = Quantity(units: 1_000_000)

    /// A count is a change against what the counters hold at its cut, so that sales go on.
    func moveStock(
        _ request: StockRequest, _ standing: Standing, _ known: Known, _ content: ContentID
    ) throws(Refusal) -> Decision {
        guard !isTraining else { throw .notInTraining }
        _ = try standing.approver(for: .moveStock)
        guard !request.lines.isEmpty else { throw .nothingToMove }
        for text in [request.reason, request.place.name] { try checkText(text) }
        var lines: [StockMovement.Line] = []
        for line in request.lines { lines.append(try movement(line, request.kind, known)) }
        let fact = StockMovement(
            content: content, kind: request.kind, place: request.place, time: time,
            businessDate: businessDate, person: standing.person.person, reason: request.reason,
            lines: lines)
        return Decision([.stockMoved(fact)])
    }

    private func movement(
        _ line: StockRequest.Line, _ kind: StockMovement.Kind, _ known: Known
    ) throws(Refusal) -> StockMovement.Line {
        guard line.quantity <= Self.quantityMost, -line.quantity <= Self.quantityMost else {
            throw .quantityOutOfRange(line.item)
        }
        guard let held = known.held[line.item] else { throw .unknownItem(line.item) }
        switch kind {
        case .adjusted:
            return StockMovement.Line(
                item: line.item, change: line.quantity, cost: line.cost, reason: line.reason)
        case .received:
            guard line.quantity > .zero else { throw .quantityOutOfRange(line.item) }
            return StockMovement.Line(
                item: line.item, change: line.quantity, cost: line.cost, reason: line.reason)
        case .counted:
            guard line.quantity >= .zero else { throw .quantityOutOfRange(line.item) }
            return StockMovement.Line(
                item: line.item, change: line.quantity - held, counted: line.quantity,
                cost: line.cost, reason: line.reason)
        }
    }

    func adjustMoney(
        _ amount: Money, _ reason: String, _ reference: String?, _ standing: Standing,
        _ content: ContentID
    ) throws(Refusal) -> Decision {
        guard !isTraining else { throw .notInTraining }
        _ = try standing.approver(for: .importFiles)
        guard reason.count <= 64 else { throw .textTooLong(most: 64) }
        return Decision([
            .moneyAdjusted(
                MoneyAdjustment(
                    content: content, time: time, businessDate: businessDate,
                    person: standing.person.person, amount: amount, reason: reason,
                    reference: reference))
        ])
    }

    /// The version that a change names doesn't count: one of 2^64 - 1 would be the last ever.
    private static func next(after version: UInt64) -> UInt64 {
        version == .max ? version : version + 1
    }

    func changeItems(
        _ changes: [ItemChange], _ standing: Standing, _ known: Known
    ) throws(Refusal) -> Decision {
        _ = try standing.approver(for: .editCatalogue)
        var versions = known.itemVersions
        let facts = changes.map { change in
            var change = change
            change.version = Self.next(after: versions[change.code, default: 0])
            versions[change.code] = change.version
            return Fact.itemChanged(change)
        }
        return Decision(facts)
    }

    func changeTaxes(
        _ rules: [TaxRule], _ standing: Standing, _ known: Known, _ content: ContentID
    ) throws(Refusal) -> Decision {
        _ = try standing.approver(for: .editTaxes)
        return Decision([
            .taxChanged(
                TaxChange(
                    content: content, version: Self.next(after: known.version), rules: rules))
        ])
    }

    /// Nobody makes people, or takes over those, who may do more than they may themselves.
    func changePerson(
        _ change: PersonChange, _ standing: Standing, _ known: Known
    ) throws(Refusal) -> Decision {
        let approver = try standing.approver(for: .editPeople)
        let own = (approver == nil ? standing.person : standing.approval ?? standing.person).rights
        let given = Rights(of: change.roles, among: terms.settings.roles).permissions
            .union(known.rightsOfPerson.permissions)
        if !own.permissions.isSuperset(of: given) {
            _ = try standing.approver(for: .editSettings)
        }
        var change = change
        change.version = Self.next(after: known.version)
        return Decision([.personChanged(change)])
    }

    func changeCustomer(
        _ change: CustomerChange, _ standing: Standing, _ known: Known
    ) throws(Refusal) -> Decision {
        let touchesExemption = change.entries.contains {
            [.certificate, .certificateExpiry, .exemption].contains($0.field)
        }
        _ = try standing.approver(for: .editCustomers)
        if touchesExemption { _ = try standing.approver(for: .exemptCustomer) }
        var change = change
        change.version = Self.next(after: known.version)
        return Decision([.customerChanged(change)])
    }

    func changeSetting(
        _ name: String, _ value: [UInt8], _ standing: Standing, _ known: Known,
        _ content: ContentID
    ) throws(Refusal) -> Decision {
        _ = try standing.approver(for: .editSettings)
        guard !CardNumber.isProbable(inSetting: value) else {
            throw .basket(.looksLikeCardNumber)
        }
        return Decision([
            .settingChanged(
                SettingChange(
                    content: content, version: Self.next(after: known.version), name: name,
                    value: value))
        ])
    }

    /// The parts were each allowed when they were made; whoever may change something may end them.
    func publish(_ standing: Standing) throws(Refusal) -> Decision {
        let changes: [Permission] = [.editCatalogue, .editTaxes, .editPeople, .editSettings]
        if !changes.contains(where: { standing.person.rights.allows($0) }) {
            _ = try standing.approver(for: .editCatalogue)
        }
        return Decision([])
    }

    func recordImport(
        _ record: ImportRecord, _ standing: Standing
    ) throws(Refusal) -> Decision {
        _ = try standing.approver(for: .importFiles)
        return Decision([.imported(record)])
    }
}
