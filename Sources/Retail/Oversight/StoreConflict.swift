/// Something that lanes did and that doesn't fit together.
public enum StoreConflict: Hashable, Sendable {
    /// One thing changed under one version in different logs: time alone chose the last one.
    case tie([LogEntry])
    /// One lane gave one id to different things: the first one counts.
    case content([LogEntry])
    case overReturn(OverReturned)
    /// A held sale that more than one lane went on with.
    case holdTwice(label: String?, recalls: UInt32, receipts: [ReceiptNumber])
    /// Goods came back while the lane that sold them, whose name this is, couldn't be asked.
    case unconfirmed(ReceiptNumber, paid: Money, lane: String)

    /// More of a receipt's line came back than was sold.
    public struct OverReturned: Hashable, Sendable {
        /// Nil where the receipt itself isn't here.
        public var number: ReceiptNumber?
        /// From 1.
        public var line: UInt32
        /// Empty where the receipt isn't here.
        public var item: String
        public var sold: Quantity
        public var returned: Quantity

        public init(
            number: ReceiptNumber?, line: UInt32, item: String, sold: Quantity, returned: Quantity
        ) {
            self.number = number
            self.line = line
            self.item = item
            self.sold = sold
            self.returned = returned
        }
    }
}
