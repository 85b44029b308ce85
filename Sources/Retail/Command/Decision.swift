/// What a command comes to: facts to commit as one, what to print, what the asker gets.
public struct Decision: Hashable, Sendable {
    public var facts: [Fact]
    /// Printed after the commit, never before.
    public var print: PrintRequest?
    public var outcome: Outcome

    public init(_ facts: [Fact], print: PrintRequest? = nil, outcome: Outcome = .done) {
        self.facts = facts
        self.print = print
        self.outcome = outcome
    }
}

/// What the asker is told.
public enum Outcome: Hashable, Sendable {
    case done
    case receipt(Receipt)
    case recalled(Basket)
    case held(BasketRecord)
    case closed(DrawerClosing)
    case report(DrawerReport)
    case reprinted(Receipt, copy: UInt32)
}

/// Which fact goes on paper, and in what form; the document is made when it is printed.
public struct PrintRequest: Hashable, Sendable {
    public enum Form: Hashable, Sendable {
        case original
        case copy(UInt32)
        case gift
    }

    /// Content id of the fact.
    public var content: ContentID
    public var form: Form

    public init(_ content: ContentID, _ form: Form = .original) {
        self.content = content
        self.form = form
    }
}
