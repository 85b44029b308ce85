import Glibc
import Retail

/// The words of one call, sorted into options and operands.
struct Arguments: Sendable {
    private let values: [String: [String]]
    private let flags: Set<String>
    let operands: [String]
    let command: String

    init(command: String, values: [String: [String]], flags: Set<String>, operands: [String]) {
        self.command = command
        self.values = values
        self.flags = flags
        self.operands = operands
    }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// The last value given for an option.
    func value(_ name: String) -> String? { values[name]?.last }

    /// All values given for an option, in order.
    func values(_ name: String) -> [String] { values[name] ?? [] }

    func required(_ name: String) throws(Failure) -> String {
        guard let value = value(name) else {
            throw Failure(
                .usage, "\(command): --\(name) is missing; see tillmesh \(command) --help")
        }
        return value
    }

    /// A required text of at most so many characters, no control character or card's number in it.
    func text(_ name: String, most: Int) throws(Failure) -> String {
        let text = try required(name)
        guard !text.isEmpty, text.count <= most, text.utf8.count <= 4 * most, text.shown == text
        else {
            throw Failure(
                .usage,
                "\(command): --\(name) takes 1 to \(most) characters, none of them a control "
                    + "character")
        }
        guard !ContactText.mayHoldCardNumber(text) else {
            throw Failure(Refusal.basket(.looksLikeCardNumber))
        }
        return text
    }

    /// A whole number within a range.
    func integer(_ name: String, in range: ClosedRange<Int64>) throws(Failure) -> Int64? {
        guard let text = value(name) else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            throw Failure(
                .usage,
                "\(command): --\(name) takes a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound), not '\(text)'")
        }
        return number
    }

    /// The data directory, named or from the environment.
    func dataDirectory() throws(Failure) -> String {
        if let named = value("data"), !named.isEmpty { return named }
        if let inherited = getenv("TILLMESH_DATA"), inherited.pointee != 0 {
            return String(cString: inherited)
        }
        throw Failure(
            .usage,
            "\(command): which shop? Give --data DIR or set TILLMESH_DATA; "
                + "`tillmesh init` makes a new one")
    }
}
