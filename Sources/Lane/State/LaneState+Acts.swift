import Retail
import Texts

// Acts: tried under the cashier's rights, and again with what was missing.

extension LaneState {
    /// Does it, or asks for what stands in its way: a second person, a reason, an age, a weight.
    mutating func attempt(_ act: Act, approval: LanePerson? = nil) {
        guard let person else { return }
        do throws(Hindrance) {
            try perform(act, by: person, approval: approval)
        } catch {
            meet(error, act, approval: approval)
        }
    }

    private mutating func perform(
        _ act: Act, by person: LanePerson, approval: LanePerson?
    ) throws(Hindrance) {
        switch act {
        case .command(let action):
            return command(action, by: person.authority.person, approval: approval)
        case .train(let isOn):
            guard allows(.train, approval) else { throw .approval(.train) }
            dialogs = []
            effects.append(.switchTraining(on: isOn))
            return isOn ? tell(MachineMessage.training) : tell(MachineMessage.realAgain)
        case .unlock(let number):
            guard allows(.unlock, approval) else { throw .approval(.unlock) }
            // Whoever's right it is answers for it: the node looks at that person's again.
            let own = person.authority.rights.allows(.unlock) ? person : approval ?? person
            return ask(
                .unlock(number: number, by: own.authority.person),
                for: .unlock(number: number, approval: approval))
        case .createCustomer(let new):
            guard allows(.editCustomers, approval) else { throw .approval(.editCustomers) }
            return ask(
                .createCustomer(
                    new, by: person.authority.person, approvedBy: approval?.authority.person),
                for: .created)
        case .office(let wish): return self.wish(wish, by: person, approval: approval)
        case .pay(let code, let amount, let reference):
            do throws(TenderError) {
                try basket.pay(
                    code, amount: amount, reference: reference, terms: terms,
                    by: person.authority, approval: approval?.authority)
            } catch {
                throw Hindrance(error)
            }
        case .add, .repeatLast, .openItem, .setQuantity, .voidLine, .overridePrice,
            .discountLine, .discountBasket, .exempt, .returnLine, .returnWithoutReceipt:
            do throws(BasketError) {
                try change(act, by: person.authority, approval: approval?.authority)
            } catch {
                throw Hindrance(error)
            }
        }
        succeeded(act, approval)
    }

    private func allows(_ permission: Permission, _ approval: LanePerson?) -> Bool {
        person?.authority.rights.allows(permission) ?? false
            || approval?.authority.rights.allows(permission) ?? false
    }

    mutating func command(
        _ action: Command.Action, by person: PersonID, approval: LanePerson?,
        then sequel: Purpose.Sequel = .nothing
    ) {
        let command = Command(action, by: person, approvedBy: approval?.authority.person)
        ask(.perform(command), for: .perform(action, approval: approval, then: sequel))
    }

    /// A sale of which only what was asked, refused or voided is left goes on record, then the
    /// keys go on.
    ///
    /// - Returns: whether there was one; else nothing was done.
    mutating func putAway(thenPress keys: [Key]) -> Bool {
        guard let person, !basket.isUntouched, !basket.hasGoods, basket.stage == .ringing
        else { return false }
        command(
            .cancel(basket, reason: nil), by: person.authority.person, approval: nil,
            then: .press(keys))
        return true
    }

    private mutating func change(
        _ act: Act, by cashier: Authority, approval: Authority?
    ) throws(BasketError) {
        switch act {
        case .add(let sellable, let measure):
            if owner == nil || basket.isUntouched { owner = cashier.person }
            try basket.add(sellable, measure, terms: terms, by: cashier, approval: approval)
        case .repeatLast: try basket.repeatLast(terms: terms, by: cashier)
        case .openItem(let code, let department, let price):
            try basket.addOpenItem(
                code: code, name: department.name, department: department.name,
                taxCategory: department.taxCategory, price: price, by: cashier,
                approval: approval)
        case .setQuantity(let quantity, let line):
            try basket.setQuantity(quantity, ofLine: line, by: cashier, approval: approval)
        case .voidLine(let line): try basket.voidLine(line, by: cashier, approval: approval)
        case .overridePrice(let line, let price, let reason):
            try basket.overridePrice(
                ofLine: line, to: price, reason: reason, terms: terms, by: cashier,
                approval: approval)
        case .discountLine(let line, let discount, let reason):
            try basket.discountLine(
                line, discount, reason: reason, terms: terms, by: cashier, approval: approval)
        case .discountBasket(let discount, let reason):
            try basket.discountBasket(
                discount, reason: reason, terms: terms, by: cashier, approval: approval)
        case .exempt(let exemption):
            try basket.attach(
                exemption: exemption, terms: terms, by: cashier, approval: approval)
        case .returnLine(let line, let quantity, let source, let reason):
            try basket.addReturn(
                ofLine: line, quantity: quantity, from: source, reason: reason, terms: terms,
                by: cashier, approval: approval)
        case .returnWithoutReceipt(let sellable, let quantity, let price, let reason):
            try basket.addReturnWithoutReceipt(
                sellable, quantity: quantity, price: price, reason: reason, terms: terms,
                by: cashier, approval: approval)
        case .pay, .command, .train, .unlock, .createCustomer, .office:
            preconditionFailure("\(act) changes no goods")
        }
    }

