import Crypto
import Retail

/// Tags by which customers are found: equal for equal values, of no use without the pin key.
struct CustomerTags: Sendable {
    /// Beginnings of names are tagged from the second letter to the tenth.
    static let nameLetters = 2...10
    private static let wordsMax = 8

    private let key: Secret

    init(key: Secret) { self.key = key }

    func phone(_ text: String) -> [UInt8]? {
        ContactText.phone(text).map {
            LookupTag.make(of: Array($0.utf8), purpose: "tillmesh-phone", key: key)
        }
    }

    func email(_ text: String) -> [UInt8]? {
        ContactText.email(text).map {
            LookupTag.make(of: Array($0.utf8), purpose: "tillmesh-email", key: key)
        }
    }

    /// The tag of a word's beginning as it is typed; nil for a single letter.
    func name(beginning word: String) -> [UInt8]? {
        guard word.count >= Self.nameLetters.lowerBound else { return nil }
        let beginning = String(word.prefix(Self.nameLetters.upperBound))
        return LookupTag.make(of: Array(beginning.utf8), purpose: "tillmesh-name", key: key)
    }

    /// The tags of all beginnings of a name's words, each once.
    func names(_ text: String) -> Set<[UInt8]> {
        var tags: Set<[UInt8]> = []
        for word in FoldedText.words(of: text).prefix(Self.wordsMax) {
            for count in Self.nameLetters where count <= word.count {
                if let tag = name(beginning: String(word.prefix(count))) { tags.insert(tag) }
            }
        }
        return tags
    }

    /// All tags of a customer.
    func all(of customer: Customer) -> Set<[UInt8]> {
        var tags = customer.name.map(names) ?? []
        if let tag = customer.phone.flatMap(phone) { tags.insert(tag) }
        if let tag = customer.email.flatMap(email) { tags.insert(tag) }
        return tags
    }

    /// Field 9: the tags of phone and e-mail, 16 bytes each, zeros for none; nil for neither.
    func field(of customer: Customer) -> [UInt8]? {
        let parts = [customer.phone.flatMap(phone), customer.email.flatMap(email)]
        guard parts.contains(where: { $0 != nil }) else { return nil }
        return parts.flatMap { $0 ?? [UInt8](repeating: 0, count: 16) }
    }
}
