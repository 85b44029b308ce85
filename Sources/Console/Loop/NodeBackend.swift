import Glibc
import Lane
import Node
import Peripherals
import Retail
import Synchronization
import Texts

/// A lane's node as its loop sees it: look-ups on one thread, commands on the writer's.
final class NodeBackend: LaneBackend {
    private let node: RunningNode
    private let log: NodeLog
    private let answers: SerialThread
    // A code is looked up on the loop's thread where no search is under way.
    private let lookups: Mutex<LaneLookups>
    // Used on the answering thread only; the lock is never waited for.
    private let cash: Mutex<DrawerCash>
    /// Terms of one second, made again when a command may have changed them.
    private let terms = Mutex<Terms?>(nil)
    private let place: MeshPlace
    /// What was scanned last; nobody's code until there was a scan.
    private let lastCode = Mutex("00000000")
    // As `cash`.
    private let oversight: Mutex<Oversight>

    private struct Terms {
        let second: Int64
        let terms: SaleTerms
        let clock: LocalTime
    }

    /// What the screen tells in short stands in the log in full.
    init(_ node: RunningNode, log: NodeLog) throws {
        self.node = node
        self.log = log
        answers = SerialThread(name: "look-ups")
        lookups = Mutex(try LaneLookups(node))
        cash = Mutex(try DrawerCash(node))
        let place = MeshPlace()
        self.place = place
        oversight = Mutex(try Oversight(node) { place.service })
        // The day's first scan finds its statements ready, too.
        warmUp()
    }

    /// Takes the mesh that the lane has, for what a manager sees and decides of it.
    func connect(_ seat: MeshSeat) { place.take(seat) }

    func context(monotonicNanoseconds: UInt64) -> LaneContext {
        let now = node.clock.now
        let second = now.milliseconds / 1_000
        let current = terms.withLock { cached -> Terms in
            if let cached, cached.second == second { return cached }
            node.followPublications()
            let rules = node.terms
            let made = Terms(
                second: second, terms: rules.sale(at: now), clock: rules.zone.local(now))
            cached = made
            return made
        }
        return LaneContext(
            terms: current.terms, clock: current.clock,
            monotonicNanoseconds: monotonicNanoseconds,
            fresh: ContentID(SystemRandom().bytes16()))
    }

    // MARK: What the loop does itself

    func save(_ basket: OpenBasket?) -> MachineMessage? {
        do throws(PerformError) {
            try node.saveBasket(basket.map { OpenBasketRow(basket: $0.basket, owner: $0.owner) })
            return nil
        } catch {
            return told(error)
        }
    }

    func answerAtOnce(_ request: LaneRequest) -> LaneAnswer? {
        guard case .find(let code) = request else { return nil }
        lastCode.withLock { $0 = code }
        return lookups.withLockIfAvailable { lookUp(request, $0) }
    }

    // MARK: Commands, in their order on the writer's thread, and slower look-ups

    func answer(
        _ request: LaneRequest, printsNow: Bool,
        then: @escaping @Sendable (LaneAnswer, Node.PrintJob?) -> Void
    ) {
        switch request {
        case .perform(let command): perform(command, printsNow, then)
        case .checkPIN(let digits, let number, _): check(digits, number) { then($0, nil) }
        case .createCustomer(let customer, let person, let approver):
            answers.run { then(self.create(customer, person, approver), nil) }
        case .unlock(let number, let person):
            answers.run { then(self.unlock(number, person), nil) }
        case .listNeighbours:
            answers.run { then(self.neighbours(), nil) }
        case .oversee(let wish, let person, let approver):
            answers.run { then(self.oversee(wish, person, approver), nil) }
        case .find, .search, .findReceipt, .lastReceipt, .searchReceipts, .listHolds, .findCustomer,
            .listDepartments, .stock:
            answers.run {
                then(self.lookups.withLock { self.lookUp(request, $0) }, nil)
            }
        }
    }

