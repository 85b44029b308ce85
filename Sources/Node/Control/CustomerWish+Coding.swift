import Crypto
import Encoding
import Retail

extension CustomerWish {
    /// `[number, customer or null, [[field, value or null] …]]`.
    var coded: CBOR {
        switch self {
        case .create(let edits): [0, .null, .array(edits.map(\.coded))]
        case .edit(let customer, let edits):
            [1, .fixed(customer.id), .array(edits.map(\.coded))]
        case .erase(let customer): [2, .fixed(customer.id), .array([])]
        }
    }

    init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray, parts.count == 3, let items = parts[2].asArray,
            items.count <= Self.editsMax
        else { throw .malformed("a customer's change") }
        var edits: [CustomerEdit] = []
        for item in items { edits.append(try CustomerEdit(item)) }
        let customer = parts[1].asFixed(Bytes16.self).map(CustomerID.init)
        switch (parts[0].asUnsigned, customer) {
        case (0, nil) where parts[1].isNull: self = .create(edits)
        case (1, let customer?): self = .edit(customer, edits)
        case (2, let customer?) where edits.isEmpty: self = .erase(customer)
        case _: throw .malformed("a customer's change")
        }
    }
}

extension CustomerEdit {
    fileprivate var coded: CBOR {
        let value: CBOR =
            switch self {
            case .name(let text), .phone(let text), .email(let text), .address(let text),
                .note(let text), .number(let text), .certificate(let text):
                text.map { .text($0) } ?? .null
            case .exemption(let kind): kind.map { .unsigned(UInt64($0.rawValue)) } ?? .null
            case .certificateExpiry(let end): end.map { .integer($0.milliseconds) } ?? .null
            }
        return [.unsigned(UInt64(field.rawValue)), value]
    }

    fileprivate init(_ item: CBOR) throws(ControlError) {
        guard let pair = item.asArray, pair.count == 2, let field = CustomerChange.Field(pair[0])
        else { throw .malformed("a customer's field") }
        let value = pair[1]
        switch field {
        case .name: self = .name(try value.textOrNull())
        case .phone: self = .phone(try value.textOrNull())
        case .email: self = .email(try value.textOrNull())
        case .address: self = .address(try value.textOrNull())
        case .certificate: self = .certificate(try value.textOrNull())
        case .number: self = .number(try value.textOrNull())
        case .note: self = .note(try value.textOrNull())
        case .exemption: self = .exemption(try value.kindOrNull())
        case .certificateExpiry: self = .certificateExpiry(try value.instantOrNull())
        case .lookupTags: throw .malformed("a customer's field")
        }
    }
}

extension CBOR {
    fileprivate func textOrNull() throws(ControlError) -> String? {
        if isNull { return nil }
        guard let text = asText else { throw .malformed("a customer's text") }
        return text
    }

    fileprivate func kindOrNull() throws(ControlError) -> TaxExemption.Kind? {
        if isNull { return nil }
        let number = asUnsigned.flatMap { UInt8(exactly: $0) }
        guard let kind = number.flatMap(TaxExemption.Kind.init) else {
            throw .malformed("an exemption")
        }
        return kind
    }

    fileprivate func instantOrNull() throws(ControlError) -> Instant? {
        if isNull { return nil }
        guard let end = asInt64, end.magnitude <= FactLimit.millisecondsMax.magnitude else {
            throw .malformed("an expiry")
        }
        return Instant(milliseconds: end)
    }
}

extension CustomerChange.Field {
    fileprivate init?(_ item: CBOR) {
        guard let number = item.asUnsigned.flatMap({ UInt8(exactly: $0) }) else { return nil }
        self.init(rawValue: number)
    }

    fileprivate var coded: CBOR { .unsigned(UInt64(rawValue)) }
}

extension CustomerError {
    /// `[number, value …]`; what only a program's own trouble brings stands as the trouble.
    var coded: CBOR {
        switch self {
        case .unknown(let id): [0, .fixed(id.id)]
        case .erased(let id): [1, .fixed(id.id)]
        case .textTooLong(let field, let most): [2, field.coded, .integer(Int64(most))]
        case .unreadable(let field): [3, field.coded]
        case .looksLikeCardNumber(let field): [4, field.coded]
        case .numberReserved(let number): [5, .text(number)]
        case .numberTaken(let number): [6, .text(number)]
        case .nothingToChange: [7]
        case .certificateMissing: [8]
        case .sealing, .perform: [9]
        }
    }

    init(_ item: CBOR) throws(ControlError) {
        guard let error = Self.read(item) else {
            throw .malformed("why a customer wasn't changed")
        }
        self = error
    }

    private static func read(_ item: CBOR) -> CustomerError? {
        let parts = item.asArray ?? []
        let value = parts.dropFirst().first
        let customer = value?.asFixed(Bytes16.self).map(CustomerID.init)
        let field = value.flatMap(CustomerChange.Field.init)
        switch (parts.first?.asUnsigned, parts.count) {
        case (0, 2): if let customer { return .unknown(customer) }
        case (1, 2): if let customer { return .erased(customer) }
        case (2, 3):
            if let field, let most = parts[2].asInt64.flatMap({ Int(exactly: $0) }) {
                return .textTooLong(field, most: most)
            }
        case (3, 2): if let field { return .unreadable(field) }
        case (4, 2): if let field { return .looksLikeCardNumber(field) }
        case (5, 2): if let text = value?.asText { return .numberReserved(text) }
        case (6, 2): if let text = value?.asText { return .numberTaken(text) }
        case (7, 1): return .nothingToChange
        case (8, 1): return .certificateMissing
        case (9, 1): return .perform(.log("the owner can't seal it"))
        case _: return nil
        }
        return nil
    }
}
