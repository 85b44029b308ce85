import Retail

/// What fills the lane; dialogs lie over it.
enum Screen: Hashable, Sendable {
    /// Nobody is signed on, or the lane is locked.
    case signOn(PINEntry)
    /// The float at opening, or the blind count at closing.
    case count(DrawerCount)
    /// Goods are rung.
    case sale(EditField)
    /// What is due is shown; it is being paid.
    case total(EditField)
    /// The sale is done; the next key or scan begins the next one.
    case done(Receipt)
    case report(ReportView)
    case office(Office)

    static var newSale: Screen { .sale(entry()) }

    static func entry(_ text: String = "") -> EditField { EditField(.text, most: 64, text: text) }
}

/// A PIN as it is typed, with or without the person's number.
struct PINEntry: Hashable, Sendable {
    var number = EditField(.digits, most: 9)
    var pin = EditField(.secret, most: 8)
    var isInNumber = false

    /// The field that keys go to.
    var field: EditField {
        get { isInNumber ? number : pin }
        set { if isInNumber { number = newValue } else { pin = newValue } }
    }
}

/// Notes and coins as they are counted, or one typed amount in their place.
struct DrawerCount: Hashable, Sendable {
    enum Purpose: Hashable, Sendable {
        case float
        case closing
    }

    let purpose: Purpose
    /// Largest first; the row after the last is the typed amount.
    let values: [Money]
    var counts: [UInt32?]
    var amount: Money?
    var row = 0
    var field = EditField(.digits, most: 6)

    init(_ purpose: Purpose, values: [Money]) {
        self.purpose = purpose
        self.values = values
        counts = values.map { _ in nil }
        moved(to: 0)
    }

    var isAmountRow: Bool { row == values.count }

    /// The sum of what was counted; nil: nothing was.
    var sum: Money? {
        guard counts.contains(where: { $0 != nil }) else { return nil }
        return zip(values, counts).map { value, count in
            Money(Saturating.scale(value.minorUnits, by: Int64(count ?? 0), over: 1))
        }.sum()
    }

    var denominations: [DenominationCount] {
        zip(values, counts).compactMap { value, count in
            count.map { DenominationCount(value: value, count: $0) }
        }
    }

    mutating func moved(to row: Int) {
        self.row = min(max(row, 0), values.count)
        field = isAmountRow ? EditField(.number, most: 15) : EditField(.digits, most: 6)
    }
}

/// An X or Z as it is read on the screen.
struct ReportView: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case x(DrawerReport)
        case z(DrawerClosing)
    }

    let kind: Kind
    /// The first line that is shown.
    var top = 0
}
