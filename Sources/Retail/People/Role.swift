/// How far a role may go alone; more needs a second person in place.
///
/// Nil: no limit.
public struct RoleLimits: Hashable, Sendable {
    /// The greatest share of a line or basket that a discount may take off.
    public var discountRate: Rate?
    /// The greatest amount that one discount may take off.
    public var discountAmount: Money?
    /// Lines and baskets up to this amount may be voided without ``Permission/voidLine`` and
    /// ``Permission/cancelBasket``.
    public var voidAmount: Money?

    public init(discountRate: Rate? = nil, discountAmount: Money? = nil, voidAmount: Money? = nil) {
        self.discountRate = discountRate
        self.discountAmount = discountAmount
        self.voidAmount = voidAmount
    }

    public static let unlimited = RoleLimits()

    /// For each limit the wider of the two.
    func widened(by other: RoleLimits) -> RoleLimits {
        RoleLimits(
            discountRate: wider(discountRate, other.discountRate),
            discountAmount: wider(discountAmount, other.discountAmount),
            voidAmount: wider(voidAmount, other.voidAmount))
    }

    private func wider<Limit: Comparable>(_ a: Limit?, _ b: Limit?) -> Limit? {
        guard let a, let b else { return nil }
        return max(a, b)
    }
}

/// A named set of permissions with its limits.
public struct Role: Hashable, Sendable {
    public var name: String
    public var permissions: Permissions
    public var limits: RoleLimits

    public init(name: String, permissions: Permissions, limits: RoleLimits) {
        self.name = name
        self.permissions = permissions
        self.limits = limits
    }

    /// The four roles that a new shop starts with, for a currency with these minor-unit digits.
    public static func defaults(digits: Int) -> [Role] {
        let unit = Decimals.powerOfTen(min(max(digits, 0), 4))
        return [
            Role(
                name: "cashier", permissions: cashier,
                limits: RoleLimits(
                    discountRate: Rate(basisPoints: 1000), discountAmount: Money(10 * unit),
                    voidAmount: Money(20 * unit))),
            Role(
                name: "supervisor", permissions: supervisor,
                limits: RoleLimits(
                    discountRate: Rate(basisPoints: 3000), discountAmount: Money(100 * unit),
                    voidAmount: Money(200 * unit))),
            Role(name: "manager", permissions: manager, limits: .unlimited),
            Role(name: "admin", permissions: .all, limits: .unlimited),
        ]
    }

    private static let cashier = Permissions([
        .sell, .discount, .returnGoods, .drop, .openDrawer, .closeDrawer, .readX, .reprint,
        .holdBasket, .editCustomers,
    ])

    private static let supervisor = cashier.union(
        Permissions([
            .openItem, .overridePrice, .voidLine, .cancelBasket, .noSale, .payIn, .payOut,
            .typeWeight, .exemptCustomer, .train, .moveStock, .sellExpired,
        ]))

    /// All but what decides who may do what.
    private static let manager = Permissions.all.subtracting(
        Permissions([.editSettings, .editTaxes]))
}

/// What a person may do: all roles of theirs together.
public struct Rights: Hashable, Sendable {
    public let permissions: Permissions
    public let limits: RoleLimits

    public init(permissions: Permissions, limits: RoleLimits) {
        self.permissions = permissions
        self.limits = limits
    }

    /// The union of the named roles; names that no role has give nothing.
    public init(of names: [String], among roles: [Role]) {
        let held = roles.filter { names.contains($0.name) }
        permissions = held.reduce(Permissions()) { $0.union($1.permissions) }
        let none = RoleLimits(discountRate: .zero, discountAmount: .zero, voidAmount: .zero)
        limits = held.reduce(none) { $0.widened(by: $1.limits) }
    }

    public static let none = Rights(of: [], among: [])

    public func allows(_ permission: Permission) -> Bool { permissions.contains(permission) }

    /// Whether this discount of this amount is within the limits.
    public func allowsDiscount(of discount: Money, on amount: Money) -> Bool {
        guard allows(.discount) else { return false }
        if let most = limits.discountAmount, discount.magnitude > most { return false }
        guard let rate = limits.discountRate else { return true }
        let most = Saturating.scale(
            amount.magnitude.minorUnits, by: rate.millionths, over: 1_000_000)
        return discount.magnitude.minorUnits <= most
    }

    /// Whether a line of this amount may be voided.
    public func allowsVoid(of amount: Money) -> Bool {
        allows(.voidLine) || isWithinVoidLimit(amount)
    }

    /// Whether a basket of this amount may be cancelled.
    public func allowsCancel(of amount: Money) -> Bool {
        allows(.cancelBasket) || isWithinVoidLimit(amount)
    }

    private func isWithinVoidLimit(_ amount: Money) -> Bool {
        allows(.sell) && limits.voidAmount.map { amount.magnitude <= $0 } ?? true
    }
}
