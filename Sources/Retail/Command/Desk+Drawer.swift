// The drawer session and those who work at it.

extension Desk {
    func sign(_ kind: SignOn.Kind, _ standing: Standing, _ content: ContentID) -> Decision {
        Decision([
            .signedOn(
                SignOn(
                    content: content, kind: kind, person: standing.person.person, time: time,
                    businessDate: businessDate))
        ])
    }

    func clock(_ kind: ClockEntry.Kind, _ standing: Standing, _ content: ContentID) -> Decision {
        Decision([
            .clocked(
                ClockEntry(
                    content: content, kind: kind, person: standing.person.person, time: time,
                    businessDate: businessDate))
        ])
    }

    func openDrawer(
        _ float: Money, _ standing: Standing, _ content: ContentID
    ) throws(Refusal) -> Decision {
        guard drawer == nil else { throw .drawerIsOpen }
        guard float >= .zero else { throw .amountNotPositive(float) }
        _ = try standing.approver(for: .openDrawer)
        return Decision([
            .drawerOpened(
                DrawerOpening(
                    content: content, time: time, businessDate: businessDate,
                    person: standing.person.person, float: float))
        ])
    }

    func moveCash(
        _ move: CashMove, _ standing: Standing, _ known: Known, _ content: ContentID
    ) throws(Refusal) -> Decision {
        guard let drawer else { throw .drawerIsClosed }
        let approver = try standing.approver(for: move.kind.permission)
        try checkReason(move.reason, for: move.kind.reasonUse)
        try checkAmount(move, known)
        if let text = move.text { try checkText(text) }
        let movement = DrawerMovement(
            content: content, kind: move.kind, time: time, businessDate: businessDate,
            drawer: drawer.id, person: standing.person.person, approver: approver,
            amount: move.amount, reason: move.reason, text: move.text)
        return Decision([.drawerMoved(movement)], print: PrintRequest(content))
    }

    /// Refuses a text that is too long to keep, or seems to hold a card's number.
    func checkText(_ text: String) throws(Refusal) {
        do throws(BasketError) {
            try Basket.check(text, most: Basket.Limit.textCharacters)
        } catch {
            throw error == .looksLikeCardNumber
                ? .basket(error) : .textTooLong(most: Basket.Limit.textCharacters)
        }
    }

    private func checkAmount(_ move: CashMove, _ known: Known) throws(Refusal) {
        switch move.kind {
        case .noSale:
            guard move.amount == .zero else { throw .amountNotPositive(move.amount) }
        case .paidIn:
            guard move.amount > .zero else { throw .amountNotPositive(move.amount) }
        case .drop, .paidOut:
            guard move.amount > .zero else { throw .amountNotPositive(move.amount) }
            let most = known.report?.expectedCash ?? .zero
            guard move.amount <= most else { throw .moreThanDrawerHolds(most) }
        }
    }

    /// A reason is asked for wherever the settings list some.
    func checkReason(_ reason: UInt8?, for use: ReasonUse?) throws(Refusal) {
        guard let use else { return }
        let known = terms.settings.reasons(for: use)
        guard !known.isEmpty else { return }
        guard let reason else { throw .needsReason(use) }
        guard known.contains(where: { $0.number == reason }) else {
            throw .unknownReason(use, reason)
        }
    }

    func takeX(
        _ standing: Standing, _ known: Known, _ content: ContentID
    ) throws(Refusal) -> Decision {
        guard let drawer, let report = known.report else { throw .drawerIsClosed }
        _ = try standing.approver(for: .readX)
        let taken = ReportTaken(
            content: content, drawer: drawer.id, time: time, businessDate: businessDate,
            person: standing.person.person)
        return Decision(
            [.reportTaken(taken)], print: PrintRequest(content), outcome: .report(report))
    }

    func closeDrawer(
        _ denominations: [DenominationCount], _ counted: Money, _ standing: Standing,
        _ known: Known, _ content: ContentID
    ) throws(Refusal) -> Decision {
        guard let drawer, let report = known.report else { throw .drawerIsClosed }
        _ = try standing.approver(for: .closeDrawer)
        guard counted >= .zero else { throw .amountNotPositive(counted) }
        let sum = denominations.total
        guard denominations.isEmpty || sum == counted else {
            throw .countsDiffer(denominations: sum, counted: counted)
        }
        let closing = DrawerClosing(
            content: content, drawer: drawer.id, time: time, businessDate: drawer.businessDate,
            person: standing.person.person, denominations: denominations, counted: counted,
            difference: counted - report.expectedCash, zNumber: nextZ, report: report)
        return Decision(
            [.drawerClosed(closing)], print: PrintRequest(content), outcome: .closed(closing))
    }
}
