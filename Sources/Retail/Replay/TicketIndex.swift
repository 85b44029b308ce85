/// Earlier tickets by customer, newest first, so that a cancellation finds what it cancels.
///
/// It holds at most ``capacity`` lines and forgets the oldest tickets first. A shell that has more
/// on disk adds what a customer bought before the customer's cancellation is rung.
public struct TicketIndex: Sendable {
    /// Lines held at most.
    public let capacity: Int
    private var byCustomer: [CustomerID: [Entry]] = [:]
    /// Tickets in the order in which they came, for forgetting.
    private var queue: [(customer: CustomerID, receipt: ContentID)] = []
    private var queueStart = 0
    /// Lines held now.
    public private(set) var heldLines = 0

    private struct Entry {
        var source: ReturnSource
    }

    public init(capacity: Int = 100_000) { self.capacity = capacity }

    /// Adds a receipt with what came back of it already; one that is known is taken as newest.
    public mutating func add(_ source: ReturnSource) {
        guard let customer = source.receipt.customer else { return }
        let isKnown = byCustomer[customer, default: []].contains {
            $0.source.receipt.content == source.receipt.content
        }
        guard !isKnown else { return }
        byCustomer[customer, default: []].append(Entry(source: source))
        queue.append((customer, source.receipt.content))
        heldLines += source.receipt.lines.count
        while heldLines > capacity, queueStart < queue.count { forgetOldest() }
    }

    /// Counts goods that came back by a receipt.
    public mutating func note(returnsIn receipt: Receipt) {
        guard let customer = receipt.customer, let entries = byCustomer[customer] else { return }
        var updated = entries
        for line in receipt.lines {
            guard let origin = line.origin,
                let place = updated.lastIndex(where: {
                    $0.source.receipt.content == origin.receipt
                })
            else { continue }
            updated[place].source = updated[place].source.adding(-line.quantity, of: origin.line)
        }
        byCustomer[customer] = updated
    }

    /// The newest earlier line of the customer with this much of the item left, at this price.
    ///
    /// The price is part of it: goods come back at what was paid, so a cancellation at another
    /// price cancels another sale.
    func newest(
        of item: ItemCode, price: UnitPrice, quantity: Quantity, customer: CustomerID,
        taken: [LineOrigin: Quantity]
    ) -> (source: ReturnSource, line: UInt32)? {
        for entry in byCustomer[customer, default: []].reversed() {
            let source = entry.source
            for (index, line) in source.receipt.lines.enumerated() {
                guard line.item == item, line.price == price, line.quantity > .zero else {
                    continue
                }
                let number = UInt32(index)
                let origin = LineOrigin(receipt: source.receipt.content, line: number)
                let left = source.returnable(number) - taken[origin, default: .zero]
                if left >= quantity { return (source, number) }
            }
        }
        return nil
    }

    private mutating func forgetOldest() {
        let oldest = queue[queueStart]
        queueStart += 1
        var entries = byCustomer[oldest.customer, default: []]
        if let place = entries.firstIndex(where: { $0.source.receipt.content == oldest.receipt }) {
            heldLines -= entries.remove(at: place).source.receipt.lines.count
        }
        byCustomer[oldest.customer] = entries.isEmpty ? nil : entries
        guard queueStart > 4096, queueStart * 2 > queue.count else { return }
        queue.removeFirst(queueStart)
        queueStart = 0
    }
}

extension ReturnSource {
    /// The same with more of a line come back.
    func adding(_ quantity: Quantity, of line: UInt32) -> ReturnSource {
        var cameBack = self.cameBack
        cameBack[line] = cameBack[line, default: .zero] + quantity
        return ReturnSource(receipt: receipt, cameBack: cameBack, isVoided: isVoided)
    }
}
