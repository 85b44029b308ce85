import Retail

/// Where a replay's receipts go, each after its transaction is on disk.
protocol ReplayPaper: AnyObject {
    func print(_ receipt: Receipt) throws
}

/// Receipts as text, appended to a file.
final class ReplayTextFile: ReplayPaper {
    private let file: TextPaper
    private let stationery: Stationery
    private let cashier: UInt32

    init(path: String, stationery: Stationery, cashier: UInt32) throws(Failure) {
        file = try TextPaper(path: path)
        self.stationery = stationery
        self.cashier = cashier
    }

    func print(_ receipt: Receipt) throws(Failure) {
        try file.append(stationery.receipt(receipt, cashier: cashier))
    }
}