    /// Asks for what is missing.
    private mutating func meet(_ hindrance: Hindrance, _ act: Act, approval: LanePerson?) {
        switch hindrance {
        case .approval(let permission): askApproval(permission, act, refused: approval)
        case .age(let years, let date): askAge(years, date, act)
        case .weight: askWeight(act)
        case .reason(let use): askReason(use, act)
        case .reference(let code): askReference(code, act)
        case .tender(let error): refuse(error)
        case .basket(let error): refuse(error)
        }
    }

    /// Opens the sign-in-place; again, with a message, where that person may not either.
    mutating func askApproval(_ permission: Permission, _ act: Act, refused: LanePerson?) {
        push(.approval(permission, PINEntry(), act))
        guard let refused else {
            warnOfLastDay(act)
            return effects.append(.beep(.bad))
        }
        refuse(PeopleMessage.mayNotEither(refused.number, name(permission)))
    }

    /// Says it where goods' own label names a last day that is over, whoever rings them.
    @discardableResult
    private mutating func warnOfLastDay(_ act: Act) -> Bool {
        guard case .add(let sellable, _) = act, let day = sellable.expires,
            sellable.isExpired(on: terms.today)
        else { return false }
        warn(GoodsMessage.expired(sellable.item.name.shown, day: write(day)))
        return true
    }

    private mutating func askAge(_ years: UInt8, _ date: BusinessDate, _ act: Act) {
        guard case .add(let sellable, let measure) = act else { return }
        effects.append(.beep(.bad))
        push(
            .age(
                AgeQuestion(
                    sellable: sellable, measure: measure, years: years, bornOnOrBefore: date)))
    }

    private mutating func askWeight(_ act: Act) {
        guard case .add(let sellable, _) = act else { return }
        push(.weight(sellable, EditField(.number, most: 10)))
    }

    private mutating func askReference(_ code: String, _ act: Act) {
        guard case .pay(_, let amount, _) = act else { return }
        if case .reference = dialogs.last {
            return refuse(MoneyMessage.needsReference(tenderName(code)))
        }
        push(.reference(code, amount, EditField(.text, most: 20)))
    }

    /// Asks for a reason; where the shop lists none, none is asked.
    mutating func askReason(_ use: ReasonUse, _ act: Act) {
        guard !settings.reasons(for: use).isEmpty else { return attempt(act) }
        push(.reason(use, act))
    }

    /// Opens a dialog over what is there; a third would hide the first, so it takes its place.
    ///
    /// What was typed went with the key that opened it, and isn't there for the next one.
    mutating func push(_ dialog: Dialog) {
        if dialogs.count == 2 { dialogs.removeLast() }
        if !dialog.leavesEntry { clearEntry() }
        dialogs.append(dialog)
    }

    private mutating func succeeded(_ act: Act, _ approval: LanePerson?) {
        selected = nil
        if let approval { tell(PeopleMessage.allowed(approval.number)) }
        switch act {
        case .returnLine(let line, _, let source, _):
            tell(ReceiptMessage.returned(source.receipt.lines[Int(line)].name.shown))
            effects.append(.beep(.good))
            toSale()
        case .returnWithoutReceipt(let sellable, _, _, _):
            dialogs = []
            tell(ReceiptMessage.returned(sellable.item.name.shown))
            effects.append(.beep(.good))
            toSale()
        case .add, .repeatLast, .openItem, .setQuantity:
            dialogs = []
            let isExpired = warnOfLastDay(act)
            effects.append(.beep(isExpired ? .bad : .good))
            toSale()
        case .voidLine(let line):
            dialogs = []
            tell(GoodsMessage.voided(basket.lines[line].name.shown))
        case .overridePrice(let line, _, _):
            dialogs = []
            tell(GoodsMessage.priceChanged(basket.lines[line].name.shown))
        case .discountLine, .discountBasket:
            dialogs = []
            tell(GoodsMessage.discounted)
        case .exempt:
            dialogs = []
            tell(GoodsMessage.exempted)
        case .pay:
            dialogs = []
            return paid()
        case .command, .train, .unlock, .createCustomer, .office: return
        }
        showLastLine()
    }

    /// Back to ringing, what was typed gone.
    private mutating func toSale() { screen = .newSale }
}