    func cashInDrawer(then: @escaping @Sendable (Money?, MachineMessage?) -> Void) {
        answers.run {
            do {
                then(try self.cash.withLock { try $0.expected() }, nil)
            } catch {
                then(nil, self.told(error))
            }
        }
    }

    func finish() {
        answers.wait {}
        node.settle()
    }

    /// What the screen says of an error, whose words go to the log.
    private func told(_ error: any Error) -> MachineMessage {
        log.write((error as? PerformError)?.text ?? "\(error)")
        return MachineMessage(error)
    }

    private func perform(
        _ command: Command, _ printsNow: Bool,
        _ then: @escaping @Sendable (LaneAnswer, Node.PrintJob?) -> Void
    ) {
        node.perform(command, job: printsNow ? .printing : .waiting) { result in
            self.terms.withLock { $0 = nil }
            defer { self.warmUp() }
            switch result {
            case .success(let performed): then(.performed(performed.outcome), performed.job)
            case .failure(.refused(let refusal)): then(.refused(refusal), nil)
            case .failure(let error): then(.failed(self.told(error)), nil)
            }
        }
    }

    /// Has the pages at hand again that a scan goes through and a commit makes the reader forget.
    func warmUp() {
        let code = lastCode.withLock { $0 }
        answers.run {
            do {
                _ = try self.lookups.withLock { try $0.find(code, at: self.node.clock.now) }
            } catch {
                self.log.write("\(error)")
            }
        }
    }

    private func check(
        _ digits: String, _ number: UInt32?, _ then: @escaping @Sendable (LaneAnswer) -> Void
    ) {
        let roles = node.terms.settings.roles
        node.pins.check(digits, number: number, roles: roles, now: SystemClock.wall()) { result in
            switch result {
            case .success(.passed(let member)):
                then(.pin(.passed(LanePerson(member.signer(among: roles)))))
            case .success(.missed(let left)): then(.pin(.missed(left: left)))
            case .success(.waiting(let until)): then(.pin(.waiting(until: until)))
            case .success(.locked(let number)): then(.pin(.locked(number: number)))
            case .failure(let error): then(.failed(self.told(error)))
            }
        }
    }

    /// Waits for the writer, which looks at the person's rights and keeps the guard's state.
    private func unlock(_ number: UInt32, _ person: PersonID) -> LaneAnswer {
        do throws(PerformError) {
            try node.unlock(number, by: person)
            return .unlocked
        } catch {
            if case .refused(let refusal) = error { return .refused(refusal) }
            return .failed(told(error))
        }
    }

    private func neighbours() -> LaneAnswer {
        do {
            return .neighbours(try oversight.withLock { try $0.neighbours() })
        } catch {
            return .failed(told(error))
        }
    }

    /// Waits for the writer where something is decided.
    private func oversee(
        _ wish: OversightWish, _ person: PersonID, _ approver: PersonID?
    ) -> LaneAnswer {
        do throws(PerformError) {
            var answer = try oversight.withLock { oversight in
                Result { () throws(PerformError) in
                    try oversight.answer(wish, by: person, approvedBy: approver)
                }
            }.get()
            if case .invitation(var card) = answer {
                card.picture =
                    QRCode(Array(card.line.utf8))?.screenLines(isLightOnDark: true) ?? []
                answer = .invitation(card)
            }
            if !wish.isReading { terms.withLock { $0 = nil } }
            return .oversight(answer)
        } catch {
            if case .refused(let refusal) = error { return .refused(refusal) }
            return .failed(told(error))
        }
    }

    // MARK: Look-ups

    private static let itemsMost = 50

    private func lookUp(_ request: LaneRequest, _ lookups: LaneLookups) -> LaneAnswer {
        do {
            return try answer(request, lookups)
        } catch {
            return .failed(told(error))
        }
    }

