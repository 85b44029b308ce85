extension PaperFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notWritten(let number): "nothing was written (system error \(number))"
        case .cutShort(let number): "only a part was written (system error \(number))"
        }
    }
}
