/// An earlier receipt from which goods come back, with all that came back of it before.
public struct ReturnSource: Hashable, Sendable {
    public let receipt: Receipt
    /// What came back, by line; missing ones: nothing did.
    public let cameBack: [UInt32: Quantity]
    public let isVoided: Bool

    public init(receipt: Receipt, cameBack: [UInt32: Quantity] = [:], isVoided: Bool = false) {
        self.receipt = receipt
        self.cameBack = cameBack
        self.isVoided = isVoided
    }

    /// The same after further facts, which may bring more of it back or void it, or void a receipt
    /// that brought something back.
    public func after(_ facts: some Sequence<Fact>) -> ReturnSource {
        var cameBack = cameBack
        var isVoided = isVoided
        for fact in facts {
            if case .receiptVoided(let void) = fact {
                if void.receipt == receipt.content { isVoided = true }
                for (line, quantity) in returned(void.lines) {
                    cameBack[line] = cameBack[line, default: .zero] - quantity
                }
            }
            guard case .receiptCompleted(let other) = fact else { continue }
            for (line, quantity) in returned(other.lines) {
                cameBack[line] = cameBack[line, default: .zero] + quantity
            }
        }
        return ReturnSource(receipt: receipt, cameBack: cameBack, isVoided: isVoided)
    }

    /// What lines bring back of this receipt, positive.
    private func returned(_ lines: [ReceiptLine]) -> [(line: UInt32, quantity: Quantity)] {
        lines.compactMap { line in
            guard let origin = line.origin, origin.receipt == receipt.content else { return nil }
            return (line: origin.line, quantity: -line.quantity)
        }
    }

    /// What of a line can still come back; zero for a line that isn't there or came back itself.
    public func returnable(_ line: UInt32) -> Quantity {
        guard let index = Int(exactly: line), receipt.lines.indices.contains(index), !isVoided
        else { return .zero }
        return max(.zero, receipt.lines[index].quantity - cameBack[line, default: .zero])
    }

    func goods(_ line: UInt32) throws(ReturnError) -> ReturnedGoods {
        guard !isVoided else { throw .receiptIsVoided }
        guard let index = Int(exactly: line), receipt.lines.indices.contains(index) else {
            throw .noSuchLine(line)
        }
        let sold = receipt.lines[index]
        guard sold.quantity > .zero else { throw .lineCameBack(line) }
        return ReturnedGoods(
            origin: LineOrigin(receipt: receipt.content, line: line), sold: sold.quantity,
            cameBack: max(.zero, cameBack[line, default: .zero]), gross: sold.gross,
            discount: sold.discount, taxes: receipt.taxes(ofLine: index))
    }
}
