/// One thing that a person may do; checked where a command is performed, never in a screen.
///
/// Numbers are part of stored settings: never reused.
public enum Permission: UInt8, Hashable, Sendable, CaseIterable {
    case sell = 0
    /// Sell an open item: department and price, no catalogue entry.
    case openItem = 1
    case overridePrice = 2
    /// Within the role's limits.
    case discount = 3
    /// Void a line over the role's limit.
    case voidLine = 4
    /// Cancel a basket over the role's limit.
    case cancelBasket = 5
    /// Take goods back against a receipt.
    case returnGoods = 6
    case returnWithoutReceipt = 7
    /// Void a finished receipt while the drawer session is open.
    case voidReceipt = 8
    case noSale = 9
    case drop = 10
    case payIn = 11
    case payOut = 12
    case openDrawer = 13
    case closeDrawer = 14
    case readX = 15
    /// Type a weight instead of scanning or weighing it.
    case typeWeight = 16
    case reprint = 17
    case holdBasket = 18
    /// Create customers and change their fields.
    case editCustomers = 19
    case exemptCustomer = 20
    /// Receive, adjust and count stock.
    case moveStock = 21
    case importFiles = 22
    case editCatalogue = 23
    case editTaxes = 24
    case editPeople = 25
    case editSettings = 26
    /// Read the journal and others' reports.
    case readReports = 27
    case train = 28
    /// Let a waiting lane or a locked person go on.
    case unlock = 29
    /// Go on without the word of a lane that can't be reached.
    case actUnconfirmed = 30
    /// Invite, revoke and retire machines of the store, and settle what became of their logs.
    case lookAfterStore = 31
    /// Sell goods whose label says that their last day is over.
    case sellExpired = 32
}

/// A set of permissions.
public struct Permissions: OptionSet, Hashable, Sendable {
    /// Bit n stands for the permission with number n.
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public init(_ permissions: [Permission]) {
        rawValue = permissions.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }

    public static let all = Permissions(Permission.allCases)

    public func contains(_ permission: Permission) -> Bool {
        rawValue & (1 << UInt64(permission.rawValue)) != 0
    }

    /// The permissions in it, by number.
    public var list: [Permission] { Permission.allCases.filter(contains) }
}
