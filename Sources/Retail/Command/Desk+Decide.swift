extension Desk {
    /// Decides a command.
    ///
    /// - Parameters:
    ///   - action: what is asked.
    ///   - standing: who asks, with their rights as they are now.
    ///   - known: what was looked up for it.
    ///   - content: a fresh content id for the fact that comes of it.
    /// - Returns: facts to commit as one, and what follows.
    /// - Throws: a ``Refusal``; nothing has changed then.
    public func decide(
        _ action: Command.Action, _ standing: Standing, _ known: Known, content: ContentID
    ) throws(Refusal) -> Decision {
        switch action {
        case .sign(let kind): sign(kind, standing, content)
        case .clock(let kind): clock(kind, standing, content)
        case .openDrawer(let float): try openDrawer(float, standing, content)
        case .moveCash(let move): try moveCash(move, standing, known, content)
        case .takeX: try takeX(standing, known, content)
        case .closeDrawer(let denominations, let counted):
            try closeDrawer(denominations, counted, standing, known, content)
        case .complete(let basket): try complete(basket, standing, known)
        case .hold(let basket, let label): try hold(basket, label, standing, content)
        case .recall(let hold): try recall(hold, standing, known, content)
        case .ringCopy(let hold, let copy):
            try ringCopy(hold, as: copy, standing, known, content)
        case .cancel(let basket, let reason): try cancel(basket, reason, standing, content)
        case .voidReceipt(let receipt, let reason):
            try void(receipt, reason, standing, known, content)
        case .reprint(let receipt, let kind): try reprint(receipt, kind, standing, known, content)
        case .moveStock(let request): try moveStock(request, standing, known, content)
        case .adjustMoney(let amount, let reason, let reference):
            try adjustMoney(amount, reason, reference, standing, content)
        case .changeItems(let changes): try changeItems(changes, standing, known)
        case .changeTaxes(let rules): try changeTaxes(rules, standing, known, content)
        case .changePerson(let change): try changePerson(change, standing, known)
        case .changeCustomer(let change): try changeCustomer(change, standing, known)
        case .changeSetting(let name, let value):
            try changeSetting(name, value, standing, known, content)
        case .recordImport(let record): try recordImport(record, standing)
        case .publish: try publish(standing)
        }
    }
}
