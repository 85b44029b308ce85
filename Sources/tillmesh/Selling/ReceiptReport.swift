import Retail
import Storage

/// A receipt that was just made, for people and for programs.
struct ReceiptReport {
    let errand: Errand
    let receipt: Receipt

    func print(asJSON: Bool) throws {
        Output.line(asJSON ? try json().text : text)
    }

    private var text: String {
        let lines = receipt.lines.map { line in
            let quantity = errand.numbers.text(line.quantity, unit: line.unit)
            return "  \(quantity) × \(line.name.shown)  \(errand.write(line.net))"
        }
        let change = receipt.change == .zero ? "" : ", change \(errand.write(receipt.change))"
        let practice = receipt.isTraining ? " TRAINING" : ""
        let title = "\(receipt.number)\(practice): \(errand.write(receipt.total))\(change)"
        return ([title] + lines).joined(separator: "\n")
    }

    private func json() throws -> JSON {
        let hash = try errand.shop.reader.operationHash(of: receipt.content)
        return .object([
            ("receiptNumber", .string(receipt.number.description)), ("kind", .string(kind)),
            ("time", .string(DateFormat.iso(receipt.time))),
            ("person", .integer(Int64(errand.member.number))),
            ("totalMinorUnits", .integer(receipt.total.minorUnits)),
            ("changeMinorUnits", .integer(receipt.change.minorUnits)),
            ("training", .truth(receipt.isTraining)),
            ("operation", hash.map { .string("\($0)") } ?? .null),
        ])
    }

    private var kind: String {
        switch receipt.kind {
        case .sale: "sale"
        case .refund: "return"
        case .exchange: "exchange"
        }
    }
}
