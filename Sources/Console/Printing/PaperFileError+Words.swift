import Glibc

extension PaperFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notWritten(let number): "the paper file took nothing: \(Self.words(number))"
        case .cutShort(let number): "the paper file took only a part: \(Self.words(number))"
        }
    }

    private static func words(_ number: Int32) -> String { String(cString: strerror(number)) }
}
