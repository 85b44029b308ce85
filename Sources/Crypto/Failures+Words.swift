extension PasswordHash.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .saltLength(let bytes): "a salt of \(bytes) bytes, where 16 are needed"
        case .keyLength(let bytes): "a key of \(bytes) bytes, where 16 to 64 are needed"
        case .verifierLength(let bytes): "a verifier of \(bytes) bytes, where 32 are needed"
        case .parameters: "it would take more memory or time than a till has"
        case .memoryRefused: "the system gave no memory; close other programs and try again"
        }
    }
}

extension Sealed.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .lengths: "a key or a nonce of the wrong length"
        case .truncated(let bytes): "\(bytes) bytes are too few"
        case .unknownVersion(let version): "sealed by a later program (version \(version))"
        case .forged: "another key, or altered bytes"
        }
    }
}

extension AEAD.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .keyLength(let bytes): "a key of \(bytes) bytes"
        case .nonceLength(let bytes): "a nonce of \(bytes) bytes"
        case .truncated(let bytes): "\(bytes) bytes are too few"
        case .forged: "another key, or altered bytes"
        }
    }
}
