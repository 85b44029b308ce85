extension SettingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownName(let name): "\(name.shown): unknown to this program"
        case .badValue(let name): "\(name.rawValue)"
        case .badTemplate(let pattern, let error):
            "\(SettingName.barcodeTemplates.rawValue) '\(pattern.shown)': \(error)"
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
