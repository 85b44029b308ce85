/// Why nothing can be measured.
enum BenchmarkError: Error, Equatable {
    /// An option or a command that isn't known, or that lacks its value.
    case usage(String)
    /// A file or folder can't be read or written.
    case file(path: String, errno: Int32)
    /// A program ended otherwise than with status 0; it said why on standard error.
    case program(name: String, status: Int32)
    /// A program reported something else than `name value` lines, or not this figure.
    case figure(program: String, line: String)
    /// A statement's text doesn't lead to the values that were bound to it.
    case unreadable(statement: String)
    /// The lane didn't do in time what a cashier waits for.
    case lane(awaited: String, shown: String)
}

extension BenchmarkError: CustomStringConvertible {
    var description: String {
        switch self {
        case .usage(let what): what
        case .file(let path, let code): "\(path): error \(code) of the system"
        case .program(let name, let status): "\(name) ended with status \(status)"
        case .figure(let program, let line): "\(program) reported: \(line)"
        case .unreadable(let statement): "can't read the values of: \(statement)"
        case .lane(let awaited, let shown): "the lane never showed \(awaited), but: \(shown)"
        }
    }
}
