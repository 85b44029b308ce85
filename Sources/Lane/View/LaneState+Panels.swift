import Retail
import Texts

// Each dialog as a panel.

extension LaneState {
    func panel(_ dialog: Dialog) -> Panel {
        switch dialog {
        case .help: helpPanel
        case .menu: menuPanel
        case .clock: clockPanel
        case .approval(let permission, let entry, _): panel(approval: permission, entry)
        case .reason(let use, _): panel(reasons: use)
        case .age(let question): panel(question)
        case .weight(let sellable, let field):
            Panel(
                say(ScreenText.weigh(sellable.item.name)), [.field(say(ScreenText.weight), field)])
        case .price(let check): panel(check)
        case .find(let list): panel(list)
        case .customers(let list): panel(list)
        case .newCustomer(let entry): panel(entry)
        case .unlock(let field):
            Panel(say(ScreenText.unlockPerson), [.field(say(ScreenText.number), field)])
        case .holds(let holds, let selected): panel(holds, selected)
        case .voidScan:
            Panel(
                say(ScreenText.voidScan), [.text(say(ScreenText.voidHint), .normal)])
        case .discountKind(let line, _): panel(discountOf: line)
        case .discountValue(let kind, let field):
            Panel(say(ScreenText.discount), [.field(say(kind.text), field)])
        case .cash(let kind, let field):
            Panel(say(kind.text), [.field(say(ScreenText.amount), field)])
        case .reference(let code, let amount, let field): panel(reference: code, amount, field)
        case .tenders(let amount): panel(tenders: amount)
        case .openItem(let item): panel(item)
        case .note(let field): Panel(say(ScreenText.note), [.field("", field)])
        case .receipt(let use, let field): panel(receipt: use, field)
        case .receipts(let list): panel(list)
        case .returnLines(let list): panel(list)
        case .returnItem(let field):
            Panel(
                say(ScreenText.returnItem), [.field(say(ScreenText.scanOrType), field)])
        case .returnPrice(let sellable, let quantity, let field):
            panel(returned: sellable, quantity, field)
        case .confirm(let question):
            Panel(
                say(EntryMessage.yesOrNo), [.text(words(question), .bold), .text(yesNo, .normal)])
        case .printQuestion(let question):
            Panel(
                say(ScreenText.printQuestion(question.title)),
                [.text(say(ScreenText.printChoices), .bold)])
        case .office(let dialog): panel(dialog)
        case .neighbours(let machines, let selected): panel(machines, selected)
        }
    }

    private var yesNo: String { EntryMessage.yesOrNo.wording.next[language] }

    private var helpPanel: Panel {
        let keys: [KeyText] = [
            .helpSell, .helpMany, .helpPay, .helpPrice, .helpFind, .helpHold, .helpVoid,
            .helpReturn, .helpMenu, .helpLock, .helpAlt,
        ]
        return Panel(say(ScreenText.help), keys.map { .text(say($0), .normal) })
    }

    private var menuPanel: Panel {
        let items = MenuItem.allCases.map { item in
            "\(String(item.key).uppercased()) \(say(item.text))"
        }
        let half = (items.count + 1) / 2
        return Panel(
            say(ScreenText.menu),
            (0..<half).map { row in
                let left = items[row]
                let gap = String(repeating: " ", count: max(1, 30 - CellWidth.of(left)))
                let right = half + row < items.count ? items[half + row] : ""
                return .text(left + gap + right, .normal)
            })
    }

    private var clockPanel: Panel {
        let keys: [ScreenText] = [.clockIn, .clockOut, .breakStart, .breakEnd]
        return Panel(
            say(ScreenText.clock),
            keys.enumerated().map { .text("\($0 + 1) \(say($1))", .normal) })
    }

    private func panel(approval permission: Permission, _ entry: PINEntry) -> Panel {
        let (number, pin) = (say(ScreenText.number), say(ScreenText.pin))
        return Panel(
            say(ScreenText.approval(name(permission))),
            [
                entry.isInNumber ? .field(number, entry.number) : .idleField(number, entry.number),
                entry.isInNumber ? .idleField(pin, entry.pin) : .field(pin, entry.pin),
                .text(say(KeyText.signOnFirst), .dim),
            ])
    }

