/// Finds the command that the words name and sorts the rest of them.
struct Parser {
    let commands: [Subcommand]

    /// The command with the longest path that the words begin with, and the words after it.
    func find(_ words: [String]) -> (Subcommand, [String])? {
        commands
            .filter { words.starts(with: $0.path) }
            .max { $0.path.count < $1.path.count }
            .map { ($0, Array(words.dropFirst($0.path.count))) }
    }

    /// Commands whose path begins with the words: `report` names `report x` and `report z`.
    func family(_ words: [String]) -> [Subcommand] {
        commands.filter { !words.isEmpty && $0.path.starts(with: words) && !$0.isInternal }
    }

    /// Sorts the words after a command's name.
    ///
    /// - Throws: a usage ``Failure`` that names the word.
    func parse(_ command: Subcommand, _ words: [String]) throws(Failure) -> Arguments {
        var values: [String: [String]] = [:]
        var flags: Set<String> = []
        var operands: [String] = []
        var rest = words[...]
        var optionsEnded = false
        while let word = rest.popFirst() {
            if optionsEnded || !Self.isOption(word) {
                operands.append(word)
            } else if word == "--" {
                optionsEnded = true
            } else {
                let (name, given) = Self.split(word)
                let option = try option(name, of: command)
                guard option.value != nil else {
                    try Self.refuseValue(given, name, command)
                    flags.insert(name)
                    continue
                }
                guard let value = given ?? rest.popFirst() else {
                    throw Failure(.usage, "\(command.name): --\(name) needs a value")
                }
                values[name, default: []].append(value)
            }
        }
        try Self.checkCount(operands, of: command, helpWanted: flags.contains("help"))
        return Arguments(command: command.name, values: values, flags: flags, operands: operands)
    }

    private func option(_ name: String, of command: Subcommand) throws(Failure) -> Option {
        let known = command.options + [CommonOption.help]
        if let option = known.first(where: { $0.name == name }) { return option }
        throw Failure(
            .usage,
            "\(command.name): no option --\(name); see tillmesh \(command.name) --help")
    }

    /// `-3` is a number, `-` standard input.
    private static func isOption(_ word: String) -> Bool {
        guard word.hasPrefix("-"), let next = word.dropFirst().first else { return false }
        return !next.isNumber
    }

    /// Splits `--name=value`; `-h` is `--help`.
    private static func split(_ word: String) -> (String, String?) {
        if word == "-h" { return ("help", nil) }
        let bare = word.drop { $0 == "-" }
        guard let equals = bare.firstIndex(of: "=") else { return (String(bare), nil) }
        return (String(bare[..<equals]), String(bare[bare.index(after: equals)...]))
    }

    private static func refuseValue(
        _ value: String?, _ name: String, _ command: Subcommand
    ) throws(Failure) {
        guard value != nil else { return }
        throw Failure(.usage, "\(command.name): --\(name) takes no value")
    }

    private static func checkCount(
        _ operands: [String], of command: Subcommand, helpWanted: Bool
    ) throws(Failure) {
        if helpWanted { return }
        let required = command.operands.filter(\.isRequired)
        if operands.count < required.count {
            let missing = required[operands.count].name
            throw Failure(
                .usage,
                "\(command.name): \(missing) is missing; see tillmesh \(command.name) --help")
        }
        let takesMore = command.operands.last?.isRepeated ?? false
        if operands.count > command.operands.count, !takesMore {
            let extra = operands[command.operands.count]
            throw Failure(.usage, "\(command.name): '\(extra)' is one word too many")
        }
    }
}
