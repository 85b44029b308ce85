import Node
import Retail
import Storage
import Texts

/// A customer's fields as options give them and lines show them.
struct CustomerFields {
    private let arguments: Arguments
    private let zone: Zone

    init(_ arguments: Arguments, zone: Zone) {
        self.arguments = arguments
        self.zone = zone
    }

    /// The fields that were named, an empty text as nothing.
    func edits() throws(Failure) -> [CustomerEdit] {
        let texts: [(String, (String?) -> CustomerEdit)] = [
            ("name", CustomerEdit.name), ("phone", CustomerEdit.phone),
            ("email", CustomerEdit.email), ("address", CustomerEdit.address),
            ("note", CustomerEdit.note), ("number", CustomerEdit.number),
            ("certificate", CustomerEdit.certificate),
        ]
        var edits = texts.compactMap { name, edit in arguments.value(name).map(edit) }
        if let kind = arguments.value("exemption") { edits.append(try exemption(kind)) }
        if let day = arguments.value("expires") { edits.append(try expiry(day)) }
        return edits
    }

    private func exemption(_ text: String) throws(Failure) -> CustomerEdit {
        if ["", "none"].contains(text) { return .exemption(nil) }
        guard let kind = TaxExemption.Kind.allCases.first(where: { "\($0)" == text }) else {
            throw Failure(
                .usage, "--exemption takes none, resale, charity or diplomatic, not '\(text)'")
        }
        return .exemption(kind)
    }

    /// The certificate ends when its last day does.
    private func expiry(_ text: String) throws(Failure) -> CustomerEdit {
        if text.isEmpty { return .certificateExpiry(nil) }
        guard let date = CivilDate(iso: text)?.businessDate else {
            throw Failure(.usage, "--expires takes a date such as 2027-03-31, not '\(text)'")
        }
        return .certificateExpiry(zone.instant(on: BusinessDate(days: date.days + 1)))
    }

    /// The one customer with a number.
    static func one(_ number: String, _ customers: CustomerReader) throws -> Customer {
        let found = try customers.find(number: number)
        guard let only = found.first else {
            throw Failure(
                .failure,
                "no customer has the number \(ForeignText.visible(number)); "
                    + "`tillmesh customer find` looks by name, phone or e-mail")
        }
        guard found.count == 1 else {
            throw Failure(
                .failure, "\(found.count) customers have the number \(ForeignText.visible(number))")
        }
        return only
    }

    /// A line for people, or one JSON object.
    static func show(_ customer: Customer, _ arguments: Arguments, zone: Zone) {
        Output.line(arguments.has("json") ? json(customer).text : line(customer, zone))
    }

    private static func line(_ customer: Customer, _ zone: Zone) -> String {
        var parts = [customer.number, customer.isErased ? "(erased)" : customer.name ?? "-"]
        parts += [customer.phone, customer.email, customer.address, customer.note].compactMap(
            \.self)
        if let exemption = customer.exemption {
            let end = exemption.expires.map { end in
                let last = Instant(milliseconds: end.milliseconds - 1)
                return " until \(zone.local(last).date.iso)"
            }
            let paper = exemption.hasCertificate ? "" : " (no certificate)"
            parts.append("exempt: \(exemption.kind)\(end ?? "")\(paper)")
        }
        return parts.map(ForeignText.visible).joined(separator: "  ")
    }

    private static func json(_ customer: Customer) -> JSON {
        func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
        return .object([
            ("number", .string(customer.number)), ("name", text(customer.name)),
            ("phone", text(customer.phone)), ("email", text(customer.email)),
            ("address", text(customer.address)), ("note", text(customer.note)),
            ("exemption", text(customer.exemption.map { "\($0.kind)" })),
            ("hasCertificate", .truth(customer.exemption?.hasCertificate ?? false)),
            (
                "exemptionEnds",
                customer.exemption?.expires.map { .integer($0.milliseconds) } ?? .null
            ),
            ("isErased", .truth(customer.isErased)),
        ])
    }
}

extension Failure {
    /// Runs what changes a customer, and says of a refusal what to do.
    static func ofCustomer<Result>(
        _ work: () throws(CustomerError) -> Result
    ) throws(Failure) -> Result {
        do throws(CustomerError) { return try work() } catch { throw Failure(error) }
    }

    init(_ error: CustomerError) {
        switch error {
        case .perform(let error): self.init(error)
        case .unknown: self.init(.failure, "no such customer here")
        case .erased: self.init(.failure, "that customer was erased: create a new one")
        case .textTooLong(let field, let most):
            self.init(.badData, "\(field): at most \(most) characters")
        case .unreadable(.phone):
            self.init(.badData, "phone: that is no telephone number; write all of its digits")
        case .unreadable(.email):
            self.init(.badData, "email: that is no address; it looks like ada@example.org")
        case .unreadable(let field):
            self.init(.badData, "\(field): that can't be one; type it without control characters")
        case .looksLikeCardNumber(let field):
            self.init(
                .badData, "\(field): that looks like a payment card's number, which is kept nowhere"
            )
        case .numberReserved(let number):
            self.init(
                .badData,
                "number: \(ForeignText.visible(number)) is the lane's to give; leave --number out")
        case .numberTaken(let number):
            self.init(
                .failure, "number: another customer has \(ForeignText.visible(number)) already")
        case .certificateMissing:
            self.init(
                .badData,
                "exemption: name the number of its certificate with --certificate, or take the "
                    + "exemption away with --exemption none")
        case .nothingToChange:
            self.init(.usage, "name at least one field to change, such as --phone")
        case .sealing(let failure):
            self.init(.software, "the field can't be sealed (\(failure)); nothing was stored")
        }
    }
}
