import Retail
import TestSupport

/// The files from which the lane's shop is made: goods, and tickets of days gone by.
enum LaneShop {
    static let items = 100_000
    static let tickets = 100_000
    static let linesPerTicket = 5
    static let scansPerSale = 8
    private static let ticketsPerDay = 200
    /// 2025-01-02.
    private static let firstDay: Int32 = 20_090

    /// What a scanner reads off the item of this number.
    static func code(_ number: Int) -> String { String(Shelf.barcode(number).dropFirst()) }

    /// `import items` takes it.
    static func itemsFile() -> [UInt8] {
        var random = SplitMix64(seed: 17)
        var text = "code,name,department,tax,price,barcodes\n"
        for number in 0..<items {
            let sellable = Shelf.sellable(number, using: &random)
            let item = sellable.item
            let pence = sellable.price.tenThousandths / 100
            // R and S are the categories of the United Kingdom's reduced and standard rates.
            let tax = item.taxCategory == "F" ? "R" : "S"
            text += "\(item.code.text),\(item.name),\(item.department),\(tax),"
            text += "\(price(pence)),\(code(number))\n"
        }
        return Array(text.utf8)
    }

    /// `replay --create-items` takes it; its items have no names yet.
    static func ticketsFile() -> [UInt8] {
        var random = SplitMix64(seed: 18)
        var text = "ticket,time,item,description,quantity,price,customer\n"
        for ticket in 0..<tickets {
            let (day, place) = ticket.quotientAndRemainder(dividingBy: ticketsPerDay)
            let date = CivilDate(BusinessDate(days: firstDay + Int32(day)))
            let time = "\(date.iso) \(two(9 + place / 20)):\(two(place % 20 * 3))"
            for _ in 0..<linesPerTicket {
                let number = Int.random(in: 0..<items, using: &random)
                let pence = Int64.random(in: 25...1495, using: &random)
                text += "P\(ticket),\(time),\(100_000 + number),Item \(number),1,\(price(pence)),\n"
            }
        }
        return Array(text.utf8)
    }

    private static func price(_ pence: Int64) -> String {
        "\(pence / 100).\(two(Int(pence % 100)))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
