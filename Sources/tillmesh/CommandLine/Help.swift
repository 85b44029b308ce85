/// Help texts, made from the commands themselves so that they can't drift.
enum Help {
    /// `tillmesh --help`.
    static func overview(_ commands: [Subcommand]) -> String {
        let shown = commands.filter { !$0.isInternal }
        let width = shown.map { $0.name.count }.max() ?? 0
        let lines = shown.map { "  \(pad($0.name, width))  \($0.summary)" }
        return """
            tillmesh: a point of sale that can't go down

            Usage: tillmesh COMMAND [OPTION ...]

            \(lines.joined(separator: "\n"))

            `tillmesh COMMAND --help` tells all of a command. Every command reads the data
            directory from --data DIR or TILLMESH_DATA. Exit codes are those of sysexits(3):
            0 done, 1 something in it was bad, 64 wrong usage, 65 bad data, 66 no such input,
            70 a fault of this program or of its files, 73 it can't be made there, 74 input/output,
            75 in use by another process, 77 not permitted.
            """
    }

    /// `tillmesh COMMAND --help`.
    static func page(_ command: Subcommand) -> String {
        var parts = ["\(command.summary)", "Usage: \(usage(command))"]
        let operands = command.operands.map { ($0.name, $0.help) }
        if !operands.isEmpty { parts.append(list(operands)) }
        let options = (command.options + [CommonOption.help]).map { option in
            (option.value.map { "--\(option.name) \($0)" } ?? "--\(option.name)", option.help)
        }
        parts.append(list(options))
        if !command.details.isEmpty { parts.append(command.details) }
        return parts.joined(separator: "\n\n")
    }

    private static func usage(_ command: Subcommand) -> String {
        let operands = command.operands.map { operand in
            let name = operand.name + (operand.isRepeated ? " ..." : "")
            return operand.isRequired ? name : "[\(name)]"
        }
        return (["tillmesh", command.name, "[OPTION ...]"] + operands).joined(separator: " ")
    }

    private static func list(_ rows: [(String, String)]) -> String {
        let width = rows.map { $0.0.count }.max() ?? 0
        return rows.map { "  \(pad($0.0, width))  \($0.1)" }.joined(separator: "\n")
    }

    static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
