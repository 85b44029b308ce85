import Retail
import Texts

// Keys in dialogs.

extension LaneState {
    mutating func press(_ key: Key, in dialog: Dialog) {
        switch dialog {
        case .help: dialogs.removeLast()
        case .menu: press(inMenu: key)
        case .clock: press(inClock: key)
        case .approval(let permission, let entry, let act):
            press(key, inApproval: permission, entry, act)
        case .reason(let use, let act): press(key, inReasons: use, act)
        case .age(let question): press(key, in: question)
        case .weight(let sellable, let field):
            press(key, field, { .weight(sellable, $0) }) { lane, text in
                guard let weight = lane.quantity(text) else { return }
                lane.dialogs.removeLast()
                lane.attempt(.add(sellable, .typedWeight(weight)))
            }
        case .price(let check): press(key, in: check)
        case .find(let list): press(key, in: list)
        case .customers(let list): press(key, in: list)
        case .newCustomer(let entry): press(key, in: entry)
        case .unlock(let field): press(key, field, { .unlock($0) }) { $0.unlock($1) }
        case .holds(let holds, let selected): press(key, in: holds, selected: selected)
        case .voidScan: press(inVoidScan: key)
        case .discountKind(let line, let text): press(key, inDiscountOf: line, text)
        case .discountValue(let kind, let field):
            press(key, field, { .discountValue(kind, $0) }) { $0.discount(kind, $1) }
        case .cash(let kind, let field):
            press(key, field, { .cash(kind, $0) }) { $0.moveCash(kind, $1) }
        case .reference(let code, let amount, let field):
            press(key, field, { .reference(code, amount, $0) }) { lane, text in
                lane.attempt(.pay(code, amount, reference: text))
            }
        case .tenders(let amount): press(key, inTenders: amount)
        case .openItem(let item): press(key, in: item)
        case .note(let field): press(key, field, { .note($0) }) { $0.note($1) }
        case .receipt(let use, let field): press(key, inReceipt: use, field)
        case .receipts(let list): press(key, in: list)
        case .returnLines(let list): press(key, in: list)
        case .returnItem(let field):
            press(key, field, { .returnItem($0) }) { $0.find($1, .giveBack) }
        case .returnPrice(let sellable, let quantity, let field):
            press(key, field, { .returnPrice(sellable, quantity, $0) }) { lane, text in
                guard let price = lane.price(text) else { return }
                lane.attempt(.returnWithoutReceipt(sellable, quantity, price, nil))
            }
        case .confirm(let question): press(key, in: question)
        case .printQuestion(let question): press(key, in: question)
        case .office(let dialog): press(key, in: dialog)
        case .neighbours(let machines, let selected): press(key, in: machines, selected: selected)
        }
    }

    private mutating func unlock(_ text: String) {
        guard let number = UInt32(text) else { return refuse(PeopleMessage.numberShape) }
        attempt(.unlock(number))
    }

    mutating func close() { dialogs.removeLast() }

    /// A key into a field of a dialog; false, with a message, where it does nothing.
    mutating func typed(_ key: Key, into field: inout EditField) -> Bool {
        switch field.take(key) {
        case .taken: return true
        case .refused:
            if case .character(let character) = key, field.characters.count < field.most {
                refuse(EntryMessage.noNumber(String(character)))
            } else {
                refuse(EntryMessage.fieldFull(most: field.most))
            }
        case .other: refuse(EntryMessage.keyDoesNothing)
        }
        return false
    }

    /// A dialog of one field: Enter takes what is typed, Esc closes it.
    private mutating func press(
        _ key: Key, _ field: EditField, _ rebuilt: (EditField) -> Dialog,
        _ entered: (inout LaneState, String) -> Void
    ) {
        var field = field
        switch key {
        case .escape: close()
        case .enter:
            guard !field.isEmpty else { return refuse(EntryMessage.nothingTyped) }
            entered(&self, field.text)
        case .character, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            guard typed(key, into: &field) else { return }
            dialogs[dialogs.count - 1] = rebuilt(field)
        }
    }

    private mutating func press(
        _ key: Key, inApproval permission: Permission, _ entry: PINEntry, _ act: Act
    ) {
        var entry = entry
        switch key {
        case .escape: close()
        case .enter: checkPIN(entry, purpose: .approval(permission))
        case .character, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            guard edit(&entry, key) else { return }
            dialogs[dialogs.count - 1] = .approval(permission, entry, act)
        }
    }

    private mutating func press(_ key: Key, inReasons use: ReasonUse, _ act: Act) {
        switch key {
        case .escape: close()
        case .character(let digit):
            let number = digit.wholeNumberValue.flatMap { UInt8(exactly: $0) }
            let known = settings.reasons(for: use)
            guard let number, known.contains(where: { $0.number == number }) else {
                return refuse(EntryMessage.noSuchChoice(String(digit)))
            }
            close()
            attempt(act.with(reason: number))
        case .enter, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            refuse(GoodsMessage.needsReason)
        }
    }

