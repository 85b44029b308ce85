// What other lanes own the rights of, and can't be asked for now.

/// Whether a lane owns what it is about to spend (protocol.md §6).
public enum RightsStanding: Hashable, Sendable {
    case held
    /// The lane that owns it can't be reached; 0 where its number isn't known.
    case unreachable(lane: UInt8)
    /// That lane has it, or spent it; 0 where its number isn't known.
    case elsewhere(lane: UInt8)
}

extension Desk {
    /// Rings a held sale again that its lane still holds: a manager's word, and marked for good.
    ///
    /// Two receipts may come of one hold then; who looks after the books finds both.
    func ringCopy(
        _ hold: ContentID, as copyID: ContentID, _ standing: Standing, _ known: Known,
        _ content: ContentID
    ) throws(Refusal) -> Decision {
        guard case .unreachable(let lane) = known.holdRights else {
            return try recall(hold, standing, known, content)
        }
        var asHeld = known
        asHeld.holdRights = .held
        let decision = try recall(hold, standing, asHeld, content)
        let approver = try standing.approver(for: .actUnconfirmed)
        guard case .recalled(let original) = decision.outcome else { return decision }
        var copy = Basket(copying: original, id: copyID)
        copy.record(
            BasketEvent(
                kind: .heldCopied, amount: known.hold?.total ?? .zero,
                approver: approver ?? standing.person.person, text: "lane \(lane)"))
        return Decision(decision.facts, outcome: .recalled(copy))
    }

    /// The basket with a mark on each line that comes back without the word of the lane that sold
    /// it: a manager's word, up to the shop's cap.
    func unconfirmed(
        _ basket: Basket, _ standing: Standing, _ known: Known
    ) throws(Refusal) -> Basket {
        guard !known.lacking.isEmpty else { return basket }
        var marked = basket
        var amount = Money.zero
        for (index, line) in basket.lines.enumerated() where !line.isVoided {
            guard let origin = line.origin, let rights = known.lacking[origin] else { continue }
            guard case .unreachable(let lane) = rights else {
                throw .basket(
                    .returnRefused(.moreThanSold(returnable: .zero, asked: -line.quantity)))
            }
            let gross = line.gross(digits: basket.digits)
            amount += gross
            marked.record(
                BasketEvent(
                    kind: .returnUnconfirmed, line: UInt32(index), item: line.item, amount: gross,
                    quantity: line.quantity, text: "lane \(lane)"))
        }
        let approver = try standing.approver(for: .actUnconfirmed)
        if let cap = terms.settings.returnCapUnconfirmed, -amount > cap {
            throw .basket(.returnRefused(.overCap(cap: cap, asked: -amount)))
        }
        marked.approve(.returnUnconfirmed, by: approver ?? standing.person.person)
        return marked
    }
}

extension Basket {
    /// The same sale under another name: its receipt is none of the original's.
    init(copying original: Basket, id: ContentID) {
        self.init(id: id, digits: original.digits)
        lines = original.lines
        discount = original.discount
        customer = original.customer
        exemption = original.exemption
        notes = original.notes
        events = original.events
        acceptedAge = original.acceptedAge
        stage = original.stage
        originalTenders = original.originalTenders
        lastLine = original.lastLine
    }

    /// Names who allowed what events of a kind say.
    mutating func approve(_ kind: BasketEvent.Kind, by approver: PersonID) {
        for index in events.indices where events[index].kind == kind {
            events[index].approver = approver
        }
    }
}
