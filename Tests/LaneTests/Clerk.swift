import Encoding
import Lane
import Retail
import Testing
import Texts

/// A lane with somebody at it, and a shell behind it that answers at once, from real values.
struct Clerk {
    let shop: Shop
    private(set) var lane: LaneState
    /// Requests that were not answered yet, while answers are held back.
    private(set) var unanswered: [(RequestID, LaneRequest)] = []
    var holdsAnswers = false
    /// The lane that owns every hold and receipt, and can't be reached; nil: this one owns them.
    var farLane: UInt8?
    /// Every command is answered so, where set.
    var trouble: MachineMessage?
    /// As where rights were taken away after the person signed on.
    var refusesUnlocking = false
    /// What the node says of the store's keeping; what isn't there can't be read.
    var office = OfficeFixture()
    private(set) var printed: [Document] = []
    private(set) var printedElsewhere: [Machine.ID] = []

    private(set) var desk: Desk
    private(set) var facts: [Fact] = []
    private(set) var effects: [LaneEffect] = []
    private(set) var savedBasket: OpenBasket?
    private var guarding = SignOnGuard()
    private var holds: [BasketRecord] = []
    private var counter: UInt64 = 1000
    /// How often the lane wants to know of the cash in the drawer.
    private var cashLooks = 0
    private(set) var moment = Shop.start

    init(
        _ language: Language = .english, isDrawerOpen: Bool = false, isTraining: Bool = false,
        basket: OpenBasket? = nil, hints: [String] = [], notices: [String] = [],
        size: FrameSize = .least,
        settings change: (inout StoreSettings) -> Void = { _ in }
    ) {
        var shop = Shop(language: language)
        change(&shop.settings)
        self.shop = shop
        let drawer = Desk.OpenDrawer(
            id: Shop.id(1), businessDate: Shop.today, person: Shop.person(7).authority.person)
        desk = Desk(
            terms: shop.terms, time: LocalTime(Shop.start, offsetSeconds: 0),
            businessDate: Shop.today, drawer: isDrawerOpen ? drawer : nil, series: "014-03",
            nextReceipt: 42, nextZ: 7, isTraining: isTraining)
        if isDrawerOpen {
            facts = [
                .drawerOpened(
                    DrawerOpening(
                        content: Shop.id(1), time: desk.time, businessDate: Shop.today,
                        person: Shop.person(7).authority.person, float: Money(100_00)))
            ]
        }
        let context = LaneContext(
            terms: shop.terms, clock: desk.time, monotonicNanoseconds: 0, fresh: Shop.id(2))
        lane = LaneState(
            LaneSetup(
                lane: "03", drawer: isDrawerOpen ? .open : .closed(lastZ: 6), basket: basket,
                isTraining: isTraining, size: size, hints: hints, notices: notices),
            context: context)
        savedBasket = basket
    }

    // MARK: What the cashier does

    mutating func press(_ keys: Key...) { for key in keys { send(.key(key)) } }

    mutating func type(_ text: String) { for letter in text { send(.key(.character(letter))) } }

    mutating func enter(_ text: String) {
        type(text)
        press(.enter)
    }

    mutating func scan(_ codes: String...) { for code in codes { send(.scan(code)) } }

    mutating func wait(milliseconds: Int64) {
        moment = moment.adding(milliseconds: milliseconds)
        send(.tick)
    }

    mutating func signOn(_ pin: String = "7777") { enter(pin) }

    var frame: Frame { lane.frame() }
    var screen: String {
        (0..<frame.size.rows).map { frame.text(ofRow: $0) }.joined(separator: "\n")
    }
    var code: String? { lane.shownMessage?.wording.code }

    // MARK: The shell

    private var context: LaneContext {
        let passed = moment.milliseconds - Shop.start.milliseconds
        return LaneContext(
            terms: shop.terms(at: moment), clock: LocalTime(moment, offsetSeconds: 0),
            monotonicNanoseconds: UInt64(passed) * 1_000_000, fresh: Shop.id(counter))
    }

    mutating func send(_ event: LaneEvent) {
        counter += 1
        let effects = lane.handle(event, in: context)
        lane.checkInvariants()
        self.effects += effects
        for effect in effects {
            switch effect {
            case .ask(let id, let request):
                unanswered.append((id, request))
            case .saveBasket(let basket): savedBasket = basket
            case .lookAtCash: cashLooks += 1
            case .print(let document): printed.append(document)
            case .printElsewhere(let machine): printedElsewhere.append(machine)
            case .beep, .display, .answerPrintJob, .retryPrinting, .switchTraining, .leave: continue
            }
        }
        if !holdsAnswers { answerAll() }
        if cashLooks > 0, let cash = report?.expectedCash {
            cashLooks = 0
            send(.cashInDrawer(cash))
        }
    }

