/// An option of a command: `--name VALUE`, or `--name` alone where it takes no value.
struct Option: Sendable {
    let name: String
    /// The value's name in help; nil for a switch.
    let value: String?
    let help: String

    static func value(_ name: String, _ value: String, _ help: String) -> Option {
        Option(name: name, value: value, help: help)
    }

    static func flag(_ name: String, _ help: String) -> Option {
        Option(name: name, value: nil, help: help)
    }
}

/// A positional argument.
struct Operand: Sendable {
    let name: String
    let help: String
    var isRequired = true
    /// Only the last one may be: it takes all words that are left.
    var isRepeated = false
}

/// A command of the program: its words, what it takes, and what it does.
struct Subcommand: Sendable {
    /// `["report", "x"]` is called as `tillmesh report x`.
    let path: [String]
    let summary: String
    /// Paragraphs below the options in help.
    var details: String = ""
    var operands: [Operand] = []
    var options: [Option] = []
    /// Left out of the overview: parts of the program call it, people don't.
    var isInternal = false
    let run: @Sendable (Arguments) throws -> ExitCode

    var name: String { path.joined(separator: " ") }
}

/// Options that every command takes.
enum CommonOption {
    static let data = Option.value(
        "data", "DIR", "The data directory; else TILLMESH_DATA is read.")
    static let json = Option.flag("json", "Print JSON instead of text for people.")
    static let help = Option.flag("help", "Print this help.")
    static let person = Option.value("as", "NUMBER", "The person's number under which it is done.")
}
