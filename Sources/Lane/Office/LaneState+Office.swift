import Retail
import Texts

// Looking after the store: its pages, and what is decided on them.

extension LaneState {
    /// From the menu: the store's machines first.
    mutating func openOffice() {
        guard !isTraining else { return refuse(StoreMessage.noMesh) }
        attempt(.office(.read(.machines)))
    }

    /// Hands a wish to the node, under the rights of whoever allowed it.
    mutating func wish(_ wish: OversightWish, by person: LanePerson, approval: LanePerson?) {
        var approver = approval
        if approver == nil, wish.isReading, case .office(let office) = screen {
            approver = office.guardian
        }
        ask(
            .oversee(wish, by: person.authority.person, approvedBy: approver?.authority.person),
            for: .office(wish, approval: approval))
    }

    mutating func take(_ answer: OversightAnswer, for wish: OversightWish, _ approval: LanePerson?)
    {
        switch answer {
        case .sheet(let sheet): return show(sheet, approval)
        case .invitation(let card): return invite(with: card)
        case .retried(let before, let after):
            tell(StoreMessage.retried(before: before, after: after))
        case .done:
            if case .keep = wish { tell(StoreMessage.kept) } else { tell(StoreMessage.done) }
        case .hindered(let hindrance): return refuse(hindrance)
        }
        dropDialogs()
        readOfficeAgain()
    }

    private mutating func show(_ sheet: OversightSheet, _ approval: LanePerson?) {
        if case .office(var office) = screen {
            if let approval { office.guardian = approval }
            // A page that was read in passing mustn't take the place of the one chosen since.
            office.take(sheet)
            return screen = .office(office)
        }
        var office = Office(sheet.page, guardian: approval)
        office.take(sheet)
        dropDialogs()
        screen = .office(office)
    }

    /// Asks for the page that is shown once more.
    mutating func readOfficeAgain() {
        guard case .office(var office) = screen else { return }
        office.detailTop = nil
        screen = .office(office)
        attempt(.office(.read(office.page)))
    }

    /// Once a second: links come and go while somebody looks at them.
    mutating func refreshOffice() {
        guard case .office(let office) = screen, office.page == .machines, pending == nil,
            dialogs.isEmpty, person != nil
        else { return }
        attempt(.office(.read(.machines)))
    }

    // MARK: Keys

