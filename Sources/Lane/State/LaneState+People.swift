import Retail
import Texts

// Signing on, locking, signing off.

extension LaneState {
    mutating func press(_ key: Key, atSignOn entry: PINEntry) {
        var entry = entry
        switch key {
        case .function(2):
            chosenLanguage = language == .english ? .spanish : .english
            return
        case .enter: return checkPIN(entry, purpose: .signOn)
        case .escape where entry == PINEntry(): return refuse(EntryMessage.nothingToClear)
        case .escape: screen = .signOn(PINEntry())
        case .character, .backspace, .delete, .left, .right, .home, .end, .up, .down, .pageUp,
            .pageDown, .tab, .function, .alt, .control:
            if edit(&entry, key) { screen = .signOn(entry) }
        }
    }

    /// A key in a PIN's fields; false, with a message, where it does nothing.
    mutating func edit(_ entry: inout PINEntry, _ key: Key) -> Bool {
        if key == .tab || key == .up || key == .down {
            entry.isInNumber.toggle()
            return true
        }
        switch entry.field.take(key) {
        case .taken: return true
        case .refused:
            entry.isInNumber ? refuse(PeopleMessage.numberShape) : refuse(PeopleMessage.pinShape)
        case .other: refuse(EntryMessage.keyDoesNothing)
        }
        return false
    }

    /// Sends a PIN that could be one to be checked; from the number Enter goes on to the PIN.
    mutating func checkPIN(_ entry: PINEntry, purpose: PINPurpose) {
        if entry.isInNumber {
            var entry = entry
            entry.isInNumber = false
            return keep(entry)
        }
        guard PINPolicy().isShapedLikeOne(entry.pin.text) else {
            return refuse(PeopleMessage.pinShape)
        }
        var number: UInt32?
        if !entry.number.isEmpty {
            guard let typed = UInt32(entry.number.text) else {
                return refuse(PeopleMessage.numberShape)
            }
            number = typed
        }
        let request = LaneRequest.checkPIN(
            digits: entry.pin.text, number: number, purpose: purpose)
        // What was typed is gone from the screen before the answer comes.
        keep(PINEntry())
        switch dialogs.last {
        case .approval(let permission, _, let act): ask(request, for: .approval(permission, act))
        case _: ask(request, for: .signOn)
        }
    }

    private mutating func keep(_ entry: PINEntry) {
        if case .approval(let permission, _, let act) = dialogs.last {
            dialogs[dialogs.count - 1] = .approval(permission, entry, act)
        } else {
            screen = .signOn(entry)
        }
    }

    mutating func refusePIN(_ answer: PINAnswer) {
        switch answer {
        case .passed: return
        case .missed(let left): refuse(PeopleMessage.pinWrong(left: left))
        case .waiting(let until):
            waitsUntil = until
            refuse(PeopleMessage.laneWaits(seconds: secondsLeft(until: until)))
        case .locked(let number): refuse(PeopleMessage.personLocked(number))
        }
    }

    private func secondsLeft(until: Instant) -> Int64 {
        let left = Saturating.subtract(until.milliseconds, terms.moment.milliseconds)
        // The shown time may be up to a second old: rounded up, 30 seconds would be 31.
        return left <= 0 ? 0 : max(1, left / 1000)
    }

    /// The seconds of a wait go down while its message stands; at none it goes.
    mutating func countDown() {
        guard let until = waitsUntil else { return }
        let left = secondsLeft(until: until)
        let isShown = message?.wording.code == PeopleMessage.laneWaits(seconds: 0).wording.code
        if left <= 0 { waitsUntil = nil }
        guard isShown else { return }
        guard left > 0 else { return message = nil }
        message = Message(wording: PeopleMessage.laneWaits(seconds: left).wording, tone: .bad)
    }

    /// A right PIN at sign-on: on with the sale, or the other's sale is held first.
    mutating func signOn(_ newcomer: LanePerson) {
        let id = newcomer.authority.person
        guard !basket.isUntouched, let owner, owner != id else { return enter(newcomer) }
        if basket.stage != .ringing {
            guard newcomer.authority.rights.allows(.unlock) else {
                return refuse(PeopleMessage.paidSaleStays(suspended?.person.number ?? 0))
            }
            self.owner = id
            return enter(newcomer)
        }
        let label = suspended.map { "N° \($0.person.number)" }
        let action: Command.Action =
            basket.hasGoods ? .hold(basket, label: label) : .cancel(basket, reason: nil)
        command(action, by: owner, approval: nil, then: .signOn(newcomer))
    }

    /// Signs on: the lane goes on where this person left it, or begins.
    mutating func enter(_ newcomer: LanePerson) {
        person = newcomer
        chosenLanguage = nil
        if owner == nil { owner = newcomer.authority.person }
        if let suspended, suspended.person.authority.person == newcomer.authority.person {
            screen = suspended.screen
            tell(PeopleMessage.saleGoesOn)
        } else {
            screen = firstScreen
            tell(PeopleMessage.signedOn(newcomer.number))
        }
        suspended = nil
        command(.sign(.on), by: newcomer.authority.person, approval: nil)
    }

    var firstScreen: Screen {
        guard isDrawerOpen else {
            return .count(DrawerCount(.float, values: settings.denominations))
        }
        return basket.stage == .ringing ? .newSale : .total(Screen.entry())
    }

    mutating func lockIfIdle() {
        let now = Instant(nanoseconds: context.monotonicNanoseconds)
        guard person != nil, pending == nil,
            idle.isLocked(now: now, afterMinutes: settings.idleMinutes)
        else { return }
        lock()
    }

    /// Locks over whatever is there; the sale and the screen go on afterwards.
    mutating func lock() {
        guard let person else { return }
        suspended = Suspended(person: person, screen: screen)
        leave(.locked, person)
        warn(PeopleMessage.locked)
    }

    mutating func signOff() {
        guard let person else { return }
        if putAway(thenPress: [.function(10), .character("s")]) { return }
        guard basket.isUntouched else { return refuse(PeopleMessage.finishSaleFirst) }
        leave(.off, person)
        tell(PeopleMessage.signedOff)
    }

    private mutating func leave(_ kind: SignOn.Kind, _ person: LanePerson) {
        let language = language
        self.person = nil
        chosenLanguage = language
        dropDialogs()
        selected = nil
        suggestion = nil
        screen = .signOn(PINEntry())
        command(.sign(kind), by: person.authority.person, approval: nil)
    }
}
