import Encoding
import Retail

extension Projection {
    mutating func add(_ change: ItemChange) {
        let (version, code) = (change.version, Value.text(change.code.text))
        if let item = change.item {
            candidate(
                .item, version: version, register: [code],
                [
                    .text(item.name), .text(item.department), .text(item.taxCategory),
                    .number(item.unit.rawValue), .number(item.minimumAge), .price(item.cost),
                    .number(item.stockPolicy.rawValue), .truth(item.isActive),
                ], publication: change.publication)
        }
        var written = WrittenKeys()
        for entry in change.codes where written.insert([.text(entry.code.digits)]) {
            candidate(
                .itemCode, version: version, register: [.text(entry.code.digits), code],
                [.truth(entry.isPresent)], publication: change.publication)
        }
        for entry in change.prices {
            let key: [Value] = [code, .number(entry.kind.rawValue), .time(entry.from)]
            guard written.insert(key) else { continue }
            candidate(
                .price, version: version, register: key, [.time(entry.until), .price(entry.price)],
                publication: change.publication)
        }
    }

    mutating func add(_ change: TaxChange) {
        var written = WrittenKeys()
        for rule in change.rules {
            let key: [Value] = [
                .text(rule.category), .number(rule.level.rawValue), .text(rule.label),
                .time(rule.from),
            ]
            guard written.insert(key) else { continue }
            candidate(
                .taxRule, version: change.version, register: key,
                [.time(rule.until), .number(rule.rate?.millionths)],
                publication: change.publication)
        }
    }

    mutating func add(_ change: PersonChange) {
        candidate(
            .person, version: change.version, register: [.id(change.person)],
            [
                .number(change.number), .text(change.roles.joined(separator: " ")),
                .optional(change.pin?.tag), .optional(change.pin?.salt),
                .optional(change.pin?.verifier), .optional(change.language),
                .truth(change.isActive), .bytes(change.sealedName),
            ], publication: change.publication)
    }

    mutating func add(_ change: CustomerChange) {
        for entry in change.entries {
            candidate(
                .customerField, version: change.version,
                register: [.id(change.customer), .number(entry.field.rawValue)],
                [
                    .optional(entry.value), .time(change.time.instant),
                    .integer(Int64(change.time.offsetSeconds)), .id(change.person),
                ])
        }
    }

    mutating func add(_ change: SettingChange) {
        candidate(
            .setting, version: change.version, register: [.text(change.name)],
            [.bytes(change.value)], publication: change.publication)
    }
}

/// The registers that an operation wrote: of two entries for one the first counts, as one
/// operation can't have two candidates for it.
private struct WrittenKeys {
    // Encoded, as `==` on texts takes different spellings for one and a database doesn't.
    private var keys: Set<[UInt8]> = []

    mutating func insert(_ key: [Value]) -> Bool {
        var encoder = CBOREncoder(capacity: 32)
        encoder.array(key.count)
        for value in key { value.encode(into: &encoder) }
        return keys.insert(encoder.finish()).inserted
    }
}
