/// Who acts, or allows another to act, and what they may do.
public struct Authority: Hashable, Sendable {
    public let person: PersonID
    public let rights: Rights

    public init(person: PersonID, rights: Rights) {
        self.person = person
        self.rights = rights
    }
}

extension Authority {
    /// Finds who makes an act allowed: the cashier alone, else a second person in place.
    ///
    /// - Parameters:
    ///   - permission: what is asked for in place where both lack the right.
    ///   - approval: the second person, if one has signed.
    ///   - isAllowed: whether these rights suffice.
    /// - Returns: the second person where the cashier alone could not.
    /// - Throws: ``BasketError/needsApproval(_:)``.
    func approver(
        for permission: Permission, approval: Authority?, isAllowed: (Rights) -> Bool
    ) throws(BasketError) -> PersonID? {
        if isAllowed(rights) { return nil }
        guard let approval, isAllowed(approval.rights) else { throw .needsApproval(permission) }
        return approval.person
    }

    /// The same for an act that takes one permission and has no limit.
    func approver(
        for permission: Permission, approval: Authority?
    ) throws(BasketError) -> PersonID? {
        try approver(for: permission, approval: approval) { $0.allows(permission) }
    }
}
