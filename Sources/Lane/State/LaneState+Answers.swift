import Retail
import Texts

// What came back, and what it was asked for.

extension LaneState {
    mutating func take(_ answer: LaneAnswer, for purpose: Purpose) {
        if case .failed(let trouble) = answer { return refuse(trouble) }
        if case .refused(let refusal) = answer { return take(refusal, for: purpose) }
        if case .neighbours = purpose, case .neighbours(let machines) = answer {
            return list(machines)
        }
        if case .office(let wish, let approval) = purpose, case .oversight(let answer) = answer {
            return take(answer, for: wish, approval)
        }
        if case .receipts(let use, let text) = purpose, case .receipts(let found) = answer {
            return list(found, of: text, for: use)
        }
        switch (purpose, answer) {
        case (.find(let code, let use), .found(let found)): take(found, of: code, for: use)
        case (.search(let text), .items(let items, let hasMore)): list(items, hasMore, of: text)
        case (.signOn, .pin(.passed(let person))): signOn(person)
        case (.approval(_, let act), .pin(.passed(let person))):
            if case .approval = dialogs.last { dialogs.removeLast() }
            attempt(act, approval: person)
        case (.signOn, .pin(let answer)), (.approval, .pin(let answer)): refusePIN(answer)
        case (.perform(let action, _, let sequel), .performed(let outcome)):
            performed(action, outcome, sequel)
        case (.receipt(let use, _), .receipt(let source)): take(source, for: use)
        case (.receipt(_, let text), .noSuchReceipt): refuse(ReceiptMessage.noSuchReceipt(text))
        case (.holds(let use), .holds(let holds)): take(holds, for: use)
        case (.customers(let text), .customers(let customers)): list(customers, of: text)
        case (.created, .customers(let customers)):
            guard let new = customers.first else {
                return refuse(MachineMessage.failed(.program))
            }
            attach(new)
        case (.created, .customerUnfit): refuse(GoodsMessage.customerUnfit)
        case (.unlock(let number, _), .unlocked):
            dialogs = []
            tell(PeopleMessage.unlocked(number))
        case (.departments, .departments(let departments)): openItem(departments)
        case (.stock(let sellable, let measure), .stock(let levels)):
            guard case .price = dialogs.last else { return }
            dialogs[dialogs.count - 1] = .price(.shown(sellable, measure, stock: levels))
        case (_, _):
            // The shell answered something else than was asked; nothing was changed by it.
            refuse(MachineMessage.failed(.program))
        }
    }

    private mutating func take(_ refusal: Refusal, for purpose: Purpose) {
        if case .unlock(let number, let approval) = purpose, person != nil,
            case .needsApproval(let permission) = refusal
        {
            return askApproval(permission, .unlock(number), refused: approval)
        }
        if case .office(let wish, let approval) = purpose, person != nil,
            case .needsApproval(let permission) = refusal
        {
            return askApproval(permission, .office(wish), refused: approval)
        }
        guard case .perform(let action, let approval, let sequel) = purpose else {
            return refuse(refusal)
        }
        guard case .needsApproval(let permission) = refusal else {
            if person != nil, let use = refusal.reasonUse {
                return askReason(use, .command(action))
            }
            refuse(refusal)
            if case .holdUnreachable(let hold, let lane) = refusal, person != nil {
                push(.confirm(.ringCopy(hold, lane: lane)))
            }
            return
        }
        if case .signOn(let newcomer) = sequel, approval == nil {
            // Holding the other's sale: whoever signs on allows it, if they may.
            let owner = owner ?? newcomer.authority.person
            return command(action, by: owner, approval: newcomer, then: sequel)
        }
        guard person != nil else { return refuse(refusal) }
        askApproval(permission, .command(action), refused: approval)
    }

