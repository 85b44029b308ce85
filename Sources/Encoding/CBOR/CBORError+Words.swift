extension CBORError: CustomStringConvertible {
    /// What is wrong, and where.
    public var description: String { "byte \(offset): \(reason)" }
}

extension CBORError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated: "it ends in the middle"
        case .headNotShortest: "a number isn't written as short as it may be"
        case .reservedHead: "a head that means nothing"
        case .indefiniteLength: "a length that isn't given"
        case .tag: "a tag, which isn't used here"
        case .floatingPoint: "a floating-point number, which isn't used here"
        case .simpleValue: "a simple value, which isn't used here"
        case .integerOutOfRange: "a number out of range"
        case .textNotUTF8: "a text that isn't UTF-8"
        case .keyType: "a map's key that is neither a number nor a text"
        case .keyOrder: "a map's keys out of order"
        case .duplicateKey: "a map's key twice"
        case .tooDeep: "too many levels"
        case .trailingBytes: "bytes behind the end"
        case .unexpected: "something else than belongs here"
        }
    }
}
