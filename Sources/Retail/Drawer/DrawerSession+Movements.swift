extension DrawerSession {
    /// Moves cash, or opens the drawer, without a sale.
    ///
    /// A no-sale moves nothing; all but a drop ask for a reason where the store has some.
    ///
    /// - Throws: ``DrawerError``.
    public func move(
        _ kind: DrawerMovement.Kind, amount: Money = .zero, reason: UInt8? = nil,
        text: String? = nil, content: ContentID, context: FactContext, settings: StoreSettings,
        by person: Authority, approval: Authority? = nil
    ) throws(DrawerError) -> DrawerMovement {
        let opening = try selling()
        let approver = try Self.approver(kind.permission, person, approval)
        if kind == .noSale {
            guard amount == .zero else { throw .amountOutOfRange(amount) }
        } else {
            try Self.check(amount, allowsZero: false)
        }
        try Self.check(reason, for: kind.reasonUse, in: settings)
        if let text { try Self.check(text) }
        return DrawerMovement(
            content: content, kind: kind, time: context.time, businessDate: context.businessDate,
            drawer: opening.content, person: context.person, approver: approver, amount: amount,
            reason: reason, text: text)
    }

    /// Notes that an X was read.
    public func readX(
        content: ContentID, context: FactContext, by person: Authority,
        approval: Authority? = nil
    ) throws(DrawerError) -> ReportTaken {
        guard let opening else { throw .notOpen }
        _ = try Self.approver(.readX, person, approval)
        return ReportTaken(
            content: content, drawer: opening.content, time: context.time,
            businessDate: context.businessDate, person: context.person)
    }

    private static func check(
        _ reason: UInt8?, for use: ReasonUse?, in settings: StoreSettings
    ) throws(DrawerError) {
        guard let use else { return }
        let known = settings.reasons(for: use)
        guard !known.isEmpty else { return }
        guard let reason else { throw .needsReason(use) }
        guard known.contains(where: { $0.number == reason }) else {
            throw .unknownReason(use, reason)
        }
    }

    private static func check(_ text: String) throws(DrawerError) {
        guard text.count <= Basket.Limit.textCharacters else {
            throw .textTooLong(most: Basket.Limit.textCharacters)
        }
        guard !CardNumber.isSuspected(in: text) else { throw .looksLikeCardNumber }
    }
}

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
