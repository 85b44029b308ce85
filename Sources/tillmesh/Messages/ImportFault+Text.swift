import Retail
import Texts

// What is wrong with a row, where, and what would be taken.

extension ImportFault {
    /// `line 7, price: '1.2x' is no number; …`.
    var text: String {
        let place = column.map { "line \(line), \($0)" } ?? "line \(line)"
        return "\(place): \(reason.text(value.isEmpty ? "it" : "'\(value)'"))"
    }

    /// For programs.
    var json: JSON {
        .object([
            ("line", .integer(Int64(line))), ("column", column.map(JSON.string) ?? .null),
            ("value", .string(value)), ("reason", .string(reason.text("it"))),
        ])
    }
}

extension ImportFault.Reason {
    /// The refused value stands where `it` is named.
    func text(_ it: String) -> String {
        switch self {
        case .csv(let error): error.text
        case .missingColumn: "the header lacks this column; nothing of the file was taken"
        case .repeatedColumn: "the header has this column twice; nothing of the file was taken"
        case .tooManyFields(let header):
            "more fields than the header's \(header); put text that has commas into quotes"
        case .missing: "it is empty; it must say something"
        case .tooLong(let most): "\(it) is longer than \(most) characters; shorten it"
        case .controlCharacter: "\(it) has control characters; take them out"
        case .cardNumber: "\(it) looks like a payment card's number, which is kept nowhere"
        case .number(let error): error.text(it)
        case .outOfRange(let least, let most): Self.range(it, least, most)
        case .gtin(let error): error.text(it)
        case .notPLU: "\(it) is no PLU; it has 4 digits, 3000 to 4999, or 5 with an 8 or 9 first"
        case .notDate: "\(it) is no date; write 2026-11-21 or 2026-11-21 14:30"
        case .notOneOf([]): "it is too easy to guess; take another"
        case .notOneOf(let words): "\(it) isn't one of \(words.joined(separator: ", "))"
        case .repeated(let line): "\(it) stands in line \(line) already; leave one of the two"
        case .endsBeforeItBegins: "it ends before it begins"
        case .taken: "somebody else who works here has it; take another"
        case .lastAdmin: "nobody would be left who may change people; keep one admin"
        case .stewardSet(let lanes):
            "\(it) was set by the store's steward: change it on \(Refusal.machines(lanes))"
        case .unknownItem: "the catalogue has no item \(it); import it first"
        case .ambiguous: "more than one item has the code \(it); name the item's own code"
        case .notWhole: "\(it) is no whole number; this item is counted in pieces"
        }
    }

    private static func range(_ it: String, _ least: String, _ most: String) -> String {
        if most.isEmpty { return "\(it) is out of range; it is \(least) or more" }
        return "\(it) is out of range; it is \(least) to \(most)"
    }
}

extension CSVError {
    fileprivate var text: String {
        switch self {
        case .notUTF8(let field): "field \(field) is no UTF-8; save the file as UTF-8"
        case .fieldTooLong(let field, let most): "field \(field) is longer than \(most) bytes"
        case .tooManyFields(let most): "it has more than \(most) fields"
        case .strayQuote(let field):
            "field \(field) has a quote in its middle; write \"\" for one within quotes"
        case .unclosedQuote(let field): "field \(field) has a quote that is never closed"
        }
    }
}

extension NumberError {
    /// The refused text stands where `it` is named.
    func text(_ it: String) -> String {
        switch self {
        case .empty: "a number is missing"
        case .unexpected: "\(it) is no number; write digits and one point, such as 1.99"
        case .tooFine(let most): "\(it) has more than \(most) digits after the point"
        case .tooLarge: "\(it) is too large"
        }
    }
}

extension GTINError {
    func text(_ it: String) -> String {
        switch self {
        case .notDigits: "\(it) is no barcode; it has digits only, `|` between several"
        case .wrongLength(let count):
            "\(it) is no barcode; it has 8, 12, 13 or 14 digits, not \(count)"
        case .wrongCheckDigit(let right):
            "\(it) has a wrong check digit; did you mean \(right)?"
        case .notUPCE: "\(it) is no UPC-E"
        }
    }
}
