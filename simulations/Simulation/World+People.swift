import Retail

// What people do next, by where the drawer and the basket stand.

extension World {
    /// One act of somebody; what came of it in a few words.
    mutating func act(_ random: inout SeededRandom) throws(TillError) -> String {
        guard let basket = till.basket else { return try actBetweenSales(&random) }
        guard till.desk.drawer != nil else { return try openDrawer(&random) }
        switch basket.stage {
        case .ringing:
            return switch random.pick(weighted: [(75, 0), (20, 1), (5, 2)]) {
            case 0: try ring(basket, &random)
            case 1: try pay(basket, &random)
            default: try putAway(basket, &random)
            }
        case .tendering: return try pay(basket, &random)
        case .settled: return try complete(basket, &random)
        }
    }

    private mutating func actBetweenSales(
        _ random: inout SeededRandom
    ) throws(TillError) -> String {
        guard let drawer = till.desk.drawer else {
            if random.isOneIn(8) { return try mistype(&random) }
            return random.isOneIn(3) ? try manage(&random) : try openDrawer(&random)
        }
        let isLate = drawer.businessDate != till.desk.businessDate
        switch random.pick(weighted: [
            (55, 0), (14, 1), (8, 2), (5, 3), (5, 4), (4, 5), (isLate ? 60 : 2, 6),
            (4, 7),
        ]) {
        case 0: return try beginBasket(&random)
        case 1: return try manage(&random)
        case 2: return try moveCash(&random)
        case 3: return try voidReceipt(&random)
        case 4: return try reprint(&random)
        case 5: return try recall(&random)
        case 7: return try mistype(&random)
        default: return try closeDrawer(&random)
        }
    }

    /// Gives a command as the cashier, with a manager beside for one in two.
    mutating func perform(
        _ action: Command.Action, _ random: inout SeededRandom, by person: PersonID? = nil
    ) throws(TillError) -> Outcome {
        let approver = random.isOneIn(2) ? plan.manager : nil
        let command = Command(action, by: person ?? plan.cashier, approvedBy: approver)
        let content = ContentID(random.bytes16())
        let outcome = try till.perform(command, wall: wall, content: content, printer: &printer)
        counts.commits += 1
        return outcome
    }

    // MARK: The drawer

    private mutating func openDrawer(_ random: inout SeededRandom) throws(TillError) -> String {
        let float = Money(random.number(0...20_000))
        _ = try perform(.openDrawer(float: float), &random)
        return "drawer opened with \(float.minorUnits)"
    }

    private mutating func moveCash(_ random: inout SeededRandom) throws(TillError) -> String {
        let kind = random.pick(DrawerMovement.Kind.allCases)
        let amount = kind == .noSale ? .zero : Money(random.number(1...9_000))
        _ = try perform(.moveCash(CashMove(kind, amount: amount, reason: 1)), &random)
        return "cash \(kind) \(amount.minorUnits)"
    }

    /// Counts what lies there, now and then a coin more or less.
    private mutating func closeDrawer(_ random: inout SeededRandom) throws(TillError) -> String {
        guard random.number(1...4) > 1 else {
            _ = try perform(.takeX, &random)
            return "X"
        }
        let error = random.isOneIn(3) ? random.number(-500...500) : 0
        let counted = max(.zero, (books.session?.cash ?? .zero) + Money(error))
        let outcome = try perform(.closeDrawer(denominations: [], counted: counted), &random)
        guard case .closed(let closing) = outcome else { return "closed nothing" }
        counts.closings += 1
        return "Z \(closing.zNumber), \(closing.difference.minorUnits) over"
    }

    // MARK: After a sale

    private mutating func voidReceipt(_ random: inout SeededRandom) throws(TillError) -> String {
        guard let content = recent(&random) else { return "nothing to void" }
        _ = try perform(.voidReceipt(content, reason: 1), &random)
        return "voided \(content.id)"
    }

    private mutating func reprint(_ random: inout SeededRandom) throws(TillError) -> String {
        guard let content = recent(&random) else { return "nothing to reprint" }
        let kind = random.pick(Reprint.Kind.allCases)
        _ = try perform(.reprint(content, kind), &random)
        return "reprinted \(content.id)"
    }

    private mutating func recall(_ random: inout SeededRandom) throws(TillError) -> String {
        guard !till.memory.holds.isEmpty else { return "nothing held" }
        let open = till.memory.openHolds
        let all = till.memory.holds.keys.sorted()
        let hold = random.pick(open.isEmpty || random.isOneIn(10) ? all : open)
        _ = try perform(.recall(hold: hold), &random)
        return "recalled \(hold.id)"
    }

    /// One of the last receipts.
    func recent(_ random: inout SeededRandom) -> ContentID? {
        let last = Array(till.memory.receiptOrder.suffix(12))
        return last.isEmpty ? nil : random.pick(last)
    }
}