    private func answer(
        _ request: LaneRequest, _ lookups: LaneLookups
    ) throws -> LaneAnswer {
        let now = node.clock.now
        switch request {
        case .find(let code): return .found(found(try lookups.find(code, at: now)))
        case .search(let text):
            let (items, hasMore) = try lookups.search(text, at: now, limit: Self.itemsMost)
            return .items(items, hasMore: hasMore)
        case .findReceipt(let text): return Self.receipt(try lookups.receipt(text))
        case .lastReceipt: return Self.receipt(try lookups.lastReceipt())
        case .searchReceipts(let text):
            return .receipts(try lookups.receipts(matching: text, at: now))
        case .listHolds: return .holds(try lookups.holds().map(Self.held))
        case .findCustomer(let text):
            return .customers(try lookups.customers(text).map(Self.customer))
        case .listDepartments:
            return .departments(
                try lookups.departments().map {
                    Department(name: $0.name, taxCategory: $0.taxCategory)
                })
        case .stock(let item):
            return .stock([StockLevel(place: node.laneName, quantity: try lookups.stock(of: item))])
        case .checkPIN, .perform, .createCustomer, .unlock, .oversee, .listNeighbours:
            preconditionFailure("\(request) is no look-up")
        }
    }

    private func found(_ finding: LaneLookups.Finding) -> FoundCode {
        switch finding {
        case .item(let sellable, let measure): .item(sellable, measure)
        case .noPrice(let item): .noPrice(item)
        case .unknown(let text): .unknown(text)
        case .unreadable(let text, let error): .unreadable(text, error)
        case .receipt(let number): .receipt(number)
        case .hold(let held): .hold(Self.held(held))
        case .customer(let customer): .customer(Self.customer(customer))
        }
    }

    private static func receipt(_ source: ReturnSource?) -> LaneAnswer {
        source.map(LaneAnswer.receipt) ?? .noSuchReceipt
    }

    private static func held(_ held: LaneLookups.Held) -> HeldSale {
        HeldSale(
            hold: held.record.content, label: held.record.label, time: held.record.time,
            cashier: held.cashier, lines: held.record.lines.count, total: held.record.total,
            lane: held.lane, takenBy: held.taker.map { $0 == 0 ? "?" : "\($0)" })
    }

    private static func customer(_ found: Customer) -> FoundCustomer {
        FoundCustomer(
            customer: found.id, number: found.number, name: found.name ?? "",
            exemption: found.exemption)
    }

    /// Waits for the writer: whoever is at the lane waits for this customer, too.
    private func create(
        _ customer: NewCustomer, _ person: PersonID, _ approver: PersonID?
    ) -> LaneAnswer {
        let edits = [CustomerEdit.name(customer.name)] + (customer.phone.map { [.phone($0)] } ?? [])
        do throws(CustomerError) {
            let made = try node.createCustomer(edits, by: person, approvedBy: approver)
            return .customers([Self.customer(made)])
        } catch {
            switch error {
            case .perform(.refused(let refusal)): return .refused(refusal)
            case .perform(let error): return .failed(told(error))
            case .textTooLong, .unreadable, .looksLikeCardNumber: return .customerUnfit
            case .unknown, .erased, .numberReserved, .numberTaken, .certificateMissing,
                .nothingToChange, .sealing:
                return .failed(told(error))
            }
        }
    }
}

/// Where the mesh of a lane is found, once it has begun.
private final class MeshPlace: Sendable {
    private let seat = Mutex<MeshSeat?>(nil)

    func take(_ seat: MeshSeat) { self.seat.withLock { $0 = seat } }

    var service: MeshService? { seat.withLock { $0 }?.service }
}

extension LanePerson {
    init(_ signer: Signer) {
        self.init(
            authority: signer.authority, number: signer.number, language: signer.language)
    }
}

extension RunningNode {
    /// As the header shows it.
    var laneName: String { lane < 10 ? "0\(lane)" : "\(lane)" }
}