    mutating func press(_ key: Key, in office: Office) {
        if office.invited != nil { return press(key, inInvitation: office) }
        if office.detailTop != nil { return press(key, inDetail: office) }
        let count = office.sheet?.count ?? 0
        switch key {
        case .escape, .function(10): leaveOffice()
        case .up: select(office, office.selected - 1)
        case .down: select(office, office.selected + 1)
        case .pageUp: select(office, office.selected - 10)
        case .pageDown: select(office, office.selected + 10)
        case .home: select(office, 0)
        case .end: select(office, count - 1)
        case .left: turn(office, by: -1)
        case .right, .tab: turn(office, by: 1)
        case .enter: open(office)
        case .character(let character): press(character, on: office)
        case .backspace, .delete, .function, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }

    private mutating func leaveOffice() { screen = firstScreen }

    private mutating func select(_ office: Office, _ index: Int) {
        var office = office
        office.selected = max(0, min(index, (office.sheet?.count ?? 0) - 1))
        screen = .office(office)
    }

    private mutating func turn(_ office: Office, by step: Int) {
        let all = OversightPage.allCases
        let index = (Int(office.page.rawValue) + step + all.count) % all.count
        attempt(.office(.read(all[index])))
    }

    private mutating func press(_ character: Character, on office: Office) {
        if let digit = character.wholeNumberValue {
            guard OversightPage.allCases.indices.contains(digit - 1) else {
                return refuse(EntryMessage.noSuchChoice(String(character)))
            }
            return attempt(.office(.read(OversightPage.allCases[digit - 1])))
        }
        switch (office.page, character.lowercased()) {
        case (.machines, "i"), (.machines, "+"):
            push(.office(.invite(EditField(.text, most: 40))))
        case (.machines, "r"):
            guard let machine = other(office) else { return }
            push(.office(.revoke(machine, EditField(.text, most: 60))))
        case (.machines, "t"):
            guard let machine = other(office) else { return }
            push(.office(.question(.retire(machine))))
        case (.machines, "d"):
            guard let machine = other(office) else { return }
            push(.office(.question(.dormant(machine, machine.state != .dormant))))
        case (.machines, "a"):
            guard let machine = office.machine else { return refuse(EntryMessage.keyDoesNothing) }
            push(.office(.question(.archive(machine, !machine.isArchive))))
        case (.machines, "p"): tellOfStewards(office.machine)
        case (.quarantine, "r"): attempt(.office(.retryQuarantine))
        case (_, _): refuse(EntryMessage.noSuchChoice(String(character)))
        }
    }

    /// The root's key is opened by a command of its own: a running till never holds it.
    private mutating func tellOfStewards(_ machine: Machine?) {
        guard let machine else { return refuse(EntryMessage.keyDoesNothing) }
        guard [.active, .dormant].contains(machine.state) else {
            return refuse(StoreMessage.notWhile(say(machine.state.text)))
        }
        let name = machine.lane.map { "\($0)" } ?? machine.name
        refuse(StoreMessage.stewardsByRoot((machine.isSteward ? "demote " : "promote ") + name))
    }

    /// The chosen machine, where something can be decided about it.
    private mutating func other(_ office: Office) -> Machine? {
        guard let machine = office.machine else {
            refuse(EntryMessage.keyDoesNothing)
            return nil
        }
        if machine.isOwn {
            refuse(StoreMessage.ownMachine)
            return nil
        }
        switch machine.state {
        case .active, .dormant: return machine
        case .retired, .revoked, .rotated:
            refuse(StoreMessage.notWhile(say(machine.state.text)))
            return nil
        }
    }

    private mutating func open(_ office: Office) {
        guard let sheet = office.sheet, sheet.count > 0 else {
            return refuse(EntryMessage.keyDoesNothing)
        }
        if let shortage = office.shortage {
            return push(.office(.count(shortage, EditField(.number, most: 10))))
        }
        if case .shifts = sheet { return refuse(EntryMessage.keyDoesNothing) }
        var office = office
        office.detailTop = 0
        screen = .office(office)
    }

    private mutating func press(_ key: Key, inDetail office: Office) {
        var office = office
        let top = office.detailTop ?? 0
        switch key {
        case .escape, .enter: office.detailTop = nil
        case .up: office.detailTop = max(0, top - 1)
        case .down: office.detailTop = min(top + 1, max(0, officeLines(office).count - 1))
        case .pageUp: office.detailTop = max(0, top - 10)
        case .pageDown: office.detailTop = min(top + 10, max(0, officeLines(office).count - 1))
        case .character(let character):
            guard let number = character.wholeNumberValue,
                let question = question(number, office)
            else { return refuse(EntryMessage.noSuchChoice(String(character))) }
            return push(.office(.question(question)))
        case .backspace, .delete, .left, .right, .home, .end, .tab, .function, .alt, .control:
            return refuse(EntryMessage.keyDoesNothing)
        }
        screen = .office(office)
    }

    /// What a number chooses among the versions or branches that are shown.
    private func question(_ number: Int, _ office: Office) -> OfficeQuestion? {
        if case .tie(let entries)? = office.conflict, entries.indices.contains(number - 1) {
            return .keep(entries[number - 1], number: number)
        }
        if let fork = office.fork, fork.branches.indices.contains(number - 1) {
            return .exclude(log: fork.log, fork.branches[number - 1], number: number)
        }
        return nil
    }

    // MARK: Dialogs

    mutating func press(_ key: Key, in dialog: OfficeDialog) {
        switch dialog {
        case .invite(let field):
            press(key, field, { .invite($0) }, mayBeEmpty: true) { lane, text in
                lane.attempt(.office(.invite(label: text)))
            }
        case .revoke(let machine, let field):
            press(key, field, { .revoke(machine, $0) }) { lane, text in
                lane.dialogs = [.office(.question(.revoke(machine, reason: text)))]
            }
        case .count(let shortage, let field):
            press(key, field, { .count(shortage, $0) }) { lane, typed in
                guard let counted = lane.quantity(typed) else { return }
                let line = StockRequest.Line(item: shortage.item, quantity: counted)
                lane.attempt(
                    .command(
                        .moveStock(
                            StockRequest(
                                kind: .counted, place: shortage.place,
                                reason: text(MachineText.recounted, in: lane.storeLanguage),
                                lines: [line]))))
            }
        case .question(let question): press(key, in: question)
        }
    }

    private mutating func press(
        _ key: Key, _ field: EditField, _ rebuilt: (EditField) -> OfficeDialog,
        mayBeEmpty: Bool = false, _ entered: (inout LaneState, String) -> Void
    ) {
        var field = field
        switch key {
        case .escape: close()
        case .enter:
            guard mayBeEmpty || !field.isEmpty else { return refuse(EntryMessage.nothingTyped) }
            entered(&self, field.text)
        case .character, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            guard typed(key, into: &field) else { return }
            dialogs[dialogs.count - 1] = .office(rebuilt(field))
        }
    }

    private mutating func press(_ key: Key, in question: OfficeQuestion) {
        switch key {
        case .character(let letter) where "yYsS".contains(letter):
            close()
            attempt(.office(question.wish))
        case .character(let letter) where "nN".contains(letter): close()
        case .escape: close()
        case .character, .enter, .backspace, .delete, .left, .right, .home, .end, .up, .down,
            .pageUp, .pageDown, .tab, .function, .alt, .control:
            refuse(EntryMessage.yesOrNo)
        }
    }

    // MARK: Inviting

    private mutating func invite(with card: InvitationCard) {
        guard case .office(var office) = screen else { return }
        office.invited = Office.Invited(card: card)
        dropDialogs()
        screen = .office(office)
        print(card)
    }

    private mutating func print(_ card: InvitationCard) {
        effects.append(.print(slip(card)))
        tell(StoreMessage.slipPrints)
    }

    private mutating func press(_ key: Key, inInvitation office: Office) {
        var office = office
        switch key {
        case .escape, .enter:
            office.invited = nil
            screen = .office(office)
            readOfficeAgain()
        case .character("p"), .character("P"):
            if let card = office.invited?.card { print(card) }
        case .character, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }

    /// A machine has joined: whoever waits for it is told.
    mutating func joined(_ lane: UInt8) {
        if case .office(var office) = screen {
            if office.invited?.card.lane == lane { office.invited?.hasJoined = true }
            screen = .office(office)
        }
        tell(StoreMessage.joined(Self.laneName(lane)))
        effects.append(.beep(.good))
    }

    /// What the newcomer needs, on paper.
    private func slip(_ card: InvitationCard) -> Document {
        let language = storeLanguage
        let good = InviteText.good(Self.laneName(card.lane), minutes: card.minutes)
        return Document([
            .text(text(InviteText.slipTitle, in: language), .title),
            .text(text(good, in: language), .centred), .blank(1), .qr(card.line), .blank(1),
            .text("tillmesh join \(card.line)", .plain),
            .text(text(InviteText.slipHint, in: language), .centred), .cut,
        ])
    }

    private mutating func refuse(_ hindrance: OversightHindrance) {
        switch hindrance {
        case .notSteward: refuse(StoreMessage.notSteward)
        case .needsRoot: refuse(StoreMessage.needsRoot)
        case .withoutEffect: refuse(StoreMessage.withoutEffect)
        case .noMesh: refuse(StoreMessage.noMesh)
        case .noNumber: refuse(StoreMessage.noNumber)
        case .noAddress: refuse(StoreMessage.noAddress)
        case .gone: refuse(StoreMessage.gone)
        case .trouble(let message): refuse(message)
        }
    }
}

extension Machine.State {
    var text: MachineText {
        switch self {
        case .active: .linked
        case .dormant: .dormant
        case .retired: .retired
        case .revoked: .revoked
        case .rotated: .rotated
        }
    }
}
