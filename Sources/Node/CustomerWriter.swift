import Crypto
import Encoding
import Replica
import Retail

/// Turns a customer's data as it was typed into what may be stored of it.
struct CustomerWriter {
    let tags: CustomerTags
    let random: SystemRandom

    /// What goes into the log, and what stays here beside it.
    struct Change {
        var entries: [CustomerChange.Entry]
        var local: [LocalWrite]
    }

    /// Writes edits of a customer.
    ///
    /// - Parameters:
    ///   - edits: of several for one field the last counts.
    ///   - current: the customer before; of a new one the empty one.
    ///   - key: the customer's, or nil for a new one.
    /// - Returns: entries for the fact, and rows for this node.
    /// - Throws: ``CustomerError`` for what was typed.
    func change(
        _ edits: [CustomerEdit], of current: Customer, key: Secret?
    ) throws(CustomerError) -> Change {
        var next = current
        var values: [CustomerChange.Field: [UInt8]?] = [:]
        var local: [LocalWrite] = []
        let made = key ?? Secret(random.bytes(32))
        if key == nil {
            local.append(
                LocalWrite(.subjectKey, key: current.id.id.bytes, value: made.reveal()))
        }
        try current.checkCertificate(after: edits)
        for edit in edits {
            try edit.check()
            next.take(edit)
            values[edit.field] = .some(try value(of: edit, current.id, made))
        }
        if values[.phone] != nil || values[.email] != nil {
            values[.lookupTags] = .some(tags.field(of: next))
        }
        local += Self.rows(current.id, from: tags.all(of: current), to: tags.all(of: next))
        let entries = values.map { CustomerChange.Entry(field: $0.key, value: $0.value) }
            .sorted { $0.field.rawValue < $1.field.rawValue }
        return Change(entries: entries, local: local)
    }

    /// Rows that take all of a customer's tags away.
    func clearing(_ customer: Customer) -> [LocalWrite] {
        Self.rows(customer.id, from: tags.all(of: customer), to: [])
    }

    private static func rows(
        _ id: CustomerID, from old: Set<[UInt8]>, to new: Set<[UInt8]>
    ) -> [LocalWrite] {
        func row(_ tag: [UInt8], _ value: [UInt8]?) -> LocalWrite {
            LocalWrite(.customerTag, key: tag + id.id.bytes, value: value)
        }
        let gone = old.subtracting(new).sorted { $0.lexicographicallyPrecedes($1) }
        let come = new.subtracting(old).sorted { $0.lexicographicallyPrecedes($1) }
        return gone.map { row($0, nil) } + come.map { row($0, []) }
    }

    private func value(
        of edit: CustomerEdit, _ id: CustomerID, _ key: Secret
    ) throws(CustomerError) -> [UInt8]? {
        switch edit {
        case .name, .phone, .email, .address, .note, .certificate:
            guard let text = edit.text else { return nil }
            do {
                return try Subjects.seal(
                    text, subject: id.id, field: Subjects.Field.customer(edit.field), key: key,
                    nonce: random.bytes(24))
            } catch {
                throw .sealing(error)
            }
        case .number: return edit.text.map { Array($0.utf8) }
        case .exemption(let kind): return kind.map { Self.encoded(Int64($0.rawValue)) }
        case .certificateExpiry(let end): return end.map { Self.encoded($0.milliseconds) }
        }
    }

    private static func encoded(_ number: Int64) -> [UInt8] {
        var encoder = CBOREncoder(capacity: 9)
        encoder.integer(number)
        return encoder.finish()
    }
}

extension Customer {
    /// The empty customer of a new id.
    init(new id: CustomerID) {
        self.init(
            id: id, number: "", name: nil, phone: nil, email: nil, address: nil, note: nil,
            exemption: nil, isErased: false)
    }

    /// Refuses an exemption whose certificate isn't named, and the certificate's end without its
    /// exemption's.
    ///
    /// What is no longer exempt keeps no certificate in mind: it is named again with the next one.
    fileprivate func checkCertificate(after edits: [CustomerEdit]) throws(CustomerError) {
        var (kind, hasCertificate) = (exemption?.kind, exemption?.hasCertificate ?? false)
        var isTouched = false
        for edit in edits {
            switch edit {
            case .exemption(let next): (kind, isTouched) = (next, true)
            case .certificate: (hasCertificate, isTouched) = (edit.text != nil, true)
            case .name, .phone, .email, .address, .note, .number, .certificateExpiry: continue
            }
        }
        guard kind == nil || hasCertificate || !isTouched else { throw .certificateMissing }
    }

    /// Follows an edit, as far as tags are made of it.
    fileprivate mutating func take(_ edit: CustomerEdit) {
        switch edit {
        case .name: name = edit.text
        case .phone: phone = edit.text
        case .email: email = edit.text
        case .address: address = edit.text
        case .note: note = edit.text
        case .number: number = edit.text ?? ""
        case .exemption, .certificate, .certificateExpiry: return
        }
    }
}
