import Crypto
import Retail

/// Makes and checks what is kept of PINs: one slow hash an attempt, whoever it may be.
struct PINDesk: Sendable {
    private let key: Secret

    /// - Parameter key: the organisation's PIN key, 32 bytes.
    init(key: Secret) { self.key = key }

    /// By which a person is found: keyed BLAKE2b-128, useless without the key.
    func tag(of digits: String) -> [UInt8] {
        LookupTag.make(of: Array(digits.utf8), purpose: "tillmesh-pin-tag", key: key)
    }

    /// What is stored of a new PIN.
    func record(of digits: String, salt: [UInt8]) throws(PasswordHash.Failure) -> PINRecord {
        let hash = try PasswordHash(of: Array(digits.utf8), salt: salt, key: key)
        return PINRecord(tag: tag(of: digits), salt: hash.salt, verifier: hash.verifier)
    }

    /// Whether the digits are this record's PIN; without a record it takes the same time and fails.
    func matches(_ digits: String, _ record: PINRecord?) throws(PasswordHash.Failure) -> Bool {
        let nobody = PINRecord(
            tag: [], salt: [UInt8](repeating: 0, count: 16),
            verifier: [UInt8](repeating: 0, count: 32))
        let against = record ?? nobody
        let hash = try PasswordHash(
            parameters: .standard, salt: against.salt, verifier: against.verifier)
        let isEqual = try hash.matches(Array(digits.utf8), key: key)
        return isEqual && record != nil
    }
}
