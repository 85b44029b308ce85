import Retail

/// What a lane knows of its store, as one lane's process tells it another.
struct StoreBooks: Hashable {
    let operations: UInt64
    /// Of this business date, of all lanes.
    let sales: UInt64
    let returns: UInt64
    let voids: UInt64
    /// Sales and returns, less what was voided.
    let net: Money
    /// All goods in stock, pieces and kilograms alike.
    let shelf: Quantity
    /// Held sales that nobody went on with.
    let held: UInt64
    let state: String
    let frontier: String

    var words: [String] {
        [
            "\(operations)", "\(sales)", "\(returns)", "\(voids)", "\(net.minorUnits)",
            "\(shelf.thousandths)", "\(held)", state, frontier,
        ]
    }
}

extension StoreBooks {
    init(words: [String]) throws(Failure) {
        guard words.count == 9, let operations = UInt64(words[0]), let sales = UInt64(words[1]),
            let returns = UInt64(words[2]), let voids = UInt64(words[3]),
            let net = Int64(words[4]), let shelf = Int64(words[5]), let held = UInt64(words[6])
        else { throw Failure(.software, "a lane's books came as '\(words)'") }
        self.init(
            operations: operations, sales: sales, returns: returns, voids: voids, net: Money(net),
            shelf: Quantity(thousandths: shelf), held: held, state: words[7], frontier: words[8])
    }
}

/// What a lane's day came to, by its Z.
struct LaneDay: Hashable {
    let zNumber: UInt32
    let sales: UInt32
    let returns: UInt32
    let voids: UInt32
    let grandTotal: Money
    let difference: Money

    var words: [String] {
        [
            "\(zNumber)", "\(sales)", "\(returns)", "\(voids)", "\(grandTotal.minorUnits)",
            "\(difference.minorUnits)",
        ]
    }
}

extension LaneDay {
    init(words: [String]) throws(Failure) {
        guard words.count == 6, let zNumber = UInt32(words[0]), let sales = UInt32(words[1]),
            let returns = UInt32(words[2]), let voids = UInt32(words[3]),
            let total = Int64(words[4]), let difference = Int64(words[5])
        else { throw Failure(.software, "a lane's Z came as '\(words)'") }
        self.init(
            zNumber: zNumber, sales: sales, returns: returns, voids: voids,
            grandTotal: Money(total), difference: Money(difference))
    }
}
