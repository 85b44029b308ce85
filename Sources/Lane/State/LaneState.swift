public import Retail
public import Texts

/// A lane's mind: what its cashier sees, and what each event makes of it.
///
/// It performs no I/O. While a request is out, keys and scans wait in order, so that typing ahead
/// and fast scanning mean what they would have meant with time between.
///
public struct LaneState: Hashable, Sendable {
    /// Keys and scans that may wait for an answer; beyond them input is refused aloud.
    static let waitingMost = 4096

    let lane: String
    public let isTraining: Bool
    let hints: [String]
    let notices: [String]
    var context: LaneContext
    var size: FrameSize

    var screen: Screen
    var dialogs: [Dialog] = []
    var message: Message?
    /// Nil: nobody is signed on, or the lane is locked.
    var person: LanePerson?
    /// Chosen at the lane; nil: the person's, else the store's.
    var chosenLanguage: Language?
    /// Set where the lane is locked over a screen that goes on after it.
    var suspended: Suspended?

    /// The open sale; untouched between sales.
    public internal(set) var basket: Basket
    var owner: PersonID?
    var customer: FoundCustomer?
    /// A line chosen with the arrows.
    var selected: Int?
    /// The right number for a wrong check digit: Enter takes it.
    var suggestion: Suggestion?
    /// What was scanned last and not found, for an open item.
    var unknownCode: String?
    /// The number of the receipt that is being voided, for the message.
    var voiding: String?
    var heldSales: Int?

    var isDrawerOpen: Bool
    /// What others made of the drawer, until no answer is out that may depend on it.
    var drawerNews: LaneSetup.Drawer?
    var lastZ: UInt32?
    var lamps = Lamps()
    var printer = PrinterLamp.none
    var questions: [PrintQuestion] = []
    /// Until when the lane waits after wrong PINs, while the message says so.
    var waitsUntil: Instant?
    var idle: IdleLock

    var pending: Pending?
    var waiting: [Input] = []
    private var nextRequest: UInt64 = 1
    private var savedBasket: Basket?
    var effects: [LaneEffect] = []

    /// A request that is out, and what its answer is for.
    struct Pending: Hashable, Sendable {
        let id: RequestID
        let purpose: Purpose
    }

    enum Input: Hashable, Sendable {
        case key(Key)
        case scan(String)
    }

    struct Suggestion: Hashable, Sendable {
        let code: String
        /// How many were typed before the wrong one.
        let quantity: Quantity?
    }

    /// Who locked, or was locked out of, which screen.
    struct Suspended: Hashable, Sendable {
        let person: LanePerson
        let screen: Screen
    }

    public init(_ setup: LaneSetup, context: LaneContext) {
        lane = setup.lane
        isTraining = setup.isTraining
        hints = setup.hints
        notices = setup.notices
        size = setup.size
        self.context = context
        screen = .signOn(PINEntry())
        basket =
            setup.basket?.basket
            ?? Basket(id: context.fresh, digits: context.terms.settings.currency.digits)
        savedBasket = setup.basket?.basket
        owner = setup.basket?.owner
        switch setup.drawer {
        case .open:
            isDrawerOpen = true
        case .closed(let number):
            isDrawerOpen = false
            lastZ = number
        }
        idle = IdleLock(now: Instant(nanoseconds: context.monotonicNanoseconds))
    }

    /// Takes an event and returns what the shell must do, in order, before the next frame.
    public mutating func handle(_ event: LaneEvent, in context: LaneContext) -> [LaneEffect] {
        self.context = context
        effects = []
        switch event {
        case .key(let key): enter(.key(key.plain))
        case .scan(let text): enter(.scan(text))
        case .tick:
            countDown()
            lockIfIdle()
            refreshOffice()
        case .resized(let size): self.size = size
        case .answer(let id, let answer):
            if let pending, pending.id == id {
                self.pending = nil
                take(answer, for: pending.purpose)
            }
        case .lamps(let lamps): show(lamps)
        case .printer(let printer): show(printer)
        case .printQuestion(let question): questions.append(question)
        case .drawer(let drawer): drawerNews = drawer
        case .cashInDrawer(let cash): askForDrop(cash)
        case .trouble(let trouble): refuse(trouble)
        case .joined(let lane): joined(lane)
        case .printedElsewhere(let outcome): printedElsewhere(outcome)
        }
        showDrawer()
        takeWaiting()
        showPrintQuestion()
        keepBasket()
        defer { effects = [] }
        return effects
    }

    /// Asks the shell for something; keys and scans wait for the answer.
    mutating func ask(_ request: LaneRequest, for purpose: Purpose) {
        let id = RequestID(nextRequest)
        nextRequest += 1
        pending = Pending(id: id, purpose: purpose)
        effects.append(.ask(id, request))
    }

    private mutating func enter(_ input: Input) {
        idle.touch(now: Instant(nanoseconds: context.monotonicNanoseconds))
        // Whoever waits for a look-up may give it up; what is being recorded can't be called back.
        if input == .key(.escape), let pending, pending.purpose.isLookUp, waiting.isEmpty {
            self.pending = nil
            return
        }
        guard waiting.count < Self.waitingMost else { return refuse(EntryMessage.inputLost) }
        waiting.append(input)
    }

    private mutating func takeWaiting() {
        while pending == nil, !waiting.isEmpty {
            switch waiting.removeFirst() {
            case .key(let key): press(key)
            case .scan(let text): scan(text)
            }
        }
    }

    /// The open basket goes to disk whenever it changed.
    private mutating func keepBasket() {
        let current = basket.isUntouched ? nil : basket
        guard current != savedBasket else { return }
        savedBasket = current
        // The order within one event doesn't matter: no frame is drawn in between.
        effects.append(.saveBasket(current.map { OpenBasket(basket: $0, owner: owner) }))
    }
}

extension LaneState {
    /// Whether a look-up is out, whose answer will change the screen.
    public var isLookingUp: Bool { pending?.purpose.isLookUp ?? false }

    var settings: StoreSettings { context.terms.settings }
    var terms: SaleTerms { context.terms }

    public var language: Language {
        chosenLanguage ?? person?.language ?? Language(rawValue: settings.language) ?? .english
    }

    /// What the customer reads.
    var storeLanguage: Language { Language(rawValue: settings.language) ?? .english }

    /// Begins the next sale; the event's content id names it.
    mutating func beginSale() {
        basket = Basket(id: context.fresh, digits: settings.currency.digits)
        owner = person?.authority.person
        customer = nil
        selected = nil
        suggestion = nil
    }

    /// What always holds; tests call it after each event.
    public func checkInvariants() {
        precondition(dialogs.count <= 2, "\(dialogs.count) dialogs")
        precondition(waiting.isEmpty || pending != nil, "input waits for nothing")
        precondition(waiting.count <= Self.waitingMost, "\(waiting.count) inputs wait")
        precondition(person != nil || dialogs.allSatisfy(\.isForAnyone), "dialog of nobody")
        if case .signOn = screen { precondition(person == nil, "signed on at sign-on") }
        if let selected {
            precondition(basket.lines.indices.contains(selected), "line \(selected)")
        }
        basket.checkInvariants()
    }
}

extension Dialog {
    /// Whether it may lie over the sign-on screen.
    var isForAnyone: Bool { self == .help }

    /// Whether it has nothing to do with what the cashier types underneath.
    var leavesEntry: Bool {
        if case .printQuestion = self { true } else { self == .help }
    }
}

extension Instant {
    init(nanoseconds: UInt64) { self.init(milliseconds: Int64(nanoseconds / 1_000_000)) }
}
