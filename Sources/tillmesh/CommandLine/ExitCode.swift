/// How the program ends, by the numbers of sysexits(3) where one fits.
enum ExitCode: Int32 {
    case success = 0
    /// It ran, and something was bad: a refused row, a log that doesn't verify.
    case failure = 1
    case usage = 64
    case badData = 65
    case noInput = 66
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    /// Another process owns the data directory and doesn't answer.
    case temporary = 75
    case noPermission = 77
}

/// An error that ends the program: what is wrong, and what to do next.
struct Failure: Error {
    let code: ExitCode
    let message: String

    init(_ code: ExitCode, _ message: String) {
        self.code = code
        self.message = message
    }
}
