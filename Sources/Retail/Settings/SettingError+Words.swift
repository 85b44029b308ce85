extension SettingError: CustomStringConvertible {
    /// Which setting it is about, as `tillmesh settings` names it, and what of it.
    public var subject: String {
        switch self {
        case .unknownName(let name): name.shown
        case .badValue(let name): name.rawValue
        case .badTemplate(let pattern, _):
            "\(SettingName.barcodeTemplates.rawValue) '\(pattern.shown)'"
        }
    }

    public var description: String {
        switch self {
        case .unknownName: "\(subject): unknown to this program"
        case .badValue: subject
        case .badTemplate(_, let error): "\(subject): \(error)"
        }
    }
}

extension BarcodeTemplateError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongLength(let count): "it has \(count) characters"
        case .unknownLetter(let letter, let place): "'\(String(letter).shown)' at \(place)"
        case .noPrefix: "it begins with no digits"
        case .missing(let letter): "it has no \(letter)"
        case .twoFields: "a letter stands in two places"
        case .badVerifier: "its price check digit stands in no good place"
        case .badDecimals(let text): "decimals '\(text.shown)'"
        }
    }
}
