import Retail
import Texts

// Dialogs about goods: discounts, open items, notes, returns, other tenders.

extension LaneState {
    mutating func press(_ key: Key, inDiscountOf line: Int?, _ text: String) {
        switch key {
        case .escape: close()
        case .character(let character):
            guard let kind = discountKind(character, line) else {
                return refuse(EntryMessage.noSuchChoice(String(character)))
            }
            let field = EditField(.number, most: 12, text: text)
            dialogs[dialogs.count - 1] = .discountValue(kind, field)
            if !text.isEmpty { discount(kind, text) }
        case .enter, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }

    private func discountKind(_ character: Character, _ line: Int?) -> DiscountKind? {
        switch character {
        case "1": line.map { .linePercent($0) }
        case "2": line.map { .lineAmount($0) }
        case "3": .basketPercent
        case "4": .basketAmount
        case "5": line.map { .price($0) }
        case _: nil
        }
    }

    mutating func discount(_ kind: DiscountKind, _ text: String) {
        switch kind {
        case .linePercent(let line):
            guard let rate = rate(text) else { return }
            attempt(.discountLine(line, .percent(rate), nil))
        case .lineAmount(let line):
            guard let amount = money(text) else { return }
            attempt(.discountLine(line, .amount(amount), nil))
        case .basketPercent:
            guard let rate = rate(text) else { return }
            attempt(.discountBasket(.percent(rate), nil))
        case .basketAmount:
            guard let amount = money(text) else { return }
            attempt(.discountBasket(.amount(amount), nil))
        case .price(let line):
            guard let price = price(text) else { return }
            attempt(.overridePrice(line, price, nil))
        }
    }

    private mutating func rate(_ text: String) -> Rate? {
        do throws(NumberError) { return try typedNumbers.rate(text) } catch {
            refuse(error, text)
            return nil
        }
    }

    mutating func openItem(_ departments: [Department]) {
        guard !departments.isEmpty else { return refuse(GoodsMessage.noDepartments) }
        push(.openItem(OpenItem(code: unknownCode, departments: departments)))
    }

    mutating func press(_ key: Key, in item: OpenItem) {
        var item = item
        guard var field = item.field else { return choose(key, item) }
        switch key {
        case .escape: item.field = nil
        case .enter:
            guard !field.isEmpty else { return refuse(EntryMessage.nothingTyped) }
            guard let price = price(field.text) else { return }
            return attempt(.openItem(code: item.code, item.departments[item.selected], price))
        case .character, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            guard typed(key, into: &field) else { return }
            item.field = field
        }
        dialogs[dialogs.count - 1] = .openItem(item)
    }

    private mutating func choose(_ key: Key, _ item: OpenItem) {
        var item = item
        switch key {
        case .escape: return close()
        case .up: item.selected = max(0, item.selected - 1)
        case .down: item.selected = min(item.departments.count - 1, item.selected + 1)
        case .enter: item.field = EditField(.number, most: 12)
        case .character(let digit):
            guard let number = digit.wholeNumberValue,
                (1...item.departments.count).contains(number)
            else { return refuse(EntryMessage.noSuchChoice(String(digit))) }
            item.selected = number - 1
            item.field = EditField(.number, most: 12)
        case .backspace, .delete, .left, .right, .home, .end, .pageUp, .pageDown, .tab,
            .function, .alt, .control:
            return refuse(EntryMessage.keyDoesNothing)
        }
        dialogs[dialogs.count - 1] = .openItem(item)
    }

    /// A chosen line gets the note; else the whole receipt.
    mutating func note(_ text: String) {
        do throws(BasketError) {
            if basket.isUntouched { owner = person?.authority.person }
            if let selected {
                try basket.setNote(text, ofLine: selected)
            } else {
                try basket.addNote(text)
            }
            dialogs = []
            tell(GoodsMessage.noted)
        } catch {
            refuse(error)
        }
    }

    mutating func press(_ key: Key, inTenders amount: Money?) {
        switch key {
        case .escape: close()
        case .character("0"): refuse(EntryMessage.notSetUp(text(ScreenText.giftCard, in: language)))
        case .character(let digit):
            guard let number = digit.wholeNumberValue, number > 0,
                number <= settings.tenders.count
            else { return refuse(EntryMessage.noSuchChoice(String(digit))) }
            close()
            attempt(.pay(settings.tenders[number - 1].code, amount, reference: nil))
        case .enter, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }

    /// Which receipt; Enter alone is the lane's last one, F9 again is a return without one.
    mutating func press(_ key: Key, inReceipt use: ReceiptUse, _ field: EditField) {
        var field = field
        switch key {
        case .escape: close()
        case .enter: lookUp(receipt: field.text, for: use)
        case .function(3): search(receipts: field.text, for: use)
        case .function(9) where use == .returns:
            dialogs[dialogs.count - 1] = .returnItem(EditField(.text, most: 64))
        case .character, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            guard typed(key, into: &field) else { return }
            dialogs[dialogs.count - 1] = .receipt(use, field)
        }
    }

    mutating func press(_ key: Key, in list: ReturnList) {
        var list = list
        let last = list.source.receipt.lines.count - 1
        switch key {
        case .escape: return close()
        case .up: list.selected = max(0, list.selected - 1)
        case .down: list.selected = min(last, list.selected + 1)
        case .pageUp: list.selected = max(0, list.selected - 6)
        case .pageDown: list.selected = min(last, list.selected + 6)
        case .enter: return giveBack(list)
        case .character, .backspace, .delete, .left, .right, .home, .end, .tab, .function, .alt,
            .control:
            guard typed(key, into: &list.field) else { return }
        }
        dialogs[dialogs.count - 1] = .returnLines(list)
    }

    /// Nothing typed: one piece, or all of what was weighed.
    private mutating func giveBack(_ list: ReturnList) {
        let line = list.source.receipt.lines[list.selected]
        let left = list.left(list.selected, in: basket)
        guard left > .zero else {
            guard list.field.isEmpty, list.hasReturns(in: basket) else {
                return refuse(ReceiptMessage.nothingLeft)
            }
            dialogs = []
            return press(.enter)
        }
        var asked = line.unit == .piece ? min(left, .one) : left
        if !list.field.isEmpty {
            guard let typed = quantity(list.field.text) else { return }
            asked = typed
        }
        if basket.isUntouched { owner = person?.authority.person }
        attempt(.returnLine(UInt32(list.selected), asked, list.source, nil))
    }
}
