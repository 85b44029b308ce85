import Retail
import Texts

// Where keys and scans go.

extension LaneState {
    mutating func press(_ key: Key) {
        message = nil
        if key == .function(1), dialogs.last != .help { return openHelp() }
        if key == .control("l"), person != nil { return lock() }
        if let dialog = dialogs.last { return press(key, in: dialog) }
        switch screen {
        case .signOn(let entry): press(key, atSignOn: entry)
        case .count(let count): press(key, in: count)
        case .sale(let field): press(key, inSale: field)
        case .total(let field): press(key, inTotal: field)
        case .done: beginNext(with: key)
        case .report(let report): press(key, in: report)
        case .office(let office): press(key, in: office)
        }
    }

    private mutating func openHelp() {
        guard dialogs.count < 2 else { return refuse(EntryMessage.closeThisFirst) }
        push(.help)
    }

    /// A scan: goods in a sale, an answer where one is asked for, else ignored aloud.
    mutating func scan(_ code: String) {
        if case .returnLines(let list) = dialogs.last, list.hasReturns(in: basket) {
            // New goods in exchange for those that came back.
            dialogs = []
        }
        if let dialog = dialogs.last {
            guard let use = use(ofScanIn: dialog) else { return refuse(EntryMessage.scanIgnored) }
            message = nil
            return find(code, use)
        }
        switch screen {
        case .signOn, .count, .report, .office: refuse(EntryMessage.scanIgnored)
        case .sale(let field):
            message = nil
            scan(code, field)
        case .total:
            message = nil
            guard basket.stage == .ringing else { return refuse(GoodsMessage.somethingPaid) }
            screen = .newSale
            find(code, .sell(nil, isTyped: false))
        case .done:
            message = nil
            guard isDrawerOpen else { return askForFloat() }
            screen = .newSale
            find(code, .sell(nil, isTyped: false))
        }
    }

    /// What was typed says how many, or stays until the line is there.
    private mutating func scan(_ code: String, _ field: EditField) {
        suggestion = nil
        guard field.text.last == "*" else { return find(code, .sell(nil, isTyped: false)) }
        clearEntry()
        guard let quantity = quantity(String(field.text.dropLast())) else { return }
        find(code, .sell(quantity, isTyped: false))
    }

    private func use(ofScanIn dialog: Dialog) -> Purpose.FindUse? {
        switch dialog {
        case .price: .price
        case .voidScan: .void
        case .returnItem: .giveBack
        case .receipt(let use, _): .receipt(use)
        case .receipts(let list): .receipt(list.use)
        case .customers: .customer
        case .help, .menu, .clock, .approval, .reason, .age, .weight, .find, .newCustomer, .unlock,
            .holds,
            .discountKind, .discountValue, .cash, .reference, .tenders, .openItem, .note,
            .returnLines, .returnPrice, .confirm, .printQuestion, .office, .neighbours:
            nil
        }
    }

    mutating func find(_ code: String, _ use: Purpose.FindUse) {
        ask(.find(code: code), for: .find(code: code, use))
    }

    private mutating func beginNext(with key: Key) {
        guard isDrawerOpen else { return askForFloat() }
        screen = .newSale
        if key == .escape { return }
        if key == .enter {
            if printer.isStopped { retryPrinting() }
            return
        }
        press(key)
    }

    mutating func retryPrinting() {
        effects.append(.retryPrinting)
        tell(MachineMessage.tryingPrinter)
    }
}

extension LaneState {
    mutating func press(_ key: Key, inSale field: EditField) {
        var field = field
        switch field.take(key) {
        case .taken:
            suggestion = nil
            if key == .character("+"), field.text == "+" { return attempt(.repeatLast) }
            screen = .sale(field)
        case .refused: refuse(EntryMessage.fieldFull(most: field.most))
        case .other: command(key, inSale: field)
        }
    }

