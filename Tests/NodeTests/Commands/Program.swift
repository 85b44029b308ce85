import Glibc
import Node
import TestSupport

/// The program that was built beside the tests, run as a person would.
struct Program {
    struct Answer {
        let status: Int32
        let output: String
        let complaint: String
    }

    enum Problem: Error { case noProgram(path: String), notStarted(errno: Int32) }

    private let path: String
    private let folder: TemporaryFolder

    init(_ folder: TemporaryFolder) throws {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        path = bundle.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/tillmesh"
        guard access(path, X_OK) == 0 else { throw Problem.noProgram(path: path) }
        self.folder = folder
    }

    /// Runs the words and waits for the end.
    func run(_ words: String...) throws -> Answer {
        let (output, complaint) = (folder.path + "/.out", folder.path + "/.err")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, complaint, flags, 0o600)
        let arguments = ([path] + words).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let code = posix_spawn(&child, path, &actions, nil, arguments, environ)
        guard code == 0 else { throw Problem.notStarted(errno: code) }
        var status: Int32 = -1
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        // A signal's number in the low bits, as a shell shows it.
        let ended = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
        return Answer(status: ended, output: try text(output), complaint: try text(complaint))
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try FileSystem.read(path), as: UTF8.self)
    }
}
