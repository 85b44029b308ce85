import Encoding
public import Retail

/// One document that is to come out of the printer: a row written with the fact it shows.
public struct PrintJob: Hashable, Sendable {
    public enum State: UInt8, Hashable, Sendable, CaseIterable {
        /// No byte of it has left.
        case waiting = 0
        /// Bytes are leaving, or left when the process died.
        case printing = 1
        /// It began and nobody knows whether it came out: a person looks.
        case unknown = 2
    }

    /// Ascending in the order of commits; never used again.
    public let number: UInt64
    public var state: State
    public let request: PrintRequest

    public init(number: UInt64, state: State = .waiting, request: PrintRequest) {
        self.number = number
        self.state = state
        self.request = request
    }

    /// Big endian, so that rows sort in the order of commits.
    var key: [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

    /// The number in a row's key; nil where the key isn't one of this program's.
    static func number(key: [UInt8]) -> UInt64? {
        key.count == 8 ? key.reduce(0) { $0 << 8 | UInt64($1) } : nil
    }

    /// `[state, content id, form, copy]`; form 0 original, 1 copy, 2 gift.
    var value: [UInt8] {
        var encoder = CBOREncoder(capacity: 24)
        encoder.array(4)
        encoder.unsigned(UInt64(state.rawValue))
        encoder.fixed(request.content.id)
        let (form, copy) = Self.numbers(of: request.form)
        encoder.unsigned(form)
        encoder.unsigned(copy)
        return encoder.finish()
    }

    private static func numbers(of form: PrintRequest.Form) -> (UInt64, UInt64) {
        switch form {
        case .original: (0, 0)
        case .copy(let number): (1, UInt64(number))
        case .gift: (2, 0)
        }
    }

    /// Reads a row; nil where it isn't one of this program's.
    init?(key: [UInt8], value: [UInt8]) {
        guard let number = Self.number(key: key), let parts = try? CBOR.decode(value).asArray,
            parts.count == 4,
            let state = parts[0].asUnsigned.flatMap({ UInt8(exactly: $0) }).flatMap(State.init),
            let content = parts[1].asFixed(Bytes16.self), let form = parts[2].asUnsigned,
            let copy = parts[3].asUnsigned.flatMap({ UInt32(exactly: $0) })
        else { return nil }
        self.number = number
        self.state = state
        switch form {
        case 0: request = PrintRequest(ContentID(content))
        case 1: request = PrintRequest(ContentID(content), .copy(copy))
        case 2: request = PrintRequest(ContentID(content), .gift)
        case _: return nil
        }
    }
}
