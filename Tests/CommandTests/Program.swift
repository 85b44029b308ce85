import Glibc
import TestSupport

/// The program as a shell starts it, built beside these tests.
enum Program {
    /// How a call ended, and what it wrote.
    struct Run {
        let status: Int32
        let out: String
        let err: String

        /// The one JSON value on standard output.
        func json() throws -> JSON { try JSON(parsing: out) }

        /// A JSON value a line.
        func jsonLines() throws -> [JSON] {
            try out.split(separator: "\n").map { try JSON(parsing: String($0)) }
        }
    }

    static let path: String = {
        guard let found = realpath("/proc/self/exe", nil) else {
            preconditionFailure("the tests don't know where they lie")
        }
        defer { free(found) }
        let own = String(cString: found)
        return own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/tillmesh"
    }()

    /// Runs the program to its end; standard input is a file, so nobody sits there.
    static func run(_ words: [String], input: String = "", in folder: String) throws -> Run {
        let files = ["in", "out", "err"].map { "\(folder)/.std\($0)" }
        try Files.write(Array(input.utf8), to: files[0])
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDONLY, 0)
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, files[1], flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, files[2], flags, 0o600)
        let status = try spawn(["/usr/bin/env", "--chdir=\(folder)", path] + words, &actions)
        return Run(
            status: status, out: String(decoding: try Files.bytes(files[1]), as: UTF8.self),
            err: String(decoding: try Files.bytes(files[2]), as: UTF8.self))
    }

    private static func spawn(
        _ words: [String], _ actions: inout posix_spawn_file_actions_t
    ) throws -> Int32 {
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        let settings = ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"]
        let environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var child: pid_t = 0
        let failure = posix_spawn(&child, words[0], &actions, nil, arguments, environment)
        guard failure == 0 else { throw FileError.programFailed(name: words[0], status: failure) }
        var status: Int32 = -1
        guard waitpid(child, &status, 0) == child, status & 0x7F == 0 else {
            throw FileError.programFailed(name: words[0], status: status)
        }
        return status >> 8 & 0xFF
    }
}

extension Files {
    /// Writes a file anew.
    static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notReadable(path: path, errno: errno) }
        defer { close(descriptor) }
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count else { throw .notReadable(path: path, errno: errno) }
    }
}