    private mutating func press(inVoidScan key: Key) {
        switch key {
        case .escape: close()
        case .enter, .function(7):
            guard let last = basket.lastLine else { return refuse(GoodsMessage.nothingRung) }
            close()
            attempt(.voidLine(last))
        case .up, .down:
            close()
            press(key)
        case .character, .backspace, .delete, .left, .right, .home, .end, .pageUp, .pageDown,
            .tab, .function, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }

    private mutating func press(_ key: Key, in check: PriceCheck) {
        switch check {
        case .asking(let field):
            press(key, field, { .price(.asking($0)) }) { $0.find($1, .price) }
        case .shown(let sellable, let measure, _):
            switch key {
            case .enter:
                close()
                attempt(.add(sellable, measure))
            case .escape: close()
            case .function(2):
                dialogs[dialogs.count - 1] = .price(.asking(EditField(.text, most: 64)))
            case .character, .backspace, .delete, .left, .right, .home, .end, .up, .down,
                .pageUp, .pageDown, .tab, .function, .alt, .control:
                refuse(EntryMessage.keyDoesNothing)
            }
        }
    }

    private mutating func press(_ key: Key, in question: AgeQuestion) {
        var question = question
        switch key {
        case .character(let letter) where "yYsS".contains(letter): answer(question, .accepted)
        case .character(let letter) where "nN".contains(letter): answer(question, .refused)
        case .escape: close()
        case .enter:
            guard !question.field.isEmpty else { return refuse(EntryMessage.yesOrNo) }
            guard let date = CivilDate(typed: question.field.text) else {
                return refuse(EntryMessage.noDate(question.field.text))
            }
            answer(question, .bornOn(date.businessDate))
        case .character, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            guard typed(key, into: &question.field) else { return }
            dialogs[dialogs.count - 1] = .age(question)
        }
    }

    private mutating func answer(_ question: AgeQuestion, _ answer: Basket.AgeAnswer) {
        guard let person else { return }
        close()
        do throws(BasketError) {
            if owner == nil || basket.isUntouched { owner = person.authority.person }
            try basket.answerAge(
                answer, for: question.sellable.item, terms: terms, by: person.authority)
            attempt(.add(question.sellable, question.measure))
        } catch {
            refuse(error)
        }
    }

    private mutating func press(_ key: Key, in question: Confirmation) {
        switch key {
        case .character(let letter) where "yYsS".contains(letter):
            close()
            confirmed(question)
        case .character(let letter) where "nN".contains(letter): close()
        case .escape: close()
        case .character, .enter, .backspace, .delete, .left, .right, .home, .end, .up, .down,
            .pageUp, .pageDown, .tab, .function, .alt, .control:
            refuse(EntryMessage.yesOrNo)
        }
    }

    private mutating func confirmed(_ question: Confirmation) {
        switch question {
        case .cancelSale: attempt(.command(.cancel(basket, reason: nil)))
        case .takeBack(let index): takeBack(index)
        case .exempt(let exemption): attempt(.exempt(exemption))
        case .closeDrawer:
            screen = .count(DrawerCount(.closing, values: settings.denominations))
        case .leave: effects.append(.leave)
        case .ringCopy(let hold, _):
            guard basket.isUntouched else { return refuse(ReceiptMessage.saleOpen) }
            attempt(.command(.ringCopy(hold: hold, copy: basket.id)))
        }
    }

    private mutating func press(_ key: Key, in question: PrintQuestion) {
        switch key {
        case .character("1"):
            close()
            effects.append(.answerPrintJob(job: question.job, .printed))
            tell(MachineMessage.printed)
        case .character("2"):
            guard let person = person?.authority.person else { return }
            close()
            effects.append(.answerPrintJob(job: question.job, .copy(by: person)))
            tell(MachineMessage.copyFollows)
        case .character(let character): refuse(EntryMessage.noSuchChoice(String(character)))
        case .enter, .escape, .backspace, .delete, .left, .right, .home, .end, .up, .down,
            .pageUp, .pageDown, .tab, .function, .alt, .control:
            refuse(EntryMessage.closeThisFirst)
        }
    }
}

extension CivilDate {
    /// Reads day, month, year of four digits, with or without marks: `21112005`, `21-11-2005`.
    init?(typed text: String) {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        guard digits.count == 8, let day = UInt8(digits.prefix(2)),
            let month = UInt8(digits.dropFirst(2).prefix(2)), let year = Int32(digits.suffix(4))
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