    private func panel(reasons use: ReasonUse) -> Panel {
        Panel(
            say(ScreenText.reason),
            settings.reasons(for: use).map { .text("\($0.number) \(name($0.labels))", .normal) })
    }

    private func panel(_ question: AgeQuestion) -> Panel {
        let date = DateFormat(language: language.rawValue)
            .short(CivilDate(question.bornOnOrBefore))
        return Panel(
            say(ScreenText.age(question.years)),
            [
                .text(question.sellable.item.name, .normal),
                .text(say(ScreenText.bornBefore(date)), .bold),
                .field(say(ScreenText.ageAnswer), question.field),
            ])
    }

    private func panel(_ check: PriceCheck) -> Panel {
        switch check {
        case .asking(let field):
            return Panel(
                say(ScreenText.priceCheck), [.field(say(ScreenText.scanOrType), field)])
        case .shown(let sellable, _, let stock):
            let unit = sellable.item.unit == .weight ? "/kg" : ""
            var rows: [Panel.Row] = [
                .pair(sellable.item.name, numbers.text(sellable.price) + unit, .bold),
                .text(sellable.item.code.text, .dim),
            ]
            for (index, level) in stock.enumerated() {
                let count = numbers.text(level.quantity)
                let age = level.secondsOld == 0 ? "" : "\(level.secondsOld) s"
                let key: ScreenText =
                    index == 0 ? .stockHere(count) : .stockAt(level.place, count)
                rows.append(.pair(say(key), age, .normal))
            }
            return Panel(say(ScreenText.priceCheck), rows)
        }
    }

    private func panel(_ list: FindList) -> Panel {
        var rows: [Panel.Row] = [.field(say(ScreenText.item), list.field)]
        rows += list.items.enumerated().map { index, sellable in
            .choice(
                sellable.item.name, numbers.text(sellable.price),
                isSelected: index == list.selected)
        }
        if list.hasMore { rows.append(.text(say(ScreenText.more), .dim)) }
        return Panel(say(ScreenText.find), rows)
    }

    private func panel(_ list: CustomerList) -> Panel {
        var rows: [Panel.Row] = [.field(say(ScreenText.scanOrType), list.field)]
        rows += list.customers.enumerated().map { index, found in
            .choice(found.name, found.number, isSelected: index == list.selected)
        }
        rows.append(.text(say(ScreenText.newHint), .dim))
        if customer != nil { rows.append(.text(say(ScreenText.removeHint), .dim)) }
        return Panel(say(ScreenText.customers), rows)
    }

    private func panel(_ entry: CustomerEntry) -> Panel {
        let (name, phone) = (say(ScreenText.name), say(ScreenText.phone))
        return Panel(
            say(ScreenText.newCustomer),
            [
                entry.isInPhone ? .idleField(name, entry.name) : .field(name, entry.name),
                entry.isInPhone ? .field(phone, entry.phone) : .idleField(phone, entry.phone),
            ])
    }

    private func panel(_ holds: [HeldSale], _ selected: Int) -> Panel {
        let dates = DateFormat(language: language.rawValue)
        let rows = holds.enumerated().map { index, sale -> Panel.Row in
            let who = sale.label ?? say(ScreenText.cashier(sale.cashier))
            let lane = sale.lane.map { " " + say(ScreenText.lane($0)) } ?? ""
            let taken = sale.takenBy.map { " " + say(ScreenText.takenBy($0)) } ?? ""
            return .choice(
                "\(index + 1) \(dates.time(sale.time)) \(who) (\(sale.lines))\(lane)\(taken)",
                numbers.text(sale.total), isSelected: index == selected)
        }
        return Panel(say(ScreenText.holds), rows)
    }

    private func panel(discountOf line: Int?) -> Panel {
        let keys: [ScreenText] = [
            .linePercent, .lineAmount, .salePercent, .saleAmount, .newPrice,
        ]
        let item = line.map { "\($0 + 1) \(basket.lines[$0].name)" } ?? say(ScreenText.noLine)
        return Panel(
            say(ScreenText.discount),
            [.text(item, .bold)]
                + keys.enumerated().map { .text("\($0 + 1) \(say($1))", .normal) })
    }

    private func panel(reference code: String, _ amount: Money?, _ field: EditField) -> Panel {
        let due = numbers.textWithSymbol(amount ?? basket.due(terms).magnitude)
        return Panel(
            say(ScreenText.reference(tenderName(code))), [.text(due, .bold), .field("", field)])
    }

