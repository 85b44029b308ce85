import Encoding
import Replica
public import Retail
public import Storage
public import Texts

/// What of this lane's own rows and settings can't be read; it goes on without it and says so.
public enum NodeProblem: Hashable, Sendable {
    /// The store's stewards ended this machine's part in it.
    case revoked
    case retired
    case openBasket
    case signOnState
    /// With the row's key in hexadecimal: a document may be missing from the paper.
    case printJob(key: String)
    /// No tzdata for the store's zone: times and days are UTC's.
    case zone(String)
    case setting(SettingError)
    /// So many transactions were lost with the write-ahead log; a copy of it was kept.
    case lostTransactions(Int)
    /// The other lanes were not told what this one had at the end of its day.
    case dayNotAcknowledged(StorageError)

    /// What to say of it, and what to do.
    public var message: MachineMessage {
        switch self {
        case .revoked: .revoked
        case .retired: .retired
        case .openBasket: .lostBasket
        case .signOnState: .lostSignOnState
        case .printJob(let key): .lostPrintJob(key)
        case .zone(let name): .unknownZone(name)
        case .setting(let error): .settingLeftOut(error.subject)
        case .lostTransactions(let count): .lostTransactions(count)
        case .dayNotAcknowledged(let error): .dayNotAcknowledged(TroubleText(error))
        }
    }

    /// What a member's standing means to its own machine; nil: it goes on.
    init?(_ standing: MembersReport.State) {
        switch standing {
        case .revoked: self = .revoked
        case .retired: self = .retired
        case .active, .dormant, .rotated: return nil
        }
    }

    /// The machine's standing and all that can't be read of its own rows and settings, what
    /// matters most first; for who only reads.
    public static func all(
        _ reader: ShopReader, _ terms: LaneTerms, of identity: IdentityFile
    ) throws(StorageError) -> [NodeProblem] {
        let standing = NodeProblem(try reader.standing(of: identity))
        return (standing.map { [$0] } ?? []) + (try all(reader, terms))
    }

    /// All that can't be read of a lane's own rows and settings, what matters most first.
    static func all(
        _ reader: ShopReader, _ terms: LaneTerms
    ) throws(StorageError) -> [NodeProblem] {
        var problems: [NodeProblem] = []
        for row in try reader.local(.session) {
            if SignOnRow.isKey(row.key),
                SignOnGuard(decoding: row.value, now: SystemClock.wall()) == nil
            {
                problems.append(.signOnState)
            }
        }
        for row in try reader.local(.printJob)
        where PrintJob(key: row.key, value: row.value) == nil {
            problems.append(.printJob(key: Hex.encode(row.key)))
        }
        return problems + terms.problems
    }
}

extension RunningNode {
    /// All that can't be read as it stands now, what matters most first.
    public func problems() throws(PerformError) -> [NodeProblem] {
        try onWriter { register in
            Result { () throws(PerformError) in try register.problems() }
        }.get()
    }
}

extension Register {
    func problems() throws(PerformError) -> [NodeProblem] {
        let terms = terms
        var found = try reading { reader throws(StorageError) in
            try NodeProblem.all(reader, terms)
        }
        if baskets.isUnreadable { found.insert(.openBasket, at: 0) }
        if lostTransactions > 0 { found.insert(.lostTransactions(lostTransactions), at: 0) }
        if let unacknowledged { found.append(.dayNotAcknowledged(unacknowledged)) }
        // What was lost stays lost after the row was written anew.
        let isKnown = !isSignOnStateLost || found.contains(.signOnState)
        let standing = NodeProblem(replica.membership.state(of: file.node)).map { [$0] } ?? []
        return standing + (isKnown ? found : [.signOnState] + found)
    }

    /// When the last thing of this lane's that bears a time was printed or shown.
    static func lastTime(
        _ reader: ShopReader, series: String, receipt: UInt32, drawer: Desk.OpenDrawer?
    ) throws(StorageError) -> Instant {
        var times = try reader.receipts(numbered: ReceiptNumber(series: series, number: receipt))
            .map(\.time.instant)
        let session: ContentID?
        if let drawer {
            session = drawer.id
        } else {
            session = try lastSession(reader)
        }
        if let session {
            times += try reader.facts(ofDrawer: session).compactMap { $0.fact.time?.instant }
        }
        return times.max() ?? Instant(milliseconds: 0)
    }

    private static func lastSession(_ reader: ShopReader) throws(StorageError) -> ContentID? {
        guard let closing = try reader.closings(limit: 1).first,
            case .drawerClosed(let fact) = try reader.fact(closing)?.fact
        else { return nil }
        return fact.drawer
    }
}
