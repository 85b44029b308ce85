extension PerformError: CustomStringConvertible {
    public var description: String { text }
}

extension CustomerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknown: "no such customer here"
        case .erased: "that customer was erased: create a new one"
        case .textTooLong(let field, let most): "\(field): at most \(most) characters"
        case .unreadable(let field): "\(field): that can't be one"
        case .looksLikeCardNumber(let field):
            "\(field): that looks like a payment card's number, which is kept nowhere"
        case .numberReserved, .numberTaken: "that number isn't free"
        case .certificateMissing: "an exemption needs its certificate's number"
        case .nothingToChange: "there is nothing to change"
        case .perform(let error): "\(error)"
        case .sealing(let failure):
            "the field can't be sealed (\(failure)); nothing was stored"
        }
    }
}
