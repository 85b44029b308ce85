import Retail
import Texts

// The menu, the drawer, X and Z, lamps and the printer.

extension LaneState {
    mutating func press(inMenu key: Key) {
        switch key {
        case .escape, .function(10): close()
        case .character(let character):
            let letter = Character(character.lowercased())
            guard let item = MenuItem.allCases.first(where: { $0.key == letter }) else {
                return refuse(EntryMessage.noSuchChoice(String(character)))
            }
            close()
            choose(item)
        case .enter, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }

    private mutating func choose(_ item: MenuItem) {
        switch item {
        case .noSale: askReason(.noSale, .command(.moveCash(CashMove(.noSale))))
        case .drop: push(.cash(.drop, EditField(.number, most: 12)))
        case .paidIn: push(.cash(.paidIn, EditField(.number, most: 12)))
        case .paidOut: push(.cash(.paidOut, EditField(.number, most: 12)))
        case .readX: attempt(.command(.takeX))
        case .closeDrawer:
            if putAway(thenPress: [.function(10), .character(item.key)]) { return }
            guard basket.isUntouched else { return refuse(PeopleMessage.finishSaleFirst) }
            push(.confirm(.closeDrawer))
        case .reprint: push(.receipt(.reprint(.copy), EditField(.text, most: 40)))
        case .giftReceipt: push(.receipt(.reprint(.gift), EditField(.text, most: 40)))
        case .training:
            if putAway(thenPress: [.function(10), .character(item.key)]) { return }
            guard basket.isUntouched else { return refuse(PeopleMessage.finishSaleFirst) }
            attempt(.train(!isTraining))
        case .clock: push(.clock)
        case .voidReceipt: push(.receipt(.void, EditField(.text, most: 40)))
        case .cancelSale:
            guard !basket.isUntouched else { return refuse(GoodsMessage.nothingRung) }
            push(.confirm(.cancelSale))
        case .openItem: ask(.listDepartments, for: .departments)
        case .note: push(.note(EditField(.text, most: Basket.Limit.textCharacters)))
        case .language:
            chosenLanguage = language == .english ? .spanish : .english
        case .unlock: push(.unlock(EditField(.digits, most: 9)))
        case .lock: lock()
        case .signOff: signOff()
        case .office: openOffice()
        case .printElsewhere: askForNeighbour()
        case .leave:
            if putAway(thenPress: [.function(10), .character(item.key)]) { return }
            guard basket.isUntouched else { return refuse(PeopleMessage.finishSaleFirst) }
            push(.confirm(.leave))
        case .points, .scale: refuse(EntryMessage.notSetUp(text(item.text, in: language)))
        }
    }

    mutating func press(inClock key: Key) {
        switch key {
        case .escape: close()
        case .character(let character):
            guard let digit = character.wholeNumberValue,
                let kind = ClockEntry.Kind.allCases.dropFirst(max(0, digit - 1)).first, digit > 0
            else { return refuse(EntryMessage.noSuchChoice(String(character))) }
            close()
            attempt(.command(.clock(kind)))
        case .enter, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }

    /// Cash came in: where the store has a limit, it is held against it.
    mutating func lookAtCash() {
        if settings.dropLimit != nil { effects.append(.lookAtCash) }
    }

    /// Asks for a drop, without saying how much should be there: the count at closing is blind.
    mutating func askForDrop(_ cash: Money) {
        guard let limit = settings.dropLimit, cash > limit, person != nil, isDrawerOpen,
            message?.tone != .bad
        else { return }
        warn(MoneyMessage.dropDue(write(limit)))
    }

    mutating func moveCash(_ kind: DrawerMovement.Kind, _ text: String) {
        guard let amount = money(text) else { return }
        guard amount > .zero else { return refuse(MoneyMessage.amountNotPositive) }
        let act = Act.command(.moveCash(CashMove(kind, amount: amount)))
        switch kind {
        case .paidIn: askReason(.paidIn, act)
        case .paidOut: askReason(.paidOut, act)
        case .drop, .noSale: attempt(act)
        }
    }

    mutating func press(_ key: Key, in count: DrawerCount) {
        var count = count
        switch key {
        case .enter:
            guard keepTyped(&count) else { return }
            guard !count.isAmountRow else { return finish(count) }
            count.moved(to: count.row + 1)
        case .function(12):
            guard keepTyped(&count) else { return }
            return finish(count)
        case .up, .down:
            guard keepTyped(&count) else { return }
            count.moved(to: count.row + (key == .up ? -1 : 1))
        case .escape where count.purpose == .closing: return screen = .newSale
        case .escape: return signOff()
        case .character, .backspace, .delete, .left, .right, .home, .end, .pageUp, .pageDown,
            .tab, .function, .alt, .control:
            guard typed(key, into: &count.field) else { return }
        }
        screen = .count(count)
    }

    /// Puts the typed count or amount into its row; false where it is no number.
    private mutating func keepTyped(_ count: inout DrawerCount) -> Bool {
        guard !count.field.isEmpty else { return true }
        if count.isAmountRow {
            guard let amount = money(count.field.text) else { return false }
            count.amount = amount
        } else {
            guard let pieces = UInt32(count.field.text) else {
                refuse(EntryMessage.noNumber(count.field.text))
                return false
            }
            count.counts[count.row] = pieces
        }
        count.field.clear()
        return true
    }

    /// Takes the counts or the amount, which must agree.
    ///
    /// A closing needs one of them, a float may be 0.
    private mutating func finish(_ count: DrawerCount) {
        screen = .count(count)
        if let sum = count.sum, let amount = count.amount, sum != amount {
            return refuse(MoneyMessage.countsDiffer)
        }
        let counted = count.sum ?? count.amount
        switch count.purpose {
        case .float: attempt(.command(.openDrawer(float: counted ?? .zero)))
        case .closing:
            guard let counted else { return refuse(EntryMessage.nothingTyped) }
            attempt(
                .command(.closeDrawer(denominations: count.denominations, counted: counted)))
        }
    }

    mutating func closed(_ closing: DrawerClosing) {
        isDrawerOpen = false
        lastZ = closing.zNumber
        dialogs = []
        screen = .report(ReportView(kind: .z(closing)))
    }

    mutating func press(_ key: Key, in report: ReportView) {
        var report = report
        switch key {
        case .up: report.top = max(0, report.top - 1)
        case .down: report.top += 1
        case .pageUp: report.top = max(0, report.top - 10)
        case .pageDown: report.top += 10
        case .enter, .escape:
            guard case .x = report.kind else { return signOff() }
            screen = firstScreen
            return
        case .character, .backspace, .delete, .left, .right, .home, .end, .tab, .function, .alt,
            .control:
            return refuse(EntryMessage.keyDoesNothing)
        }
        report.top = min(report.top, max(0, reportLines(report).count - 1))
        screen = .report(report)
    }
}

extension LaneState {
    /// Another program closed or opened the drawer: whoever rings or counts is told at once.
    mutating func showDrawer() {
        guard pending == nil, let news = drawerNews else { return }
        drawerNews = nil
        let wasOpen = isDrawerOpen
        isDrawerOpen = news == .open
        if case .closed(let number) = news { lastZ = number }
        guard isDrawerOpen != wasOpen else { return }
        suspended = suspended.map { Suspended(person: $0.person, screen: firstScreen) }
        guard person != nil else { return }
        switch screen {
        case .sale, .total, .count:
            dropDialogs()
            if !isDrawerOpen { return askForFloat() }
            screen = firstScreen
            warn(MoneyMessage.drawerOpenedElsewhere)
        case .signOn, .done, .report, .office: return
        }
    }

    /// The sale, if there is one, goes on once the drawer is open again.
    mutating func askForFloat() {
        screen = .count(DrawerCount(.float, values: settings.denominations))
        warn(MoneyMessage.drawerClosedElsewhere(lastZ ?? 0))
        effects.append(.beep(.bad))
    }

    /// Takes all dialogs away; what was asked about the printer is asked again.
    mutating func dropDialogs() {
        for case .printQuestion(let question) in dialogs { questions.insert(question, at: 0) }
        dialogs = []
    }

    mutating func show(_ lamps: Lamps) {
        let before = self.lamps
        self.lamps = lamps
        let isAlone = lamps.neighboursKnown > 0 && lamps.neighboursAnswering == 0
        let isTold = message?.wording.code == MachineMessage.alone(sales: 0).wording.code
        // What was said is kept true while it stands there.
        let isOld = isTold && lamps.salesOnlyHere != before.salesOnlyHere
        if isAlone, before.neighboursAnswering > 0 || isOld {
            warn(MachineMessage.alone(sales: lamps.salesOnlyHere))
        } else if let hours = lamps.pricesHoursOld, before.pricesHoursOld == nil {
            warn(GoodsMessage.pricesOld(hours: hours))
        }
    }

    mutating func show(_ printer: PrinterLamp) {
        guard printer != self.printer else { return }
        self.printer = printer
        guard let key = printer.message else { return }
        warn(key)
        if printer.isStopped { effects.append(.beep(.bad)) }
    }

    /// Asks about a job once nothing else is asked.
    mutating func showPrintQuestion() {
        guard person != nil, pending == nil, dialogs.isEmpty, !questions.isEmpty else { return }
        push(.printQuestion(questions.removeFirst()))
        effects.append(.beep(.bad))
    }
}

extension PrinterLamp {
    var message: MachineMessage? {
        switch self {
        case .none, .ready: nil
        case .paperLow: .paperLow
        case .paperOut: .noPaper
        case .coverOpen: .coverOpen
        case .cutterJammed: .cutterJammed
        case .paperJammed: .paperJammed
        case .recovering: .printerRecovering
        case .offline: .printerOffline
        case .unreachable: .printerUnreachable
        case .broken: .printerBroken
        }
    }
}

/// What the menu of F10 offers, in its order.
enum MenuItem: Hashable, Sendable, CaseIterable {
    case noSale
    case drop
    case paidIn
    case paidOut
    case readX
    case closeDrawer
    case reprint
    case giftReceipt
    case training
    case clock
    case voidReceipt
    case cancelSale
    case openItem
    case note
    case language
    case unlock
    case office
    case printElsewhere
    case lock
    case signOff
    case leave
    case points
    case scale

    var key: Character {
        switch self {
        case .noSale: "1"
        case .drop: "2"
        case .paidIn: "3"
        case .paidOut: "4"
        case .readX: "5"
        case .closeDrawer: "6"
        case .reprint: "7"
        case .giftReceipt: "8"
        case .training: "9"
        case .clock: "0"
        case .voidReceipt: "v"
        case .cancelSale: "c"
        case .openItem: "o"
        case .note: "n"
        case .language: "l"
        case .unlock: "u"
        case .office: "m"
        case .printElsewhere: "e"
        case .lock: "k"
        case .signOff: "s"
        case .leave: "q"
        case .points: "p"
        case .scale: "t"
        }
    }

    var text: ScreenText {
        switch self {
        case .noSale: .noSale
        case .drop: .drop
        case .paidIn: .paidIn
        case .paidOut: .paidOut
        case .readX: .readX
        case .closeDrawer: .closeDrawer
        case .reprint: .reprint
        case .giftReceipt: .giftReceipt
        case .training: .training
        case .clock: .clock
        case .voidReceipt: .voidReceipt
        case .cancelSale: .cancelSale
        case .openItem: .openItem
        case .note: .note
        case .language: .otherLanguage
        case .unlock: .unlockPerson
        case .office: .office
        case .printElsewhere: .printElsewhere
        case .lock: .lock
        case .signOff: .signOff
        case .leave: .leave
        case .points: .points
        case .scale: .tare
        }
    }
}