    mutating func answerAll() {
        while !unanswered.isEmpty {
            let (id, request) = unanswered.removeFirst()
            send(.answer(id, answer(request)))
        }
    }

    mutating func forgetEffects() { effects = [] }

    private mutating func answer(_ request: LaneRequest) -> LaneAnswer {
        switch request {
        case .find(let code): .found(find(code))
        case .search(let text):
            .items(
                Shop.goods.map(\.sellable).filter { $0.item.name.contains(text.uppercased()) },
                hasMore: false)
        case .checkPIN(let digits, let number, _): .pin(check(digits, number))
        case .perform(let command): perform(command)
        case .findReceipt(let text): receipt { $0.number.description == text }
        case .lastReceipt: receipt { _ in true }
        case .searchReceipts(let text): .receipts(found(text))
        case .listHolds: .holds(waitingHolds)
        case .findCustomer(let text):
            .customers(
                [Shop.customer, Shop.charity].filter {
                    $0.name.lowercased().contains(text.lowercased()) || $0.number == text
                })
        case .createCustomer(let new, _, _):
            (new.phone.map { ContactText.phone($0) == nil } ?? false)
                ? .customerUnfit
                : .customers([
                    FoundCustomer(customer: Shop.customer.customer, number: "C-1", name: new.name)
                ])
        case .unlock(let number, let person): unlock(number, person)
        case .listDepartments: .departments(Shop.departments)
        case .listNeighbours: .neighbours(office.machines.filter { $0.link != nil })
        case .oversee(let wish, let person, let approver):
            office.answer(wish, [person, approver].compactMap { $0 }.compactMap(authority))
        case .stock:
            .stock([
                StockLevel(place: "03", quantity: Quantity(units: 12)),
                StockLevel(place: "04", quantity: Quantity(units: 3), secondsOld: 5),
            ])
        }
    }

    private func find(_ code: String) -> FoundCode {
        let reader = ScanReader(
            templates: shop.settings.barcodeTemplates.compactMap { try? BarcodeTemplate($0) },
            currency: shop.settings.currency, year: 2026)
        switch reader.read(code) {
        case .gtin(let gtin): return item(gtin.lookup.digits, code, .pieces(1))
        case .plu(let plu): return item(plu.digits, code, .pieces(1))
        case .embedded(let embedded):
            switch embedded.amount {
            case .weight(let weight): return item(embedded.item.digits, code, .weighed(weight))
            case .price(let price): return item(embedded.item.digits, code, .labelled(price))
            case .none: return item(embedded.item.digits, code, .pieces(1))
            }
        case .gs1(let elements):
            let found = item(elements.gtin?.lookup.digits ?? "", code, .pieces(1))
            guard case .item(var sellable, let measure) = found else { return found }
            sellable.expires = elements.expires?.businessDate
            return .item(sellable, measure)
        case .receipt(let number): return .receipt(number)
        case .unknown(let text, .noKnownForm):
            guard let sale = waitingHolds.first(where: { $0.label == text }) else {
                return item(text, text, .pieces(1))
            }
            return .hold(sale)
        case .unknown(let text, let error): return .unreadable(text, error)
        }
    }

    private func item(
        _ digits: String, _ scanned: String, _ measure: Basket.Measure
    ) -> FoundCode {
        let found = Shop.goods.first { $0.code == digits || $0.sellable.item.code.text == digits }
        guard var sellable = found?.sellable else { return .unknown(scanned.shown) }
        sellable.scanned = scanned
        return .item(sellable, measure)
    }

    private mutating func check(_ digits: String, _ number: UInt32?) -> PINAnswer {
        let known = Shop.pins[digits]
        let isRight = number == nil ? known != nil : known == number
        let person = known.map(Shop.person)
        let outcome = guarding.record(
            number: number, isRight: isRight,
            isManager: person?.authority.rights.allows(.unlock) ?? false, now: moment)
        switch outcome {
        case .passed: return person.map(PINAnswer.passed) ?? .missed(left: 0)
        case .missed(let left): return .missed(left: left)
        case .waiting(let until): return .waiting(until: until)
        case .locked(let number): return .locked(number: number)
        }
    }

    private mutating func unlock(_ number: UInt32, _ person: PersonID) -> LaneAnswer {
        if let trouble { return .failed(trouble) }
        if refusesUnlocking || authority(person)?.rights.allows(.unlock) != true {
            return .refused(.needsApproval(.unlock))
        }
        guarding.unlock(number)
        return .unlocked
    }

