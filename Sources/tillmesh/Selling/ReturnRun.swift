import Node
import Retail
import Storage

/// Takes goods of an earlier receipt back, line by line.
struct ReturnRun {
    let errand: Errand
    let reason: UInt8?

    init(_ errand: Errand, _ arguments: Arguments) throws(Failure) {
        self.errand = errand
        reason = try arguments.integer("reason", in: 1...9).map { UInt8($0) }
        let known = errand.shop.terms.settings.reasons(for: .goodsReturned)
        let isKnown = known.isEmpty ? true : known.contains { $0.number == reason }
        guard isKnown else {
            let list = known.map { "\($0.number) \($0.labels.english)" }.joined(separator: ", ")
            throw Failure(.usage, "return: why? --reason takes the number of one of: \(list)")
        }
    }

    func basket(_ text: String, _ words: [String]) throws -> Basket {
        let source = try source(text)
        var basket = Basket(id: Errand.newContent(), digits: errand.currency.digits)
        for (line, quantity) in try wanted(words, of: source) {
            do throws(BasketError) {
                try basket.addReturn(
                    ofLine: line, quantity: quantity, from: source, reason: reason,
                    terms: errand.saleTerms, by: errand.authority)
            } catch {
                throw refused(error, line, source)
            }
        }
        return basket
    }

    private func source(_ text: String) throws -> ReturnSource {
        guard let number = ReceiptNumber(text: text) else {
            throw Failure(
                .usage,
                "return: '\(text.shown)' is no receipt's number; it looks like 014-03-000123")
        }
        let found = try errand.shop.reader.receipts(numbered: number)
        guard let first = found.first,
            let source = try errand.shop.reader.returnSource(first.content)
        else {
            throw Failure(
                .badData, "return: no receipt \(number) here; `tillmesh sales` lists them")
        }
        guard !source.isVoided else {
            throw Failure(.failure, "return: \(number) was voided; all of it went back already")
        }
        return source
    }

    /// The lines that are named, from 1; none: all that can still come back.
    private func wanted(
        _ words: [String], of source: ReturnSource
    ) throws -> [(line: UInt32, quantity: Quantity)] {
        let lines = source.receipt.lines.indices.map { UInt32($0) }
        guard words.isEmpty else {
            return try words.map { try wanted($0, of: source) }
        }
        let left = lines.map { (line: $0, quantity: source.returnable($0)) }
        let whole = left.filter { $0.quantity > .zero }
        guard !whole.isEmpty else {
            throw Failure(
                .failure, "return: all of \(source.receipt.number) came back already")
        }
        return whole
    }

    private func wanted(
        _ word: String, of source: ReturnSource
    ) throws(Failure) -> (line: UInt32, quantity: Quantity) {
        let parsed = try CodeTimes(word, errand.numbers, command: "return")
        let count = source.receipt.lines.count
        guard let number = UInt32(parsed.code), (1...count).contains(Int(number)) else {
            throw Failure(
                .usage,
                "return: '\(word.shown)' names no line; \(source.receipt.number) has lines 1 to "
                    + "\(count), and LINE*QTY takes some of one")
        }
        let left = source.returnable(number - 1)
        return (line: number - 1, quantity: parsed.quantity ?? left)
    }

    private func refused(_ error: BasketError, _ line: UInt32, _ source: ReturnSource) -> Failure {
        let item = source.receipt.lines[Int(line)]
        let name = "line \(line + 1) (\(item.name.shown))"
        switch error {
        case .returnRefused(.moreThanSold(let left, let asked)):
            let numbers = errand.numbers
            return Failure(
                .failure,
                "return: of \(name) \(numbers.text(left, unit: item.unit)) can come back, not "
                    + numbers.text(asked, unit: item.unit))
        case .returnRefused(.lineCameBack):
            return Failure(.failure, "return: \(name) is goods that came back themselves")
        case .quantityOutOfRange:
            return Failure(.failure, "return: nothing of \(name) is left to come back")
        case .quantityNotWhole:
            return Failure(.usage, "return: \(name) comes back in whole pieces")
        case _: return Failure(Refusal.basket(error))
        }
    }
}
