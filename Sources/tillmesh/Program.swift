import Glibc
import Retail

/// Finds the command, runs it, and says on standard error what went wrong.
enum Program {
    static func run(_ words: [String]) -> ExitCode {
        do {
            let code = try perform(words)
            guard Output.flush() else {
                throw Failure(.inputOutput, "cannot write to standard output: \(errnoText())")
            }
            return code
        } catch {
            let failure = Failure(wrapping: error)
            Output.error("tillmesh: \(readable(failure.message))")
            return failure.code
        }
    }

    private static func perform(_ words: [String]) throws -> ExitCode {
        let parser = Parser(commands: Subcommand.all)
        guard let first = words.first else {
            Output.error(Help.overview(parser.commands))
            return .usage
        }
        if ["--help", "-h", "help"].contains(first) {
            Output.line(Help.overview(parser.commands))
            return .success
        }
        if first == "--version" { return try perform(["version"] + words.dropFirst()) }
        guard let (command, rest) = parser.find(words) else { return try unknown(words, parser) }
        let arguments = try parser.parse(command, rest)
        if arguments.has("help") {
            Output.line(Help.page(command))
            return .success
        }
        return try command.run(arguments)
    }

    /// The message; what somebody typed without end is cut short.
    private static func readable(_ message: String) -> String {
        message.split(separator: " ", omittingEmptySubsequences: false)
            .map { $0.count > wordMost ? $0.prefix(wordMost) + "…" : $0 }.joined(separator: " ")
    }

    /// Longer than a log's name, and than most paths.
    private static let wordMost = 256

    private static func unknown(_ words: [String], _ parser: Parser) throws -> ExitCode {
        let family = parser.family([words[0]])
        if family.isEmpty {
            throw Failure(.usage, "no command '\(words[0])'; `tillmesh --help` lists them")
        }
        if words.contains("--help") || words.contains("-h") {
            Output.line(Help.overview(family))
            return .success
        }
        let names = family.map { "`tillmesh \($0.name)`" }.joined(separator: ", ")
        if words.count > 1, !words[1].hasPrefix("-") {
            throw Failure(.usage, "no command '\(words[0]) \(words[1].shown)'; there are \(names)")
        }
        throw Failure(.usage, "'\(words[0])' needs one more word: \(names)")
    }

    static func errnoText() -> String { String(cString: strerror(errno)) }
}