    private func authority(_ person: PersonID) -> Authority? {
        Shop.pins.values.map { Shop.person($0).authority }.first { $0.person == person }
    }

    private mutating func perform(_ command: Command) -> LaneAnswer {
        if let trouble { return .failed(trouble) }
        guard let person = authority(command.person) else {
            return .refused(.unknownPerson(command.person))
        }
        counter += 1
        desk.time = LocalTime(moment, offsetSeconds: 0)
        desk.terms = shop.terms(at: moment)
        let standing = Desk.Standing(person, approval: command.approver.flatMap(authority))
        do throws(Refusal) {
            let decision = try desk.decide(
                command.action, standing, known(for: command.action), content: Shop.id(counter))
            for fact in decision.facts {
                desk.advance(past: fact)
                if case .basketHeld(let record) = fact { holds.append(record) }
                if case .basketRecalled(let recall) = fact {
                    holds.removeAll { $0.content == recall.hold }
                }
            }
            facts += decision.facts
            return .performed(decision.outcome)
        } catch {
            return .refused(error)
        }
    }

    private func known(for action: Command.Action) -> Desk.Known {
        var known = Desk.Known()
        switch action {
        case .recall(let hold), .ringCopy(let hold, _):
            known.hold = holds.first { $0.content == hold }
            if let farLane { known.holdRights = .unreachable(lane: farLane) }
        case .voidReceipt(let receipt, _), .reprint(let receipt, _):
            known.receipt = source { $0.content == receipt }
        case .complete(let basket):
            for content in basket.returnedReceipts {
                known.sources[content] = source { $0.content == content }
            }
            for origin in basket.lines.compactMap(\.origin) {
                if let farLane { known.lacking[origin] = .unreachable(lane: farLane) }
            }
        case .moveCash, .takeX, .closeDrawer: known.report = report
        case .moveStock(let request):
            for line in request.lines { known.held[line.item] = Quantity(units: -3) }
        case _: break
        }
        return known
    }

    /// The drawer session as its facts make it.
    var report: DrawerReport? {
        let openings = facts.compactMap { fact in
            if case .drawerOpened(let opening) = fact { return opening }
            return DrawerOpening?.none
        }
        guard let opening = openings.last else { return nil }
        var fold = DrawerFold(
            opening: opening, series: "014-03", grandTotal: .zero, settings: shop.settings)
        for fact in facts { fold.add(fact) }
        return fold.report
    }

    var receipts: [Receipt] {
        facts.compactMap { fact in
            if case .receiptCompleted(let receipt) = fact { return receipt }
            return nil
        }
    }

    private func found(_ text: String) -> [FoundReceipt] {
        let search = ReceiptSearch(
            text, currency: shop.settings.currency, zone: .utc, now: moment)
        return receipts.reversed().filter { receipt in
            let isBefore = search.before.map { receipt.time.instant < $0 } ?? true
            let hasItem = receipt.lines.contains { $0.name == search.item }
            let isOfTotal = search.total == receipt.total
            return isBefore
                && (isOfTotal || hasItem || (search.total == nil && search.item == nil))
        }.map { receipt in
            FoundReceipt(
                content: receipt.content, number: receipt.number, kind: receipt.kind,
                time: receipt.time, total: receipt.total, lineCount: receipt.lines.count,
                isVoided: false)
        }
    }

    private func receipt(_ isWanted: (Receipt) -> Bool) -> LaneAnswer {
        source(isWanted).map(LaneAnswer.receipt) ?? .noSuchReceipt
    }

    private func source(_ isWanted: (Receipt) -> Bool) -> ReturnSource? {
        guard let receipt = receipts.last(where: isWanted) else { return nil }
        var cameBack: [UInt32: Quantity] = [:]
        for line in receipts.flatMap(\.lines) {
            guard let origin = line.origin, origin.receipt == receipt.content else { continue }
            cameBack[origin.line, default: .zero] =
                cameBack[origin.line, default: .zero]
                - line.quantity
        }
        let isVoided = facts.contains { fact in
            if case .receiptVoided(let void) = fact { return void.receipt == receipt.content }
            return false
        }
        return ReturnSource(receipt: receipt, cameBack: cameBack, isVoided: isVoided)
    }

    private var waitingHolds: [HeldSale] {
        holds.map { record in
            HeldSale(
                hold: record.content, label: record.label, time: record.time, cashier: 7,
                lines: record.lines.count, total: record.total, lane: farLane)
        }
    }
}