    private func panel(tenders amount: Money?) -> Panel {
        let due = numbers.textWithSymbol(amount ?? basket.due(terms).magnitude)
        let rows = settings.tenders.prefix(9).enumerated().map { index, tender in
            Panel.Row.text("\(index + 1) \(name(tender.labels))", .normal)
        }
        return Panel(
            "\(say(ScreenText.tenders)) \(due)",
            rows + [.text("0 \(say(ScreenText.giftCard))", .dim)])
    }

    private func panel(_ item: OpenItem) -> Panel {
        var rows: [Panel.Row] = item.departments.enumerated().map { index, department in
            .choice(
                "\(index + 1) \(department.name)", department.taxCategory,
                isSelected: index == item.selected)
        }
        if let field = item.field {
            rows = [rows[item.selected], .field(say(ScreenText.price), field)]
        }
        if let code = item.code { rows.insert(.text(code, .dim), at: 0) }
        return Panel(say(ScreenText.department), rows)
    }

    private func panel(receipt use: ReceiptUse, _ field: EditField) -> Panel {
        var rows: [Panel.Row] = [
            .field(say(ScreenText.receiptNumber), field),
            .text(say(ScreenText.lastHint), .dim),
            .text(say(ScreenText.searchHint), .dim),
        ]
        let title: ScreenText
        switch use {
        case .returns:
            title = .receiptNumber
            rows.append(.text(say(ScreenText.noReceiptHint), .dim))
        case .void: title = .voidReceipt
        case .reprint(.copy): title = .reprint
        case .reprint(.gift): title = .giftReceipt
        }
        return Panel(say(title), rows)
    }

    private func panel(_ list: ReturnList) -> Panel {
        let receipt = list.source.receipt
        var rows = receipt.lines.enumerated().map { index, line -> Panel.Row in
            let left = numbers.text(list.left(index, in: basket), unit: line.unit)
            return .choice(
                "\(index + 1) \(line.name)",
                "\(say(ScreenText.left(left)))  \(numbers.text(line.price))",
                isSelected: index == list.selected)
        }
        rows.insert(.field(say(ScreenText.quantity), list.field), at: 0)
        return Panel(say(ScreenText.returnLines(receipt.number.description)), rows)
    }

    private func panel(
        returned sellable: Sellable, _ quantity: Quantity, _ field: EditField
    ) -> Panel {
        Panel(
            say(ScreenText.returnItem),
            [
                .pair(
                    sellable.item.name, numbers.text(quantity, unit: sellable.item.unit), .bold),
                .field(say(ScreenText.pricePaid(numbers.text(sellable.price))), field),
            ])
    }

    private func words(_ question: Confirmation) -> String {
        switch question {
        case .cancelSale: say(ScreenText.cancelQuestion)
        case .takeBack(let index):
            say(ScreenText.takeBackQuestion(tenderWords(basket.stage.tenders, index)))
        case .exempt: say(ScreenText.exemptQuestion)
        case .closeDrawer: say(ScreenText.closeQuestion)
        case .leave: say(ScreenText.leaveQuestion)
        case .ringCopy(_, let lane): say(ScreenText.ringCopyQuestion(Self.laneName(lane)))
        }
    }

    private func tenderWords(_ tenders: [ReceiptTender], _ index: Int) -> String {
        guard tenders.indices.contains(index) else { return "" }
        let tender = tenders[index]
        return "\(tenderName(tender.tender)) \(numbers.text(tender.amount.magnitude))"
    }
}

extension DiscountKind {
    var text: ScreenText {
        switch self {
        case .linePercent: .linePercent
        case .lineAmount: .lineAmount
        case .basketPercent: .salePercent
        case .basketAmount: .saleAmount
        case .price: .newPrice
        }
    }
}

extension DrawerMovement.Kind {
    var text: ScreenText {
        switch self {
        case .drop: .drop
        case .paidIn: .paidIn
        case .paidOut: .paidOut
        case .noSale: .noSale
        }
    }
}

extension ScreenText {
    /// A kind of tender, where the store has none of it.
    static func kind(of kind: TenderType.Kind) -> ScreenText {
        switch kind {
        case .cash: .cash
        case .card: .card
        case .voucher: .voucher
        case .other: .other
        }
    }
}
