import Retail
import Texts

// Finding things: items, customers, held sales, receipts.

extension LaneState {
    mutating func openFind(_ text: String) {
        push(.find(FindList(field: EditField(.text, most: 40, text: text))))
        if !text.isEmpty { ask(.search(text: text), for: .search(text)) }
    }

    mutating func list(_ items: [Sellable], _ hasMore: Bool, of text: String) {
        guard case .find(var list) = dialogs.last else { return }
        (list.items, list.hasMore, list.searched, list.selected) = (items, hasMore, text, 0)
        dialogs[dialogs.count - 1] = .find(list)
        if items.isEmpty { refuse(GoodsMessage.nothingMatches(text.shown)) }
    }

    mutating func press(_ key: Key, in list: FindList) {
        var list = list
        switch key {
        case .up: list.selected = max(0, list.selected - 1)
        case .down: list.selected = max(0, min(list.items.count - 1, list.selected + 1))
        case .enter:
            guard list.field.text == list.searched, !list.items.isEmpty else {
                guard !list.field.isEmpty else { return refuse(EntryMessage.nothingTyped) }
                return ask(.search(text: list.field.text), for: .search(list.field.text))
            }
            dialogs.removeLast()
            return attempt(.add(list.items[list.selected], .pieces(1)))
        case .escape: return close()
        case .character, .backspace, .delete, .left, .right, .home, .end, .pageUp, .pageDown,
            .tab, .function, .alt, .control:
            guard typed(key, into: &list.field) else { return }
        }
        dialogs[dialogs.count - 1] = .find(list)
    }

    mutating func openCustomers(_ text: String) {
        push(.customers(CustomerList(field: EditField(.text, most: 40, text: text))))
        if !text.isEmpty { search(customers: text) }
    }

    mutating func search(customers text: String) {
        ask(.findCustomer(text: text), for: .customers(text))
    }

    mutating func list(_ customers: [FoundCustomer], of text: String) {
        guard case .customers(var list) = dialogs.last else { return }
        (list.customers, list.searched, list.selected) = (customers, text, 0)
        dialogs[dialogs.count - 1] = .customers(list)
        if customers.isEmpty { refuse(GoodsMessage.nothingMatches(text.shown)) }
    }

    mutating func press(_ key: Key, in list: CustomerList) {
        var list = list
        switch key {
        case .up: list.selected = max(0, list.selected - 1)
        case .down: list.selected = max(0, min(list.customers.count - 1, list.selected + 1))
        case .delete where list.field.isEmpty: return removeCustomer()
        case .function(4):
            let name = EditField(.text, most: 64, text: list.field.text)
            dialogs[dialogs.count - 1] = .newCustomer(CustomerEntry(name: name))
            return
        case .enter:
            guard list.field.text == list.searched, !list.customers.isEmpty else {
                guard !list.field.isEmpty else { return refuse(EntryMessage.nothingTyped) }
                return search(customers: list.field.text)
            }
            return attach(list.customers[list.selected])
        case .escape: return close()
        case .character, .backspace, .delete, .left, .right, .home, .end, .pageUp, .pageDown,
            .tab, .function, .alt, .control:
            guard typed(key, into: &list.field) else { return }
        }
        dialogs[dialogs.count - 1] = .customers(list)
    }

    /// Enter goes from the name to the phone, which may stay empty.
    mutating func press(_ key: Key, in entry: CustomerEntry) {
        var entry = entry
        switch key {
        case .escape: return close()
        case .up, .down, .tab: entry.isInPhone.toggle()
        case .enter:
            guard !entry.name.isEmpty else { return refuse(EntryMessage.nothingTyped) }
            guard entry.isInPhone else {
                entry.isInPhone = true
                break
            }
            let phone = entry.phone.isEmpty ? nil : entry.phone.text
            return attempt(.createCustomer(NewCustomer(name: entry.name.text, phone: phone)))
        case .character, .backspace, .delete, .left, .right, .home, .end, .pageUp, .pageDown,
            .function, .alt, .control:
            guard typed(key, into: &entry.field) else { return }
        }
        dialogs[dialogs.count - 1] = .newCustomer(entry)
    }

    mutating func attach(_ found: FoundCustomer) {
        do throws(BasketError) {
            if basket.isUntouched { owner = person?.authority.person }
            try basket.attach(customer: found.customer)
            customer = found
            dialogs = []
            tell(GoodsMessage.customerAttached(found.name.shown))
            if let exemption = found.exemption { push(.confirm(.exempt(exemption))) }
        } catch {
            refuse(error)
        }
    }

    private mutating func removeCustomer() {
        do throws(BasketError) {
            try basket.attach(customer: nil)
            customer = nil
            dialogs = []
            tell(GoodsMessage.customerRemoved)
        } catch {
            refuse(error)
        }
    }

    mutating func take(_ holds: [HeldSale], for use: Purpose.HoldUse) {
        heldSales = holds.count { $0.takenBy == nil }
        switch use {
        case .list:
            guard !holds.isEmpty else { return refuse(ReceiptMessage.nothingHeld) }
            push(.holds(holds, selected: 0))
        case .take(let number):
            guard number <= holds.count else {
                return refuse(EntryMessage.noSuchChoice(String(number)))
            }
            take(holds[number - 1])
        }
    }

    mutating func take(_ sale: HeldSale) {
        guard basket.isUntouched else { return refuse(ReceiptMessage.saleOpen) }
        if let lane = sale.takenBy { return refuse(ReceiptMessage.takenBy(lane)) }
        attempt(.command(.recall(hold: sale.hold)))
    }

    mutating func press(_ key: Key, in holds: [HeldSale], selected: Int) {
        switch key {
        case .up: dialogs[dialogs.count - 1] = .holds(holds, selected: max(0, selected - 1))
        case .down:
            dialogs[dialogs.count - 1] = .holds(
                holds, selected: min(holds.count - 1, selected + 1))
        case .enter: take(holds[selected])
        case .escape: close()
        case .character(let digit):
            guard let number = digit.wholeNumberValue, (1...holds.count).contains(number) else {
                return refuse(EntryMessage.noSuchChoice(String(digit)))
            }
            take(holds[number - 1])
        case .backspace, .delete, .left, .right, .home, .end, .pageUp, .pageDown, .tab,
            .function, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }

    mutating func lookUp(receipt text: String, for use: ReceiptUse) {
        let request: LaneRequest = text.isEmpty ? .lastReceipt : .findReceipt(text: text)
        ask(request, for: .receipt(use, text: text))
    }

    mutating func take(_ source: ReturnSource, for use: ReceiptUse) {
        switch use {
        case .returns:
            guard !source.isVoided else { return refuse(ReceiptMessage.receiptIsVoided) }
            let list = ReturnList(source: source)
            let lines = source.receipt.lines.indices
            guard let first = lines.first(where: { list.left($0, in: basket) > .zero }) else {
                return refuse(ReceiptMessage.nothingLeft)
            }
            dialogs = [.returnLines(ReturnList(source: source, selected: first))]
        case .void:
            voiding = source.receipt.number.description
            dialogs = []
            askReason(.void, .command(.voidReceipt(source.receipt.content, reason: 0)))
        case .reprint(let kind):
            dialogs = []
            attempt(.command(.reprint(source.receipt.content, kind)))
        }
    }
}
