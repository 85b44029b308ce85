public import Crypto
import Encoding
import Replica
public import Retail
public import Storage

/// Finds customers and opens what is sealed of them, on one reader's thread.
public struct CustomerReader {
    let reader: ShopReader
    let tags: CustomerTags

    /// Takes a reader of the store and the organisation's pin key.
    public init(_ reader: ShopReader, key: Secret) {
        self.reader = reader
        tags = CustomerTags(key: key)
    }

    /// The customer as they stand now; nil where nothing of them is here.
    public func customer(_ id: CustomerID) throws(StorageError) -> Customer? {
        let fields = try reader.customerFields(id)
        guard !fields.isEmpty else { return nil }
        let key = try reader.local(.subjectKey, key: id.id.bytes).map(Secret.init)
        return Customer(id, fields: fields, key: key)
    }

    /// Customers by number, telephone, e-mail address or the beginnings of their names' words.
    public func find(_ text: String, limit: Int) throws(StorageError) -> [Customer] {
        let numbered = try find(number: text, limit: limit)
        if !numbered.isEmpty { return numbered }
        if text.contains("@") { return try find(email: text, limit: limit) }
        let isNumber = text.unicodeScalars.allSatisfy { !$0.properties.isAlphabetic }
        if isNumber { return try find(phone: text, limit: limit) }
        return try find(name: text, limit: limit)
    }

    /// Whose card or customer number it is; erased customers too.
    public func find(number: String, limit: Int = 20) throws(StorageError) -> [Customer] {
        var found: [Customer] = []
        for id in try reader.customers(with: Array(number.utf8), in: .number, limit: limit) {
            if let customer = try customer(id) { found.append(customer) }
        }
        return found
    }

    public func find(phone: String, limit: Int = 20) throws(StorageError) -> [Customer] {
        guard let plain = ContactText.phone(phone), let tag = tags.phone(phone) else { return [] }
        return try tagged([tag], limit) { $0.phone.flatMap(ContactText.phone) == plain }
    }

    public func find(email: String, limit: Int = 20) throws(StorageError) -> [Customer] {
        guard let plain = ContactText.email(email), let tag = tags.email(email) else { return [] }
        return try tagged([tag], limit) { $0.email.flatMap(ContactText.email) == plain }
    }

    /// Every word must begin one of the name's words; single letters alone find nobody.
    public func find(name: String, limit: Int = 20) throws(StorageError) -> [Customer] {
        let words = FoldedText.words(of: name)
        let found = try tagged(words.compactMap(tags.name), limit) { customer in
            let own = customer.name.map(FoldedText.words) ?? []
            return words.allSatisfy { word in own.contains { $0.hasPrefix(word) } }
        }
        let named = found.map { (FoldedText.fold($0.name ?? ""), $0) }
        return named.sorted { ($0.0, $0.1.number) < ($1.0, $1.1.number) }.map(\.1)
    }

    /// Customers that have all tags and of whom the rest is true too.
    private func tagged(
        _ wanted: [[UInt8]], _ limit: Int, where isMeant: (Customer) -> Bool
    ) throws(StorageError) -> [Customer] {
        guard let ids = try ids(tagged: wanted) else { return [] }
        var found: [Customer] = []
        for id in ids where found.count < limit {
            if let customer = try customer(id), isMeant(customer) { found.append(customer) }
        }
        return found
    }

    /// Customers with all tags, by id; nil where no tag is wanted.
    private func ids(tagged wanted: [[UInt8]]) throws(StorageError) -> [CustomerID]? {
        var common: [CustomerID]?
        for tag in wanted {
            let keys = try reader.localKeys(
                .customerTag, beginningWith: tag, limit: Self.candidatesMax)
            let ids = keys.compactMap { Bytes16(Array($0.dropFirst(tag.count))) }
                .map(CustomerID.init)
            let known = common.map(Set.init)
            common = ids.filter { known?.contains($0) ?? true }
        }
        return common
    }

    private static let candidatesMax = 100_000
}

extension Customer {
    init(_ id: CustomerID, fields: [StoredCustomerField], key: Secret?) {
        var values: [CustomerChange.Field: [UInt8]] = [:]
        for stored in fields { values[stored.field] = stored.value }
        func opened(_ field: CustomerChange.Field) -> String? {
            values[field].flatMap {
                Subjects.open(
                    $0, subject: id.id, field: Subjects.Field.customer(field), key: key)
            }
        }
        self.init(
            id: id, number: values[.number].map { String(decoding: $0, as: UTF8.self) } ?? "",
            name: opened(.name), phone: opened(.phone), email: opened(.email),
            address: opened(.address), note: opened(.note), exemption: Self.exemption(values),
            isErased: key == nil)
    }

    private static func exemption(_ values: [CustomerChange.Field: [UInt8]]) -> TaxExemption? {
        guard let number = values[.exemption].flatMap({ try? CBOR.decode($0).asUnsigned }),
            let kind = UInt8(exactly: number).flatMap(TaxExemption.Kind.init)
        else { return nil }
        let expires = values[.certificateExpiry].flatMap { try? CBOR.decode($0).asInt64 }
        return TaxExemption(
            kind: kind, hasCertificate: values[.certificate] != nil,
            expires: expires.map(Instant.init(milliseconds:)))
    }
}

extension ShopReader {
    /// A person's name; nil where it can't be opened: show the number instead.
    public func name(of member: StaffMember) throws(StorageError) -> String? {
        let id = member.person.id
        let key = try local(.subjectKey, key: id.bytes).map(Secret.init)
        return Subjects.open(
            member.sealedName, subject: id, field: Subjects.Field.staffName.rawValue, key: key)
    }
}
