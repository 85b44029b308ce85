extension ProfileFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notKeyAndValue(let line): "line \(line): write `key = value`"
        case .unknownKey(let line, let key):
            "line \(line): no key '\(key)'; docs/printers.md lists them"
        case .badValue(let line, let key, let value, let allowed):
            "line \(line): \(key) doesn't take '\(value)' but \(allowed)"
        case .unknownBase(let line, let name): "line \(line): no profile '\(name)' to begin with"
        case .baseNotFirst(let line): "line \(line): `based-on` must stand first"
        }
    }
}

extension PBMError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notP4: "no packed black-and-white picture (PBM, P4)"
        case .badSize: "its size can't be read"
        case .tooLarge(let width, let height): "\(width) × \(height) dots are too many"
        case .truncated(let needed, let has): "it has \(has) bytes of \(needed)"
        }
    }
}

extension BitmapFontError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notPSF: "no console font (PSF)"
        case .truncated(let needed, let has): "it has \(has) bytes of \(needed)"
        case .tooLarge(let width, let height): "letters of \(width) × \(height) dots are too large"
        case .noCharacterTable: "it doesn't say which characters it has"
        }
    }
}