    private mutating func take(
        _ found: FoundCode, of code: String, for use: Purpose.FindUse
    ) {
        switch found {
        case .item(let sellable, let measure): take(sellable, measure, for: use)
        case .noPrice(let item): refuse(GoodsMessage.noPrice(item.name.shown))
        case .unknown(let shown): notFound(shown, for: use)
        case .unreadable(_, .wrongCheckDigit(let right)):
            if case .sell(let quantity, _) = use {
                suggestion = Suggestion(code: right, quantity: quantity)
                screen = .newSale
            }
            refuse(GoodsMessage.didYouMean(right))
        case .unreadable(let shown, .embedded): refuse(GoodsMessage.labelUnsure(shown.shown))
        case .unreadable(let shown, .noKnownForm): notFound(shown, for: use)
        case .unreadable(let shown, .gs1), .unreadable(let shown, .empty),
            .unreadable(let shown, .tooLong):
            refuse(GoodsMessage.unreadable(shown.shown))
        case .receipt(let number): take(number, for: use)
        case .hold(let sale):
            guard case .sell = use else { return refuse(EntryMessage.scanIgnored) }
            take(sale)
        case .customer(let customer): take(customer, for: use)
        }
    }

    private mutating func notFound(_ code: String, for use: Purpose.FindUse) {
        switch use {
        case .sell(_, let isTyped):
            if owner == nil || basket.isUntouched { owner = person?.authority.person }
            basket.noteUnknown(code: code.shown, isTyped: isTyped)
            // As the basket keeps it: without the digits of a card or of what may be a PIN.
            let last = basket.events.last
            unknownCode = last?.kind == .unknownCode ? last?.text : nil
            if case .sale = screen { screen = .newSale }
            refuse(GoodsMessage.notFound(unknownCode ?? "····"))
        case .customer: search(customers: code)
        case .receipt(let use): lookUp(receipt: code, for: use)
        case .price, .void, .giveBack: refuse(GoodsMessage.notFound(code.shown))
        }
    }

    private mutating func take(_ number: ReceiptNumber, for use: Purpose.FindUse) {
        switch use {
        case .receipt(let use): lookUp(receipt: number.description, for: use)
        case .sell, .price, .void, .giveBack, .customer:
            refuse(ReceiptMessage.scanIsReceipt(number.description))
        }
    }

    private mutating func take(_ customer: FoundCustomer, for use: Purpose.FindUse) {
        switch use {
        case .sell, .customer: attach(customer)
        case .price, .void, .giveBack, .receipt: refuse(EntryMessage.scanIgnored)
        }
    }

    private mutating func take(
        _ sellable: Sellable, _ measure: Basket.Measure, for use: Purpose.FindUse
    ) {
        switch use {
        case .sell(let quantity, _): sell(sellable, measure, quantity)
        case .price:
            dialogs[dialogs.count - 1] = .price(.shown(sellable, measure, stock: []))
            basket.notePriceCheck(of: sellable)
            ask(.stock(sellable.item.code), for: .stock(sellable, measure))
        case .void: void(sellable)
        case .giveBack:
            dialogs[dialogs.count - 1] = .returnPrice(
                sellable, measure.quantity, EditField(.number, most: 12))
        case .customer, .receipt: refuse(EntryMessage.scanIgnored)
        }
    }

    private mutating func sell(
        _ sellable: Sellable, _ measure: Basket.Measure, _ quantity: Quantity?
    ) {
        guard let quantity else { return attempt(.add(sellable, measure)) }
        switch (sellable.item.unit, measure) {
        case (.weight, .pieces): attempt(.add(sellable, .typedWeight(quantity)))
        case (.piece, .pieces):
            guard quantity.thousandths.isMultiple(of: 1000) else {
                return refuse(GoodsMessage.quantityNotWhole)
            }
            attempt(.add(sellable, .pieces(quantity.thousandths / 1000)))
        case (_, .weighed), (_, .typedWeight), (_, .labelled):
            refuse(GoodsMessage.lineIsFixed)
        }
    }

    /// One piece of what was scanned goes; the last piece takes its line along.
    private mutating func void(_ sellable: Sellable) {
        let index = basket.lines.lastIndex { $0.item == sellable.item.code && !$0.isVoided }
        guard let index else { return refuse(GoodsMessage.noSuchLine) }
        if case .voidScan = dialogs.last { dialogs.removeLast() }
        let line = basket.lines[index]
        guard line.unit == .piece, line.quantity > .one, line.basis == .price else {
            return attempt(.voidLine(index))
        }
        attempt(.setQuantity(line.quantity - .one, index))
    }
}

