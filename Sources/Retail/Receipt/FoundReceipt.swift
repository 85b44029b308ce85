/// A receipt as a list of found ones shows it.
public struct FoundReceipt: Hashable, Sendable {
    public var content: ContentID
    public var number: ReceiptNumber
    public var kind: Receipt.Kind
    public var time: LocalTime
    public var total: Money
    public var lineCount: Int
    public var isVoided: Bool

    public init(
        content: ContentID, number: ReceiptNumber, kind: Receipt.Kind, time: LocalTime,
        total: Money, lineCount: Int, isVoided: Bool
    ) {
        self.content = content
        self.number = number
        self.kind = kind
        self.time = time
        self.total = total
        self.lineCount = lineCount
        self.isVoided = isVoided
    }
}
