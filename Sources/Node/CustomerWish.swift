public import Retail

/// What is to become of a customer, as a value: fields as they were typed.
public enum CustomerWish: Hashable, Sendable {
    /// Without a number they get one of the lane's.
    case create([CustomerEdit])
    /// Fields that aren't named stay.
    case edit(CustomerID, [CustomerEdit])
    case erase(CustomerID)

    /// A field each, and each perhaps named twice.
    static let editsMax = 20
}

extension RunningNode {
    /// Does to a customer what is wished; on disk when it returns.
    public func perform(
        _ wish: CustomerWish, by person: PersonID
    ) throws(CustomerError) -> CustomerID {
        switch wish {
        case .create(let edits): return try createCustomer(edits, by: person).id
        case .edit(let customer, let edits):
            return try editCustomer(customer, edits, by: person).id
        case .erase(let customer):
            try eraseCustomer(customer, by: person)
            return customer
        }
    }
}
