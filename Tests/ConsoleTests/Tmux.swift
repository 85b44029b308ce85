import Glibc
import Node
import TestSupport

/// A terminal that keeps its screen: the real program runs in it, keys go in, text comes out.
final class Tmux {
    private let server: String

    /// Why there is no such terminal.
    enum Problem: Error {
        case noTmux
        case noProgram(path: String)
    }

    /// The program that was built beside the tests.
    static func program() throws -> String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        let path = bundle.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/tillmesh"
        guard access(path, X_OK) == 0 else { throw Problem.noProgram(path: path) }
        return path
    }

    static var isThere: Bool { (try? Files.output(of: ["tmux", "-V"])) != nil }

    /// Runs words of a shell in a terminal of this size.
    init(_ command: String, columns: Int = 80, rows: Int = 24) throws {
        server = "tillmesh-\(getpid())-\(SystemRandom().next())"
        // The server outlives its starter and must hold no lock of whoever runs the tests.
        let closing = "exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; exec tmux \"$@\""
        _ = try Files.output(of: [
            "sh", "-c", closing, "sh", "-L", server, "-f", "/dev/null", "new-session", "-d", "-s",
            "lane", "-x",
            "\(columns)", "-y", "\(rows)", command,
        ])
    }

    /// A server whose starter had blocked signals doesn't hear of a polite end; what ran in it gets
    /// the hang-up of its terminal.
    deinit {
        let answer = try? tmux("display-message", "-p", "#{pid} #{socket_path}")
        let words = (answer ?? "").split(whereSeparator: \.isWhitespace)
        if words.count == 2, let pid = pid_t(words[0]), pid > 1 {
            kill(pid, SIGKILL)
            unlink(String(words[1]))
        }
    }

    private func tmux(_ words: String...) throws -> String {
        String(
            decoding: try Files.output(of: ["tmux", "-L", server] + words), as: UTF8.self)
    }

    /// Keys by tmux' names: `Enter`, `F12`, `M-2`.
    func press(_ keys: String...) throws {
        for key in keys { _ = try tmux("send-keys", "-t", "lane", key) }
    }

    func type(_ text: String) throws { _ = try tmux("send-keys", "-t", "lane", "-l", text) }

    /// A scan between the codes 02 and 03.
    func scan(_ code: String) throws {
        let bytes = [2] + Array(code.utf8) + [3]
        for byte in bytes {
            _ = try tmux("send-keys", "-t", "lane", "-H", String(byte, radix: 16))
        }
    }

    func resize(columns: Int, rows: Int) throws {
        _ = try tmux("resize-window", "-t", "lane", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// What stands on the screen, rows without blanks at their ends.
    func screen() throws -> String { try tmux("capture-pane", "-p", "-t", "lane") }

    /// Waits until the screen shows a text, and gives the screen; the last one where it never does.
    func wait(for text: String, milliseconds: Int64 = 10_000) throws -> String {
        let deadline = SystemClock.monotonicNanoseconds() + milliseconds * 1_000_000
        while true {
            let screen = try screen()
            if screen.contains(text) || SystemClock.monotonicNanoseconds() > deadline {
                return screen
            }
        }
    }
}