extension LaneState {
    private mutating func performed(
        _ action: Command.Action, _ outcome: Outcome, _ sequel: Purpose.Sequel
    ) {
        switch sequel {
        case .nothing: break
        case .signOn(let newcomer):
            if basket.hasGoods { heldSales = heldSales.map { $0 + 1 } }
            beginSale()
            return enter(newcomer)
        case .press(let keys):
            beginSale()
            screen = .newSale
            return waiting.insert(contentsOf: keys.map(Input.key), at: 0)
        }
        switch outcome {
        case .receipt(let receipt): completed(receipt)
        case .recalled(let basket):
            recalled(basket)
            if case .ringCopy(_, basket.id) = action { tell(ReceiptMessage.copyRung) }
        case .held(let record):
            heldSales = heldSales.map { $0 + 1 }
            done(GoodsMessage.cancelled)
            tell(ReceiptMessage.held(record.label?.shown ?? write(record.total)))
        case .closed(let closing): closed(closing)
        case .report(let report):
            dialogs = []
            screen = .report(ReportView(kind: .x(report)))
        case .reprinted(_, let copy): performed(reprint: action, copy)
        case .done: performed(action)
        }
    }

    /// The sale is over without a receipt.
    private mutating func done(_ key: GoodsMessage) {
        beginSale()
        dialogs = []
        screen = .newSale
        tell(key)
    }

    private mutating func recalled(_ basket: Basket) {
        self.basket = basket
        owner = person?.authority.person
        heldSales = heldSales.map { max(0, $0 - 1) }
        dialogs = []
        selected = nil
        screen = basket.stage == .ringing ? .newSale : .total(Screen.entry())
        tell(ReceiptMessage.recalled)
    }

    private mutating func performed(reprint action: Command.Action, _ copy: UInt32) {
        dialogs = []
        guard case .reprint(_, .gift) = action else {
            return tell(ReceiptMessage.copyPrinted(copy))
        }
        tell(ReceiptMessage.giftPrinted)
    }

    /// What was done that has nothing to show but that it is done.
    private mutating func performed(_ action: Command.Action) {
        switch action {
        case .sign: return
        case .clock(let kind):
            dialogs = []
            tell(Self.message(kind))
        case .openDrawer(let float):
            isDrawerOpen = true
            screen = firstScreen
            tell(MoneyMessage.drawerOpened(write(float)))
        case .moveCash(let move):
            dialogs = []
            move.kind == .noSale
                ? tell(MoneyMessage.noSale) : tell(MoneyMessage.moved(write(move.amount)))
            if move.kind == .paidIn { lookAtCash() }
        case .cancel: done(.cancelled)
        case .moveStock(let request):
            dialogs = []
            tell(StoreMessage.counted(request.lines.first?.item.text ?? ""))
            readOfficeAgain()
        case .voidReceipt:
            dialogs = []
            tell(ReceiptMessage.receiptVoided(voiding ?? ""))
        case .takeX, .closeDrawer, .complete, .hold, .recall, .ringCopy, .reprint,
            .adjustMoney, .changeItems, .changeTaxes, .changePerson, .changeCustomer,
            .changeSetting, .recordImport, .publish:
            dialogs = []
        }
    }

    private static func message(_ kind: ClockEntry.Kind) -> PeopleMessage {
        switch kind {
        case .clockIn: .clockedIn
        case .clockOut: .clockedOut
        case .breakStart: .breakStarted
        case .breakEnd: .breakEnded
        }
    }
}

extension Refusal {
    var reasonUse: ReasonUse? {
        guard case .needsReason(let use) = self else { return nil }
        return use
    }
}

extension Basket.Measure {
    /// How much of an item it is; of a labelled one, one piece.
    var quantity: Quantity {
        switch self {
        case .pieces(let count): Quantity(units: count)
        case .weighed(let weight), .typedWeight(let weight): weight
        case .labelled: .one
        }
    }
}
