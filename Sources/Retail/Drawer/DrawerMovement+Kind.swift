extension DrawerMovement.Kind {
    /// What the person needs.
    public var permission: Permission {
        switch self {
        case .drop: .drop
        case .paidIn: .payIn
        case .paidOut: .payOut
        case .noSale: .noSale
        }
    }

    /// Which reasons are asked for; a drop explains itself.
    public var reasonUse: ReasonUse? {
        switch self {
        case .drop: nil
        case .paidIn: .paidIn
        case .paidOut: .paidOut
        case .noSale: .noSale
        }
    }
}

extension Sequence where Element == DenominationCount {
    /// What the notes and coins come to.
    public var total: Money {
        map { Money(Saturating.scale($0.value.minorUnits, by: Int64($0.count), over: 1)) }.sum()
    }
}
