import Peripherals
import PrinterEmulator

/// Why a command line can't be obeyed.
struct UsageError: Error {
    let message: String
}

/// What the command line asks for.
struct Options {
    var behaviour = Behaviour()
    var port: UInt16 = 0
    var profile: PrinterProfile
    var log: String?

    static let usage = """
        usage: printer-emulator [--port N] [--profile NAME] [--bytes FILE] [--lines-of-paper N]
                                [--cover-open] [--hang-up-after N] [--stop-reading-after N]
                                [--refuse] [--mute]
        Prints its port, waits for the end of standard input, then prints the paper's lines.

        """

    init(_ arguments: [String]) throws(UsageError) {
        profile = try Options.profile("generic-48")
        var rest = arguments[...]
        while let option = rest.popFirst() {
            switch option {
            case "--cover-open": behaviour.isCoverOpen = true
            case "--refuse": behaviour.refuses = true
            case "--mute": behaviour.isMute = true
            default: try set(option, to: rest.popFirst())
            }
        }
    }

    private mutating func set(_ option: String, to value: String?) throws(UsageError) {
        guard let value else { throw UsageError(message: "\(option) needs a value, or is unknown") }
        switch option {
        case "--profile": profile = try Options.profile(value)
        case "--bytes": log = value
        case "--lines-of-paper": behaviour.linesOfPaper = try Options.number(value)
        case "--hang-up-after": behaviour.hangsUpAfterBytes = try Options.number(value)
        case "--stop-reading-after": behaviour.stopsReadingAfterBytes = try Options.number(value)
        case "--port":
            guard let exact = UInt16(value) else { throw UsageError(message: "no port \(value)") }
            port = exact
        default: throw UsageError(message: "unknown option \(option)")
        }
    }

    private static func profile(_ name: String) throws(UsageError) -> PrinterProfile {
        guard let profile = BuiltInProfile.named(name) else {
            throw UsageError(message: "no profile \(name)")
        }
        return profile
    }

    private static func number(_ text: String) throws(UsageError) -> Int {
        guard let number = Int(text), number >= 0 else {
            throw UsageError(message: "\(text) is no number")
        }
        return number
    }
}
