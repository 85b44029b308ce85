extension CBOR: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    public init(integerLiteral value: Int64) { self = .integer(value) }

    public init(arrayLiteral elements: CBOR...) { self = .array(elements) }
}
