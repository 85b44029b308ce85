public import Retail

/// Names one request; answers carry it, so that a late one can't reach the wrong dialog.
public struct RequestID: Hashable, Comparable, Sendable {
    public let number: UInt64
    public init(_ number: UInt64) { self.number = number }
    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

/// What the shell must do, in order.
public enum LaneEffect: Hashable, Sendable {
    /// Answer it with ``LaneEvent/answer(_:_:)``, whatever comes of it.
    case ask(RequestID, LaneRequest)
    /// On disk before the next frame is drawn; nil: there is no open basket any more.
    case saveBasket(OpenBasket?)
    case beep(Beep)
    /// The customer's display: two lines of at most 20 columns.
    case display(CustomerLines)
    case answerPrintJob(job: UInt64, PrintJobAnswer)
    /// Sum up what cash the drawer should hold; keys don't wait for it.
    case lookAtCash
    /// Paper was loaded, the cover closed: try what waits.
    case retryPrinting
    /// Put it on paper, behind what is printed now; nothing in the books tells of it.
    case print(Document)
    /// Have this neighbour print the latest document that waits, once.
    case printElsewhere(Machine.ID)
    /// Go to the practice till and its own data, or back from it.
    case switchTraining(on: Bool)
    /// End the lane's program; no basket is open.
    case leave
}

/// What the lane has to be told.
public enum LaneRequest: Hashable, Sendable {
    /// What a scanned or typed code leads to: ``LaneAnswer/found(_:)``.
    case find(code: String)
    /// Items by name or code: ``LaneAnswer/items(_:hasMore:)``.
    case search(text: String)
    /// Whose PIN it is, the person's number typed or not: ``LaneAnswer/pin(_:)``.
    case checkPIN(digits: String, number: UInt32?, purpose: PINPurpose)
    /// ``LaneAnswer/performed(_:)``, ``LaneAnswer/refused(_:)`` or ``LaneAnswer/failed(_:)``.
    case perform(Command)
    /// By number, or the lane's last one: ``LaneAnswer/receipt(_:)`` or
    /// ``LaneAnswer/noSuchReceipt``.
    case findReceipt(text: String)
    case lastReceipt
    /// By amount, time or item, of any lane: ``LaneAnswer/receipts(_:)``.
    case searchReceipts(text: String)
    /// ``LaneAnswer/holds(_:)``.
    case listHolds
    /// By card number, name, phone or e-mail: ``LaneAnswer/customers(_:)``.
    case findCustomer(text: String)
    /// Seals the name and phone and records them: ``LaneAnswer/customers(_:)`` with the new one,
    /// or ``LaneAnswer/refused(_:)``.
    case createCustomer(NewCustomer, by: PersonID, approvedBy: PersonID?)
    /// Lets a person try PINs again whose number is locked: ``LaneAnswer/unlocked``, or
    /// ``LaneAnswer/refused(_:)`` where `by` may not.
    case unlock(number: UInt32, by: PersonID)
    /// ``LaneAnswer/departments(_:)``.
    case listDepartments
    /// ``LaneAnswer/stock(_:)``.
    case stock(ItemCode)
    /// ``LaneAnswer/oversight(_:)``, or ``LaneAnswer/refused(_:)`` where neither may.
    /// ``LaneAnswer/neighbours(_:)``.
    case listNeighbours
    case oversee(OversightWish, by: PersonID, approvedBy: PersonID?)
}

/// A customer as somebody at the lane types one in.
public struct NewCustomer: Hashable, Sendable {
    public var name: String
    /// Nil: none was given.
    public var phone: String?

    public init(name: String, phone: String? = nil) {
        self.name = name
        self.phone = phone
    }
}

/// What a PIN is asked for.
public enum PINPurpose: Hashable, Sendable {
    case signOn
    /// A second person allows what the first may not.
    case approval(Permission)
}

/// The open basket as it is kept, with who rings it.
public struct OpenBasket: Hashable, Sendable {
    public var basket: Basket
    public var owner: PersonID?

    public init(basket: Basket, owner: PersonID?) {
        self.basket = basket
        self.owner = owner
    }
}

public enum Beep: Hashable, Sendable {
    /// One low tone: the line is there.
    case good
    /// Two high tones: look at the screen.
    case bad
}

/// What the customer's display shows.
public struct CustomerLines: Hashable, Sendable {
    public static let columns = 20
    public var top: String
    public var bottom: String

    public init(top: String, bottom: String) {
        self.top = top
        self.bottom = bottom
    }
}

public enum PrintJobAnswer: Hashable, Sendable {
    /// It came out.
    case printed
    /// It didn't, or not whole: print a copy, marked as one and recorded under who asked for it.
    case copy(by: PersonID)
}
