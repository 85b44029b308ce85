extension NoiseFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .keys: "the wrong keys were given"
        case .keyLength(let bytes): "a key of \(bytes) bytes, where 32 are needed"
        case .truncated(let bytes): "it ends after \(bytes) bytes"
        case .tooLong(let bytes): "\(bytes) bytes are too long"
        case .forged: "a wrong key, or bytes altered on the way"
        case .smallOrder: "a key that no node can have"
        case .exhausted: "the key has encrypted all that it may"
        case .outOfTurn: "a message out of turn"
        }
    }
}
