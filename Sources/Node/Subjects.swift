import Crypto
import Encoding
import Retail

/// Seals and opens what is personal: a key a subject, destroyed when the subject is erased.
enum Subjects {
    /// A field's place in the seal, so that no sealed value can be moved to another.
    enum Field: UInt8 {
        case staffName = 128

        static func customer(_ field: CustomerChange.Field) -> UInt8 { field.rawValue }
    }

    static func seal(
        _ text: String, subject: Bytes16, field: UInt8, key: Secret, nonce: [UInt8]
    ) throws(Sealed.Failure) -> [UInt8] {
        try Sealed.seal(
            Array(text.utf8), context: subject.bytes + [field], nonce: nonce, key: key)
    }

    /// Nil where the key is gone or another's: the reader shows the subject's number instead.
    static func open(_ sealed: [UInt8], subject: Bytes16, field: UInt8, key: Secret?) -> String? {
        guard let key,
            let plain = try? Sealed.open(sealed, context: subject.bytes + [field], key: key)
        else { return nil }
        return String(validating: plain, as: UTF8.self)
    }
}
