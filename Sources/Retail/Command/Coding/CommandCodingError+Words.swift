extension CommandCodingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let offset): "byte \(offset) can't be read"
        case .unknownVersion(let version): "version \(version)"
        case .unknownCase(let number): "a command \(number) that it doesn't know"
        case .value(let index): "value \(index) is missing, or of another kind"
        case .fact(let error): "a fact of kind \(error.kind) can't be read"
        case .basket: "a basket that can't be read"
        case .notCanonical: "it isn't written as this program writes it"
        }
    }
}
