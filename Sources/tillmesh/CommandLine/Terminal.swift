import CPosix
import Glibc

/// Questions to a person at the terminal.
enum Terminal {
    /// Whether somebody sits at standard input and reads standard error.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks twice for something secret; nothing of it is shown.
    ///
    /// - Throws: ``Failure`` where the person gives up, or where the two differ three times.
    static func newSecret(_ question: String) throws(Failure) -> [UInt8] {
        for _ in 0..<3 {
            let first = try secret(question + ": ")
            let second = try secret("The same again: ")
            if first == second { return first }
            Output.error("These two differ; once more.")
        }
        throw Failure(.badData, "what was typed differed three times; nothing was made")
    }

    static func secret(_ question: String) throws(Failure) -> [UInt8] {
        Output.flush()
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else {
            throw Failure(.inputOutput, "cannot ask at this terminal: \(Program.errnoText())")
        }
        var silent = before
        // Signals off too: Ctrl-C comes as a byte, so that the echo is always put back.
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else {
            throw Failure(.inputOutput, "cannot hide what is typed: \(Program.errnoText())")
        }
        // Only now: what is pasted at once would be shown, and lost.
        Output.status(question)
        let line = hiddenLine()
        _ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
        Output.status("\n")
        guard let line else { throw Failure(.failure, "given up; nothing was made") }
        return line
    }

    /// Bytes up to Enter; nil at Ctrl-C, Ctrl-D, or where the terminal is gone.
    private static func hiddenLine() -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            let count = read(STDIN_FILENO, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            guard count == 1 else { return nil }
            switch byte {
            case 3, 4: return nil
            case 10, 13: return line
            case 8, 127: removeCharacter(from: &line)
            case 21: line.removeAll()
            case _: line.append(byte)
            }
        }
    }

    /// Takes the last character off, all its bytes of UTF-8.
    private static func removeCharacter(from line: inout [UInt8]) {
        while let last = line.popLast(), last & 0xC0 == 0x80 {}
    }
}
