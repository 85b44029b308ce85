import Node
import Retail
import Storage
import Texts

extension Subcommand {
    static let customerAdd = Subcommand(
        path: ["customer", "add"], summary: "Create a customer.",
        details: """
            What is personal is sealed under a key of the customer's own. Without --number the
            customer gets one of this lane's, C- and digits.
            """,
        options: [CommonOption.data, CommonOption.person, CommonOption.json] + customerFields
    ) { arguments in
        let says = ["name", "phone", "email", "number"].compactMap { arguments.value($0) }
        guard says.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            throw Failure(
                .usage,
                "customer add: say who it is by --name, --phone, --email or a card's --number")
        }
        return try Errand.run(arguments) { errand in
            let zone = errand.shop.terms.zone
            let edits = try CustomerFields(arguments, zone: zone).edits()
            let made = try errand.shop.perform(.create(edits), by: errand.member.person)
            CustomerFields.show(made, arguments, zone: zone)
            return .success
        }
    }

    static let customerEdit = Subcommand(
        path: ["customer", "edit"], summary: "Change fields of a customer.",
        details: "Fields that aren't named stay; an empty text clears one.",
        operands: [customerNumber],
        options: [CommonOption.data, CommonOption.person, CommonOption.json] + customerFields
    ) { arguments in
        try Errand.run(arguments) { errand in
            let zone = errand.shop.terms.zone
            let customer = try CustomerFields.one(
                arguments.operands[0], errand.shop.customers())
            let edits = try CustomerFields(arguments, zone: zone).edits()
            let changed = try errand.shop.perform(
                .edit(customer.id, edits), by: errand.member.person)
            CustomerFields.show(changed, arguments, zone: zone)
            return .success
        }
    }

    static let customerFind = Subcommand(
        path: ["customer", "find"], summary: "Find customers.",
        details: """
            TEXT is a card or customer number, a telephone number, an e-mail address, or the
            beginnings of a name's words.
            """,
        operands: [Operand(name: "TEXT", help: "What to look for.", isRequired: true)],
        options: [
            CommonOption.data, CommonOption.json,
            .value("limit", "N", "At most N customers (20)."),
        ]
    ) { arguments in
        let books = try Books.open(arguments)
        let limit = try arguments.integer("limit", in: 1...10_000) ?? 20
        let customers = CustomerReader(books.reader, key: books.identity.pinKey)
        let found = try customers.find(arguments.operands[0], limit: Int(limit))
        for customer in found {
            CustomerFields.show(customer, arguments, zone: books.terms.zone)
        }
        if found.isEmpty && !arguments.has("json") { Output.line("no such customer here") }
        return .success
    }

    static let customerErase = Subcommand(
        path: ["customer", "erase"], summary: "Destroy what is personal of a customer.",
        details: """
            The customer's key is destroyed and overwritten: nobody can read the sealed fields any
            more, in this log or any copy of it. The log itself stays as it is and still verifies.
            Old backups of the database hold the key until they are destroyed too.
            """,
        operands: [customerNumber],
        options: [CommonOption.data, CommonOption.person]
    ) { arguments in
        try Errand.run(arguments) { errand in
            let customer = try CustomerFields.one(
                arguments.operands[0], errand.shop.customers())
            _ = try errand.shop.perform(.erase(customer.id), by: errand.member.person)
            Output.line("\(ForeignText.visible(customer.number)) is erased")
            return .success
        }
    }

    private static let customerNumber = Operand(
        name: "NUMBER", help: "The card or customer number.", isRequired: true)

    private static let customerFields: [Option] = [
        .value("name", "TEXT", "The name."), .value("phone", "NUMBER", "The telephone number."),
        .value("email", "ADDRESS", "The e-mail address."),
        .value("address", "TEXT", "The postal address."),
        .value("note", "TEXT", "A note for the lane."),
        .value("number", "NUMBER", "The number of a card that the till can scan."),
        .value("exemption", "KIND", "none, resale, charity or diplomatic."),
        .value("certificate", "NUMBER", "The exemption certificate's number."),
        .value("expires", "DATE", "The certificate's last day, such as 2027-03-31."),
    ]
}