    private mutating func command(_ key: Key, inSale field: EditField) {
        switch key {
        case .enter: enter(field.text)
        case .escape: clear(field)
        case .up: select(by: -1)
        case .down: select(by: 1)
        case .pageUp: select(by: -8)
        case .pageDown: select(by: 8)
        case .function(let number): function(number, text: field.text)
        case .character, .backspace, .delete, .left, .right, .home, .end, .tab, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }

    private mutating func clear(_ field: EditField) {
        guard !field.isEmpty || selected != nil || suggestion != nil else {
            return refuse(EntryMessage.nothingToClear)
        }
        selected = nil
        suggestion = nil
        screen = .newSale
    }

    private mutating func select(by step: Int) {
        guard !basket.lines.isEmpty else { return refuse(GoodsMessage.nothingRung) }
        let from = selected ?? (step < 0 ? basket.lines.count : -1)
        selected = min(max(from + step, 0), basket.lines.count - 1)
    }

    /// What is typed under the dialogs is used up.
    mutating func clearEntry() {
        switch screen {
        case .sale: screen = .newSale
        case .total: screen = .total(Screen.entry())
        case .signOn, .count, .done, .report, .office: return
        }
    }

    /// Enter: nothing typed is the total; `3*` changes the last line; else a code, `3*code`.
    private mutating func enter(_ text: String) {
        clearEntry()
        guard !text.isEmpty else {
            if let suggestion {
                self.suggestion = nil
                return find(suggestion.code, .sell(suggestion.quantity, isTyped: true))
            }
            if basket.isUntouched, printer.isStopped { return retryPrinting() }
            return total()
        }
        guard let star = text.firstIndex(of: "*") else {
            return find(text, .sell(nil, isTyped: true))
        }
        guard let quantity = quantity(String(text[..<star])) else { return }
        let code = String(text[text.index(after: star)...])
        guard code.isEmpty else { return find(code, .sell(quantity, isTyped: true)) }
        guard let line = selected ?? basket.lastLine else {
            return refuse(GoodsMessage.nothingRung)
        }
        attempt(.setQuantity(quantity, line))
    }

    private mutating func function(_ number: UInt8, text: String) {
        // The key takes what was typed along, whatever comes of it.
        clearEntry()
        switch number {
        case 2: push(.price(.asking(EditField(.text, most: 64, text: text))))
        case 3: openFind(text)
        case 4: openCustomers(text)
        case 5: hold(text)
        case 6: recall(text)
        case 7: void()
        case 8: push(.discountKind(line: selected ?? basket.lastLine, text: text))
        case 9: push(.receipt(.returns, EditField(.text, most: 40, text: text)))
        case 10: push(.menu)
        case 11: pay(.card, typed: text)
        case 12: pay(.cash, typed: text)
        case _: refuse(EntryMessage.keyDoesNothing)
        }
    }

    private mutating func void() {
        guard basket.hasGoods else { return refuse(GoodsMessage.nothingRung) }
        guard let selected else { return push(.voidScan) }
        attempt(.voidLine(selected))
    }

    mutating func hold(_ text: String) {
        guard basket.hasGoods else { return refuse(GoodsMessage.nothingRung) }
        attempt(.command(.hold(basket, label: text.isEmpty ? nil : text)))
    }

    mutating func recall(_ text: String) {
        if putAway(thenPress: text.map(Key.character) + [.function(6)]) { return }
        guard basket.isUntouched else { return refuse(ReceiptMessage.saleOpen) }
        guard !text.isEmpty else { return ask(.listHolds, for: .holds(.list)) }
        guard let number = Int(text), number > 0 else {
            return refuse(EntryMessage.noNumber(text))
        }
        ask(.listHolds, for: .holds(.take(number)))
    }
}

extension LaneState {
    mutating func press(_ key: Key, inTotal field: EditField) {
        var field = field
        if case .character(let letter) = key, let note = quickNote(letter) {
            return attempt(.pay(cashCode, note, reference: nil))
        }
        switch field.take(key) {
        case .taken: screen = .total(field)
        case .refused: refuse(EntryMessage.fieldFull(most: field.most))
        case .other: command(key, inTotal: field)
        }
    }

    var cashCode: String { settings.tenders.first { $0.kind == .cash }?.code ?? "cash" }

    /// The amount of a quick note's letter: a, b, c, d.
    private func quickNote(_ letter: Character) -> Money? {
        zip("abcd", basket.quickNotes(terms)).first { $0.0 == letter }?.1
    }

    private mutating func command(_ key: Key, inTotal field: EditField) {
        if case .function(10...12) = key { clearEntry() }
        switch key {
        case .enter where field.isEmpty: endOrAsk()
        case .enter:
            clearEntry()
            pay(.cash, typed: field.text)
        case .escape where !field.isEmpty: clearEntry()
        case .escape: leaveTotal()
        case .function(11): pay(.card, typed: field.text)
        case .function(12): pay(.cash, typed: field.text)
        case .function(10):
            var amount: Money?
            if !field.isEmpty {
                guard let money = money(field.text) else { return }
                amount = money
            }
            push(.tenders(amount: amount))
        case .function: refuse(EntryMessage.notWhilePaying)
        case .character, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }
}
